/** A whole Countersign over real HTTP on a free port, on a fresh database of either kind. */

import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Account } from '../../src/accounts/account.js';
import { createAccount } from '../../src/accounts/account-store.js';
import { parseEmail } from '../../src/accounts/email.js';
import { createPasswordHasher, type PasswordHasher } from '../../src/accounts/password-hash.js';
import type { Database } from '../../src/database/schema.js';
import type { ClientRegistration } from '../../src/oidc/client-registration.js';
import { createClient } from '../../src/oidc/client-store.js';
import type { Resource } from '../../src/oidc/resource.js';
import { createResource } from '../../src/oidc/resource-store.js';
import { writeSecretKeys } from '../../src/settings/secret-key.js';
import { inMemory } from '../../src/settings/server-definitions.js';
import { readSettings } from '../../src/settings/settings.js';
import { type RunningServer, start } from '../../src/start.js';
import { testKeys } from './key-ring.js';
import { type MovableClock, movableClock } from './movable-clock.js';
import { type DatabaseKind, openTestDatabase } from './test-database.js';

/** The password of every test account. */
export const testPassword = 'correct horse battery staple';

export interface TestServer {
  readonly issuer: string;
  readonly port: number;
  readonly database: Database;
  /** For other processes; empty with the embedded database. */
  readonly databaseUrl: string;
  readonly clock: MovableClock;
  /** Every statement the server made; `statements.length = 0` begins a new count. */
  readonly statements: string[];
  readonly log: string[];
  addAccount(
    email: string,
    options?: { name?: string; roles?: string[]; status?: 'active' | 'pending' | 'disabled' },
  ): Promise<Account>;
  addClient(
    registration?: Partial<ClientRegistration>,
  ): Promise<{ clientId: string; clientSecret: string | undefined; redirectUri: string }>;
  addResource(resource: Pick<Resource, 'identifier' | 'scope'> & Partial<Resource>): Promise<void>;
  /** Another server on the same database with other settings, as on a second node. PostgreSQL only: the embedded one is begun anew. */
  again(env?: Record<string, string>): Promise<TestServer>;
  /** One whole round of the post room, which does not run by itself in tests. */
  deliverMail(): Promise<void>;
  /** One round of sealing the audit log, which does not run by itself in tests. */
  keepAudit(): Promise<void>;
  /** One look at the keys, which otherwise comes every minute. */
  lookAtKeys(): Promise<void>;
  /** Stops this server and starts it again at the same address, on the same database, with these settings added. */
  restart(env?: Record<string, string>): Promise<void>;
  stop(): Promise<void>;
}

/** The relying party's address in tests; nothing listens there, the redirect is read and not followed. */
export const redirectUri = 'http://127.0.0.1:9/callback';

const hasher = createPasswordHasher();
let passwordHash: Promise<string> | undefined;

/**
 * Starts one. PostgreSQL unless told otherwise. `env` are settings beyond the test's own. A story that restarts the server
 * is `durable`: then the embedded database is in a folder, which takes longer than in memory.
 */
export async function startTestServer({
  kind = 'postgres',
  env = {},
  durable = false,
  hasher,
}: {
  kind?: DatabaseKind;
  env?: Record<string, string>;
  durable?: boolean;
  /** Bounds of its own for the hashing of passwords. */
  hasher?: PasswordHasher;
} = {}): Promise<TestServer> {
  if (kind === 'postgres') {
    const database = await openTestDatabase('postgres');
    return serve(
      { DATABASE_URL: database.url, DATA_DIR: inMemory },
      env,
      movableClock(),
      () => database.close(),
      hasher,
    );
  }
  if (!durable) return serve({ DATA_DIR: inMemory }, env, movableClock(), async () => {}, hasher);
  const folder = await mkdtemp(join(tmpdir(), 'countersign-flow-'));
  return serve({ DATA_DIR: folder }, env, movableClock(), () => rm(folder, { recursive: true, force: true }), hasher);
}

async function serve(
  base: Record<string, string>,
  env: Record<string, string>,
  clock: MovableClock,
  after: () => Promise<void>,
  ownHasher?: PasswordHasher,
): Promise<TestServer> {
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const statements: string[] = [];
  const log: string[] = [];
  const logger = pino({ level: 'info' }, { write: (line: string) => log.push(line) });
  const startWith = (more: Record<string, string>): Promise<RunningServer> => {
    const read = readSettings({
      ISSUER: issuer,
      PORT: String(port),
      ENCRYPTION_KEYS: writeSecretKeys(testKeys),
      COOKIE_KEYS: 'cookie-key-for-tests-only',
      REQUIRE_ADMIN_MFA: 'false',
      ...base,
      ...env,
      ...more,
    });
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    const onStatement = (statement: string) => statements.push(statement);
    return start({
      settings: read.settings,
      clock,
      logger,
      onStatement,
      hasher: ownHasher,
      mailIntervalSeconds: null,
      keyWatchSeconds: null,
      auditIntervalSeconds: null,
    });
  };
  let running = await startWith({});
  const children: TestServer[] = [];
  return {
    issuer,
    port,
    get database() {
      return running.open.database;
    },
    databaseUrl: base.DATABASE_URL ?? '',
    clock,
    statements,
    log,
    async addAccount(email, { name = '', roles = [], status = 'active' } = {}) {
      passwordHash ??= hasher.hash(testPassword);
      const parsed = parseEmail(email);
      if (!parsed.ok) throw new Error(`not an address: ${email}`);
      const account = { id: randomUUID(), email: parsed, name, roles, status, passwordHash: await passwordHash };
      const result = await createAccount(running.open.database, account, []);
      if (!result.ok) throw new Error(result.because);
      return result.account;
    },
    async addClient(registration = {}) {
      const asked = {
        client_name: 'Test application',
        redirect_uris: [redirectUri],
        skip_consent: true,
        ...registration,
      };
      const result = await createClient(running.open.database, asked);
      if (!result.ok) throw new Error(JSON.stringify(result));
      return {
        clientId: result.client.id,
        clientSecret: result.clientSecret,
        redirectUri: asked.redirect_uris?.[0] ?? redirectUri,
      };
    },
    async addResource(resource) {
      const result = await createResource(running.open.database, issuer, resource);
      if (!result.ok) throw new Error(result.because);
    },
    async again(more = {}) {
      const child = await serve(base, { ...env, ISSUER: issuer, ...more }, clock, async () => {});
      children.push(child);
      return child;
    },
    deliverMail: () => running.deliverMail(),
    keepAudit: () => running.keepAudit(),
    lookAtKeys: () => running.lookAtKeys(),
    async restart(more = {}) {
      if (base.DATABASE_URL === undefined && base.DATA_DIR === inMemory)
        throw new Error('What is in memory does not outlive the server: start it durable.');
      await running.stop();
      running = await startWith(more);
    },
    async stop() {
      for (const child of children) await child.stop();
      await running.stop();
      await after();
    },
  };
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
