/** Finds out on whose behalf a request to the API comes. */
import type { Context } from 'koa';
import { Problem } from '../http/problem.js';
import type { AccessTokenInfo, ReadAccessToken } from './access-token.js';
import { bearerChallenge } from './bearer-challenge.js';

export interface AuthenticateParts {
  /** The resource this API is: `ISSUER/api`. */
  readonly audience: string;
  readonly readAccessToken: ReadAccessToken;
}

/** What may stand after `Bearer` (b64token, RFC 6750 section 2.1), bounded. */
const bearer = /^bearer +([A-Za-z0-9._~+/-]{1,4096}=*) *$/i;

/**
 * The token behind the request. Only the Authorization header counts: RFC 6750's other two places end up in logs and histories.
 * Throws Problem 401; a token of another resource, or of an account that is no longer active, is as invalid as an unknown one.
 */
export async function authenticate(ctx: Context, parts: AuthenticateParts): Promise<AccessTokenInfo> {
  const header = ctx.req.headers.authorization ?? '';
  if (!/^bearer( |$)/i.test(header)) {
    throw new Problem(401, 'authentication_required', `Send an access token for ${parts.audience} as a bearer token.`, {
      headers: { 'WWW-Authenticate': bearerChallenge(parts.audience) },
    });
  }
  const presented = bearer.exec(header)?.[1];
  const token = presented === undefined ? undefined : await parts.readAccessToken(presented);
  if (token === undefined || token.audience !== parts.audience || !isOfActiveAccount(token)) {
    throw invalidToken(parts.audience);
  }
  return token;
}

/** RFC 6750 section 3.1. Also for a token that dies while its request waits for its turn. */
export function invalidToken(audience: string): Problem {
  const description = 'The access token is unknown, expired, revoked, or not meant for this API.';
  return new Problem(401, 'invalid_token', description, {
    headers: { 'WWW-Authenticate': bearerChallenge(audience, { error: 'invalid_token', description }) },
  });
}

function isOfActiveAccount({ accountId, account }: AccessTokenInfo): boolean {
  if (accountId === null) return true;
  return account !== null && account.id === accountId && account.status === 'active';
}
