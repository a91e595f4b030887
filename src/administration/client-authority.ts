/**
 * Decides which changes of relying parties only a super_admin makes: those with which somebody could come by other people's codes
 * and tokens without these people agreeing to it. Pure.
 */
import { isDeepStrictEqual } from 'node:util';
import { levelOfAcr } from '../login/amr.js';
import type { ClientState } from '../oidc/client-difference.js';

/** `before` undefined: the client is registered by this act. */
export function needsSuperAdmin(after: ClientState, before: ClientState | undefined): boolean {
  if (before === undefined) return isTrusted(after);
  return isTrusted(before) || isTrusted(after) || isRedirected(before, after) || isWeaker(before, after);
}

/** Nobody is asked before it gets what it gets. With client credentials it gets it also after whoever registered it was demoted. */
function isTrusted({ metadata, skipConsent }: ClientState): boolean {
  const { first_party_challenge: challenge, grant_types: grants } = metadata;
  return skipConsent || challenge === true || grants.includes('client_credentials');
}

/** What decides where codes and tokens go and who redeems them: what people agreed to once would go to somebody else. */
const guarded = [
  'redirect_uris',
  'grant_types',
  'token_endpoint_auth_method',
  'application_type',
  'jwks',
  'jwks_uri',
] as const;

function isRedirected(before: ClientState, after: ClientState): boolean {
  return guarded.some((member) => !isDeepStrictEqual(before.metadata[member], after.metadata[member]));
}

function isWeaker(before: ClientState, after: ClientState): boolean {
  return strength(before) > strength(after);
}

/** An unknown `min_acr` demands the most, as at the sign-in. */
function strength({ requireMfa, minAcr }: ClientState): number {
  if (requireMfa) return 2;
  if (minAcr === null) return 0;
  return levelOfAcr(minAcr) === 'pwd' ? 1 : 2;
}
