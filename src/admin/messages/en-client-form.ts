/** The sentences of the form about an application, of its secret and of its end, in English. */
import type { Inline, Sentence } from '../../../interactions/views/messages/sentence.js';

/** The English catalogue that the other languages must match. */
export const enClientForm = {
  register: { title: 'Register an application', button: 'Register' },
  change: { title: 'Change an application', button: 'Save changes' },
  name: { label: 'Name', hint: 'People see it on every page of the sign-in.' },
  addresses: 'Where it is',
  redirect_uris: {
    label: 'Redirect URIs',
    hint: 'Where codes go after the sign-in: one per line, compared letter by letter. https, http on this machine, or a scheme with a dot in it.',
  },
  post_logout_redirect_uris: { label: 'After signing out', hint: 'Where people may go then: one per line.' },
  application_type: {
    label: 'Runs',
    choices: { '': 'As its addresses say', web: 'On a server (web)', native: 'On people’s devices (native)' },
  },
  proof: 'How it proves itself, and what it may do',
  token_endpoint_auth_method: {
    label: 'Proves itself with',
    choices: {
      client_secret_basic: 'A secret, in the header (client_secret_basic)',
      client_secret_post: 'A secret, in the form (client_secret_post)',
      private_key_jwt: 'Its keys (private_key_jwt)',
      none: 'Nothing: it runs in a browser or on a phone (none)',
    },
  },
  jwks: { label: 'Public keys', hint: 'A JSON Web Key Set, for private_key_jwt. Never a private key.' },
  jwks_uri: { label: 'Address of its public keys', hint: 'Instead of the keys themselves; https.' },
  grant_types: 'What it may do',
  grants: {
    grant_authorization_code: 'Sign people in (authorization_code)',
    grant_refresh_token: 'Stay connected (refresh_token)',
    grant_client_credentials: 'Act by itself, without a person (client_credentials)',
    grant_device_code: 'Sign people in on devices without a keyboard (device_code)',
  },
  scope: {
    label: 'Scopes it may ask for',
    hint: 'With spaces between. Empty: all, except this server’s own API when no person is there.',
  },
  signIn: 'What a sign-in for it needs',
  require_mfa: { label: 'Every sign-in needs a second factor', hint: 'No grace period: whoever has none sets one up.' },
  min_acr: { label: 'At least this assurance (acr)', none: 'As policy says' },
  default_acr_values: {
    label: 'Asks for by itself (default_acr_values)',
    hint: 'When its request asks for nothing: one per line.',
  },
  skip_consent: {
    label: 'People are not asked for consent',
    hint: 'Only for your own applications.',
  },
  first_party_challenge: {
    label: 'May take passwords and codes on its own screens',
    hint: 'Only for your own applications that have a secret or keys: they see what people type.',
  },
  tokens: 'Tokens',
  id_token_signed_response_alg: { label: 'ID tokens signed with', choices: { RS256: 'RS256', ES256: 'ES256' } },
  access_token_ttl: { label: 'Access tokens live, in seconds' },
  refresh_token_ttl: { label: 'Refresh tokens live, in seconds' },
  id_token_ttl: { label: 'ID tokens live, in seconds' },
  ttlHint: 'Empty: as long as this server has it. Longer than that has no effect.',
  about: 'For people',
  client_uri: { label: 'Home page', hint: 'https' },
  policy_uri: { label: 'Privacy policy', hint: 'https; linked where people give consent.' },
  tos_uri: { label: 'Terms of service', hint: 'https; linked where people give consent.' },
  cancel: 'Back, change nothing',
  superOnly: 'Only a super administrator may do this. Ask one of them.',
  superChange:
    'Only a super administrator may save this: it decides where codes and tokens go, or who gets them unasked.',
  changedMeanwhile:
    'Somebody changed this application after you opened the page. What you typed is still here; compare it with what is registered now, then save again.',
  many: 'Some fields need another look.',
  line: (line: number, what: string) => `Line ${line}: ${what}`,
  problems: {
    missing: 'This is needed.',
    not_allowed: 'This is not allowed for this kind of application.',
    too_long: 'This is too long, or these are too many.',
    control_character: 'There is an invisible character in it.',
    unknown_value: 'This is not known here.',
    needs_a_secret: 'Acting by itself needs a secret or keys.',
    needs_keys: 'Give its public keys, or their address.',
    private_key: 'There was a private key in it. Take it out of use: whoever saw it can pose as this application.',
    not_a_uri: 'This is not a whole address, such as https://app.example.com/callback.',
    not_https: 'It must begin with https:// (or http:// on this machine).',
    fragment: 'There must be no # in it.',
    credentials: 'There must be no user name or password in it.',
    wildcard: 'There must be no * in its host: every address is named.',
    scheme_without_dot: 'Its scheme must be named after a domain of yours, such as com.example.app:',
    out_of_range: 'Give whole seconds, at least 1 and at most a day (a year for refresh tokens).',
  },
  secret: {
    registered: 'The application is registered',
    rotated: 'The application has a new secret',
    changed: 'The application was changed',
    once: 'This is the only time that the secret is shown. Copy it into the application now.',
    id: 'Client ID',
    secret: 'Client secret',
    none: 'It has no secret: it proves itself otherwise, or not at all.',
    former: (until: Inline): Sentence => ['The former secret opens too until ', until, '.'],
    formerDead: 'The former secret is dead.',
    on: 'Go to the application',
  },
  rotate: {
    title: 'Rotate secret',
    means: (name: Inline): Sentence => [name, ' gets a new secret, shown once on the next page.'],
    overlap: 'The present secret keeps working',
    overlapHint:
      'Long enough for every machine of the application to change over. A secret that was former already is dead in any case.',
    choices: {
      0: 'Not at all: it is dead at once',
      3600: 'For an hour',
      86400: 'For a day',
      604800: 'For 7 days',
      2592000: 'For 30 days',
    },
    button: 'Rotate secret',
    none: 'This application has no secret.',
    shownAlready:
      'The secret was changed after you opened this page. A secret is shown once only: if nobody has it, rotate again.',
  },
  remove: {
    title: 'Delete an application',
    means: (name: Inline): Sentence => [
      name,
      ' is gone at once: nobody signs in to it any more, and its codes, tokens and the consents people gave it are dead.',
    ],
    last: 'Access tokens that it can check by itself (JWT) live on for ten minutes at most. Nothing brings it back; registered again it gets another client ID.',
    button: 'Delete the application',
  },
};

export type ClientFormMessages = typeof enClientForm;
