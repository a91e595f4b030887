/** The API over real HTTP, with tokens from a list instead of the protocol: the port `readAccessToken` is what is replaced. */
import Koa from 'koa';
import { sql } from 'kysely';
import { findAccountById } from '../../src/accounts/account-store.js';
import { createPasswordHasher } from '../../src/accounts/password-hash.js';
import type { AccessTokenInfo } from '../../src/api/access-token.js';
import { createApiRouter } from '../../src/api/api-router.js';
import type { Database } from '../../src/database/schema.js';
import { errorHandler } from '../../src/http/error-handler.js';
import { clientSource } from '../../src/http/forwarded.js';
import { createFactors } from '../../src/mfa/factors.js';
import type { MfaPolicy } from '../../src/mfa/policy.js';
import { silentLogger } from '../http/silent-logger.js';
import { listen, type Sent, type TinyServer } from '../http/tiny-server.js';
import { testKeyRing } from '../support/key-ring.js';
import { type MovableClock, movableClock } from '../support/movable-clock.js';

export const issuer = 'https://login.example.org';

/** A year before anything in these tests. */
export const graceEndsAt = new Date('2025-03-08T00:00:00.000Z');

export type TokenFixture = Partial<Omit<AccessTokenInfo, 'scopes' | 'account' | 'readAt'>> & {
  scopes: readonly string[];
};

export interface ApiServer extends TinyServer {
  /** GET with a bearer token; null sends none. */
  get(path: string, token: string | null, headers?: Record<string, string>): Promise<Sent>;
  /** With a bearer token and, unless it is undefined, a JSON body; text is sent as it is. */
  call(method: string, path: string, token: string | null, body?: unknown): Promise<Sent>;
  /** POST with a bearer token and a JSON body; text is sent as it is. */
  post(path: string, token: string | null, body: unknown, headers?: Record<string, string>): Promise<Sent>;
  readonly clock: MovableClock;
  /** The token's text. */
  issue(token: TokenFixture): string;
}

/** Admins need a second factor here unless `rule` says otherwise; policy requires one of admins, until `graceEndsAt`. */
export async function serveApi(
  database: Database,
  {
    fixed = { all: true, admins: true, gracePeriodDays: true },
    ...rule
  }: {
    requireMfa?: boolean;
    requireAdminMfa?: boolean;
    mfaAllowSelfDisable?: boolean;
    /** Everything, unless the database is to have its say. */
    fixed?: MfaPolicy['fixed'];
  } = {},
): Promise<ApiServer> {
  const settings = {
    issuer,
    requireMfa: false,
    requireAdminMfa: true,
    mfaAllowSelfDisable: true,
    mfaSetupMinutes: 15,
    mfaBackupCodes: 10,
    passwordMinLength: 12,
    mfaDailyAttempts: 10,
    ...rule,
  };
  const clock = movableClock();
  const keyRing = testKeyRing();
  const tokens = new Map<string, TokenFixture>();
  const router = createApiRouter({
    database,
    settings,
    keyRing,
    clock,
    hasher: createPasswordHasher(),
    factors: createFactors(keyRing, {
      mfaTotpWindow: 1,
      mfaDailyAttempts: 10,
      mfaBackupCodes: 10,
      mfaIssuer: 'Example',
    }),
    policy: {
      ...settings,
      encouraged: false,
      gracePeriodDays: 0,
      requiredForAllSince: null,
      requiredForAdminsSince: null,
      fixed,
    },
    readAccessToken: async (text) => {
      const fixture = tokens.get(text);
      if (fixture === undefined) return undefined;
      const { accountId = null, clientId = 'client-1', scopes, audience = `${issuer}/api`, ...rest } = fixture;
      const reading = accountId === null ? undefined : await findAccountById(database, accountId);
      const defaults = { mfaVerified: false, mfaTime: null, authTime: null, breakGlass: false, kept: {} };
      const { account = null, readAt = null } = reading ?? {};
      return { ...defaults, ...rest, accountId, clientId, audience, scopes: new Set(scopes), account, readAt };
    },
    describeRequirement: (account) =>
      account.roles.includes('admin') ? { required: true, graceEndsAt } : { required: false, graceEndsAt: null },
  });
  const app = new Koa();
  app.use(errorHandler({ logger: silentLogger }));
  app.use(clientSource({ trustProxy: false }));
  app.use(router.routes()).use(router.allowedMethods());
  const server = await listen(app);
  const send = (method: string, path: string, token: string | null, body: unknown, headers = {}) =>
    server.send(path, {
      method,
      headers: {
        ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  return {
    ...server,
    get: (path, token, headers = {}) =>
      server.send(path, { headers: { ...(token === null ? {} : { Authorization: `Bearer ${token}` }), ...headers } }),
    call: (method, path, token, body) => send(method, path, token, body),
    post: (path, token, body, headers) => send('POST', path, token, body, headers),
    clock,
    issue: (token) => {
      const text = `token-${tokens.size}`;
      tokens.set(text, token);
      return text;
    },
  };
}

export interface AccountFixture {
  readonly email: string;
  readonly roles?: readonly string[];
  readonly status?: string;
  readonly createdAt?: string;
  /** With a factor, two unused backup codes and a used one. */
  readonly withMfa?: boolean;
}

/** Words that must never leave the API. */
export const secretWords = ['sealed-seed', 'argon2id', 'code-hash'];

/** Makes an account and gives its id. */
export async function makeAccount(database: Database, fixture: AccountFixture): Promise<string> {
  const { email, roles = [], status = 'active', createdAt = '2026-01-02T10:00:00Z', withMfa = false } = fixture;
  const configuredAt = withMfa ? '2026-02-03T04:05:06.789Z' : null;
  const { rows } = await sql<{ id: string }>`
    INSERT INTO account (email, email_key, name, roles, status, password_hash, created_at, mfa_configured_at)
    VALUES (${email}, ${email.toLowerCase()}, 'Ada <b>“Countess”</b>', ${[...roles]}::text[], ${status},
      '$argon2id$secret', ${createdAt}::timestamptz, ${configuredAt}::timestamptz)
    RETURNING id`.execute(database);
  const id = rows[0]?.id ?? '';
  if (withMfa) {
    await sql`INSERT INTO totp_credential (account_id, name, seed_sealed, created_at, last_used_at)
      VALUES (${id}, 'Phone', 'sealed-seed', '2026-02-03T04:05:06.789Z', NULL),
        (${id}, 'Tablet', 'sealed-seed', '2026-02-04T00:00:00+02', '2026-02-05T00:00:00Z')`.execute(database);
    await sql`INSERT INTO backup_code (account_id, code_hash, used_at)
      VALUES (${id}, 'code-hash-1', NULL), (${id}, 'code-hash-2', NULL), (${id}, 'code-hash-3', now())`.execute(
      database,
    );
  }
  return id;
}
