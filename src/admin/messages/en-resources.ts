/** The sentences of the pages about APIs that tokens can be asked for, in English. */

/** The English catalogue that the other languages must match. */
export const enResources = {
  title: 'APIs',
  means:
    'What applications can ask tokens for: resource servers, by their identifiers. This server’s own API is always one and not in the list.',
  none: 'No API is registered yet.',
  register: 'Register an API',
  pages: 'Pages of the list',
  first: 'First',
  next: 'Next',
  back: 'All applications',
  backToList: 'All APIs',
  columns: {
    identifier: 'Identifier',
    scope: 'Scopes',
    format: 'Tokens',
    factor: 'At least',
    registered: 'Registered',
  },
  formats: { jwt: 'JWT', opaque: 'Opaque' },
  noScope: 'none',
  noAcr: 'as policy says',
  asServer: 'as long as this server has it',
  fields: {
    identifier: { label: 'Identifier', hint: 'An absolute URI, the audience of its tokens. It never changes.' },
    scope: { label: 'Scopes', hint: 'What applications may ask for, with spaces between.' },
    token_format: {
      label: 'Tokens',
      choices: {
        jwt: 'JWT: the API checks them by itself; ten minutes at most',
        opaque: 'Opaque: the API asks this server; they can be revoked',
      },
    },
    min_acr: { label: 'At least this assurance (acr) of the sign-in', none: 'As policy says' },
    access_token_ttl: {
      label: 'Access tokens live, in seconds',
      hint: 'Empty: as long as this server has it. The shortest of this, the application’s and the server’s counts.',
    },
  },
  problems: {
    not_a_uri: 'This is not a whole URI, such as https://orders.example.com.',
    fragment: 'There must be no # in it.',
    reserved: 'This is this server’s own API.',
    identifier_taken: 'There is an API with this identifier already.',
    invalid_scope: 'There is a character in it that scopes cannot have.',
    unknown_acr: 'This is not known here.',
    ttl_out_of_range: 'Give whole seconds, at least 1 and at most a day.',
    unknown_format: 'This is not known here.',
  },
  create: { title: 'Register an API', button: 'Register' },
  change: { title: 'Change an API', button: 'Save changes', act: 'Change' },
  remove: {
    title: 'Delete an API',
    means:
      'Nobody gets tokens for it any more, neither by signing in nor by staying connected, and this server calls those that exist inactive.',
    last: 'JWTs that it checks by itself live on for ten minutes at most.',
    button: 'Delete the API',
    act: 'Delete',
  },
  superOnly: 'Only a super administrator changes or deletes an API: other people’s programs go by what is said here.',
  cancel: 'Back, change nothing',
  done: {
    registered: 'The API is registered.',
    changed: 'The API was changed.',
    deleted: 'The API was deleted.',
  },
};

export type ResourcesMessages = typeof enResources;
