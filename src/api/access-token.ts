/** What the API needs to know of a bearer token. How it is stored and looked up is the protocol's business. */
import type { LiveAccessToken } from '../oidc/access-token-reader.js';

/** Scopes of the resource `ISSUER/api`. `admin` includes `admin:read`. */
export type ApiScope = 'account' | 'admin:read' | 'admin';

/** A live token as the database had it at this moment. */
export type AccessTokenInfo = LiveAccessToken;

/** Undefined for a token that is unknown, expired, revoked, or of an older authentication generation. One statement. */
export type ReadAccessToken = (token: string) => Promise<AccessTokenInfo | undefined>;
