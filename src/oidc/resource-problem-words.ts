/** What is wrong with a resource, in words for the command line and the API: `scope <words>`. */
import type { ResourceProblem } from './resource.js';

/** The member that is wrong, under the name that API and command line have for it, and how. */
export const resourceProblemWords: Readonly<
  Record<ResourceProblem, { readonly field: string; readonly words: string }>
> = {
  not_a_uri: { field: 'identifier', words: 'must be an absolute URI' },
  fragment: { field: 'identifier', words: 'must have no fragment (#)' },
  reserved: { field: 'identifier', words: 'is Countersign’s own API' },
  invalid_scope: { field: 'scope', words: 'has a character that scopes cannot have' },
  unknown_acr: { field: 'min_acr', words: 'is not known here' },
  ttl_out_of_range: { field: 'access_token_ttl', words: 'must be a whole number of seconds from 1 to 86400' },
};
