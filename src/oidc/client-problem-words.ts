/** What is wrong with a client's metadata, in words for the command line and the API: `redirect_uris https://… <words>`. */
import type { ClientProblem } from './client-registration.js';

export const clientProblemWords: Readonly<Record<ClientProblem['because'], string>> = {
  missing: 'is missing',
  not_allowed: 'is not allowed for this kind of client',
  too_long: 'is too long',
  control_character: 'has a control character in it',
  unknown_value: 'is not known here',
  out_of_range: 'must be a whole number of seconds, at least 1 and at most a day, or a year for refresh tokens',
  needs_a_secret: 'needs a client with a secret or keys',
  needs_keys: 'needs keys',
  private_key: 'must not hold a private key',
  not_a_uri: 'is not an absolute URI',
  not_https: 'must begin with https:// (or http:// on this machine)',
  fragment: 'must have no fragment (#)',
  credentials: 'must have no user name or password in it',
  wildcard: 'must have no * in its host',
  scheme_without_dot: 'must have a scheme named after a domain of yours, such as com.example.app:',
};
