/** The sentences of the pages about applications, in English. */
import type { Inline, Sentence } from '../../../interactions/views/messages/sentence.js';

/** The English catalogue that the other languages must match. */
export const enClients = {
  title: 'Applications',
  means: 'What people sign in to with this server: its relying parties, also called clients. Oldest first.',
  none: 'No application is registered yet.',
  register: 'Register an application',
  resources: 'APIs and their scopes',
  pages: 'Pages of the list',
  first: 'Oldest',
  next: 'Next',
  columns: {
    name: 'Name',
    kind: 'Kind',
    factor: 'Second factor',
    lastUsed: 'Last used',
    registered: 'Registered',
  },
  never: 'never',
  /** How it proves that it is itself. */
  kinds: {
    none: 'Public: proves nothing (browser or phone)',
    client_secret_basic: 'Has a secret, in the header',
    client_secret_post: 'Has a secret, in the form',
    private_key_jwt: 'Has keys',
  },
  kindsShort: {
    none: 'Public',
    client_secret_basic: 'With a secret',
    client_secret_post: 'With a secret',
    private_key_jwt: 'With keys',
  },
  factor: {
    always: 'at every sign-in',
    policy: 'as policy says',
    atLeast: (acr: Inline): Sentence => ['at least ', acr],
  },
  grants: {
    authorization_code: 'People sign in (authorization_code)',
    refresh_token: 'Stays connected (refresh_token)',
    client_credentials: 'Acts by itself (client_credentials)',
    device: 'Devices without a keyboard (device_code)',
  },
  facts: {
    signIn: 'Signing in',
    sending: 'Addresses',
    about: 'About it',
    kind: 'Proves itself',
    grants: 'May',
    scope: 'Scopes',
    anyScope: 'any, except this server’s own API by itself',
    factor: 'Second factor',
    consent: 'Consent',
    asked: 'people are asked',
    notAsked: 'people are not asked',
    challenge: 'Own sign-in screens',
    challengeYes: 'may take passwords and codes itself',
    signature: 'ID tokens signed with',
    defaultAcr: 'Asks for by itself',
    lifetime: {
      access_token_ttl: 'Access tokens live',
      refresh_token_ttl: 'Refresh tokens live',
      id_token_ttl: 'ID tokens live',
    },
    redirect: 'After signing in',
    postLogout: 'After signing out',
    noUri: 'nowhere',
    home: 'Home page',
    privacy: 'Privacy policy',
    terms: 'Terms of service',
    keys: 'Public keys',
    keyCount: { one: 'key', other: 'keys' },
    type: 'Runs',
    types: { web: 'on a server (web)', native: 'on people’s devices (native)' },
    id: 'Client ID',
    registered: 'Registered',
    changed: 'Last changed',
    lastUsed: 'Last given tokens',
    lastUsedRough: (at: Inline): Sentence => [at, ', to within an hour'],
    formerSecret: 'Former secret',
    formerSecretOpens: (until: Inline): Sentence => ['opens too until ', until],
  },
  acts: {
    change: 'Change',
    rotate: 'Rotate secret',
    remove: 'Delete',
    back: 'All applications',
  },
  superOnly:
    'Only a super administrator changes where codes go and how this application proves itself, lets it skip consent, weakens its second factor, gives it a new secret or deletes it.',
  done: {
    changed: 'The application was changed.',
    deleted: 'The application was deleted.',
  },
};

export type ClientsMessages = typeof enClients;
