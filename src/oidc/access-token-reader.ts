/** Reads a bearer token for our own API: the token with its account, both as the database has them at this moment. */
import type { Provider } from 'oidc-provider';
import type { Account } from '../accounts/account.js';
import type { Kept } from '../accounts/generation-store.js';
import type { Connection } from '../database/schema.js';
import { accountOfRequest } from './record-account.js';
import { recordIdOf } from './record-row.js';

/** A live token: not expired, not revoked, of the account's present generation, and its session, where it has one, alive. */
export interface LiveAccessToken {
  /** Null for client credentials: no person stands behind the token. */
  readonly accountId: string | null;
  readonly clientId: string | null;
  readonly scopes: ReadonlySet<string>;
  readonly audience: string;
  /** Whether a second factor was verified in the sign-in behind this token; never derived from the account. */
  readonly mfaVerified: boolean;
  /** Seconds since 1970. */
  readonly mfaTime: number | null;
  /** Seconds since 1970. */
  readonly authTime: number | null;
  /** Made on the command line by whoever owns the machine (`countersign token`). */
  readonly breakGlass: boolean;
  /** As it is now. Null only without a person. */
  readonly account: Account | null;
  /** The database's time of that reading. Null only without a person. */
  readonly readAt: Date | null;
  /**
   * What goes on when the person changes their factors by this token: the token, its grant, and the session it stems from.
   * No refresh token is named, not even of the same grant: those end.
   */
  readonly kept: Kept;
}

interface FoundToken {
  /** The engine's id of it. */
  readonly jti: string;
  /** uid of the session in which it was granted. */
  readonly sessionUid?: string | undefined;
  readonly isValid: boolean;
  readonly accountId?: string | undefined;
  readonly clientId?: string | undefined;
  readonly aud?: string | string[] | undefined;
  readonly scopes: Set<string>;
  readonly extra?: Record<string, unknown> | undefined;
  readonly jkt?: string | undefined;
  readonly grantId?: string | undefined;
}

/**
 * To be called inside a request scope: then it takes one statement. A sender-constrained token (RFC 9449) is refused: this
 * API takes bearer tokens, and accepting one without its proof would undo the constraint.
 */
export function createReadAccessToken(provider: Provider, database: Connection) {
  return async (value: string): Promise<LiveAccessToken | undefined> => {
    const [accessToken, clientCredentials] = await Promise.all([
      provider.AccessToken.find(value),
      provider.ClientCredentials.find(value),
    ]);
    const token: FoundToken | undefined = accessToken ?? clientCredentials;
    if (token === undefined || !token.isValid || token.jkt !== undefined) return undefined;
    // A token written while its grant was being revoked is worth nothing, as everywhere else. Read along with the token.
    if (token.grantId !== undefined && (await provider.Grant.find(token.grantId)) === undefined) return undefined;
    const accountId = token.accountId ?? null;
    const reading = accountId === null ? undefined : await accountOfRequest(database, accountId);
    if (accountId !== null && reading?.account.status !== 'active') return undefined;
    const { extra = {}, aud } = token;
    return {
      accountId,
      clientId: token.clientId ?? null,
      scopes: token.scopes,
      audience: typeof aud === 'string' ? aud : '',
      mfaVerified: extra.mfa_verified === true,
      mfaTime: typeof extra.mfa_time === 'number' ? extra.mfa_time : null,
      authTime: typeof extra.auth_time === 'number' ? extra.auth_time : null,
      breakGlass: extra.break_glass === true,
      account: reading?.account ?? null,
      readAt: reading?.readAt ?? null,
      kept: keptOf(token),
    };
  };
}

function keptOf({ jti, grantId, sessionUid }: FoundToken): Kept {
  return {
    recordIds: [jti, ...(grantId === undefined ? [] : [grantId])].map(recordIdOf),
    sessionUids: sessionUid === undefined ? [] : [recordIdOf(sessionUid)],
  };
}
