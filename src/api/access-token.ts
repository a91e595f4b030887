/** What the API needs to know of a bearer token. How it is stored and looked up is the protocol's business. */
import type { Account } from '../accounts/account.js';

/** Scopes of the resource `ISSUER/api`. `admin` includes `admin:read`. */
export type ApiScope = 'account' | 'admin:read' | 'admin';

/** A live token as the database had it at this moment. */
export interface AccessTokenInfo {
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
  /** As it is now, read in the same statement as the token. Null only without a person. */
  readonly account: Account | null;
}

/** Undefined for a token that is unknown, expired, revoked, or of an older authentication generation. One statement. */
export type ReadAccessToken = (token: string) => Promise<AccessTokenInfo | undefined>;
