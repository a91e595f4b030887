/** Breaking the glass: when no administrator can sign in, whoever owns the machine gets in, beside the running server. */
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { sql } from 'kysely';
import { writeSecretKeys } from '../../src/settings/secret-key.js';
import { callApi, outcomeOf } from '../support/admin-api.js';
import { testKeys } from '../support/key-ring.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import { runProgramAsChild, temporaryFolder } from './child-program.js';
import { goodPassword } from './command-bench.js';

/** Starting processes takes seconds, more on a busy machine. */
jest.setTimeout(180_000);

describe.each(databaseKinds)('the server running on %s', (kind) => {
  let server: TestServer;
  let env: Record<string, string>;
  let folder: ReturnType<typeof temporaryFolder>;
  let rootId: string;

  beforeAll(async () => {
    folder = temporaryFolder();
    const dataDir = join(folder.path, 'data');
    const place: Record<string, string> = kind === 'embedded' ? { DATA_DIR: dataDir } : {};
    server = await startTestServer({ kind, env: { ...place, REQUIRE_ADMIN_MFA: 'true', MFA_GRACE_PERIOD_DAYS: '0' } });
    const keys = { ENCRYPTION_KEYS: writeSecretKeys(testKeys), COOKIE_KEYS: 'cookie-key-for-tests-only' };
    env =
      kind === 'embedded'
        ? { ...place, ISSUER: server.issuer }
        : { DATABASE_URL: server.databaseUrl, ISSUER: server.issuer, ...keys };
    rootId = (await server.addAccount('root@example.com', { roles: ['super_admin'] })).id;
  });
  afterAll(async () => {
    await server?.stop();
    folder?.remove();
  });
  beforeEach(() => sql`UPDATE account SET status = 'active'`.execute(server.database));
  afterEach(() => sql`DELETE FROM account WHERE email_key LIKE 'rescue%'`.execute(server.database));

  const run = async (argv: readonly string[], stdin?: string) => {
    const { exitCode, stdout } = await runProgramAsChild([...argv, '--json'], { env, ...(stdin && { stdin }) });
    return { exitCode, ...JSON.parse(stdout) };
  };
  const tokenOf = (user: string) => run(['token', '--user', user, '--scope', 'admin']);

  test('an administrator without a second factor, who must have one, and locked by wrong passwords and codes, still has a token', async () => {
    await sql`INSERT INTO factor_budget (account_id, kind, failures_in_a_row)
      VALUES (${rootId}::uuid, 'totp', 100) ON CONFLICT DO NOTHING`.execute(server.database);
    const { access_token } = await tokenOf('root@example.com');
    const anna = await server.addAccount(`anna@example.com`);
    const path = `/users/${anna.id}`;
    expect(outcomeOf(await callApi(server, access_token, 'PATCH', path, { body: { roles: ['admin'] } }))).toBe('200');
  });

  test('with every administrator disabled there is no token, but an account can be enabled, and then there is', async () => {
    await sql`UPDATE account SET status = 'disabled'`.execute(server.database);
    expect(await tokenOf('root@example.com')).toMatchObject({ exitCode: 1, error: 'account_not_active' });
    expect(await run(['user', 'enable', 'root@example.com'])).toMatchObject({ exitCode: 0, status: 'active' });
    const { access_token } = await tokenOf('root@example.com');
    expect(outcomeOf(await callApi(server, access_token, 'GET', '/users'))).toBe('200');
  });

  test('with every administrator disabled a new super_admin is made, who may help the others at once', async () => {
    await sql`UPDATE account SET status = 'disabled'`.execute(server.database);
    const argv = ['create-admin', '--email', 'rescue@example.com', '--super', '--password-stdin'];
    expect(await run(argv, goodPassword)).toMatchObject({ exitCode: 0, roles: ['super_admin'] });
    const { access_token } = await tokenOf('rescue@example.com');
    const reply = await callApi(server, access_token, 'PATCH', `/users/${rootId}`, { body: { status: 'active' } });
    expect([reply.status, JSON.parse(reply.text).status]).toEqual([200, 'active']);
    const { rows } = await sql<{ type: string; actor: string; glass: string | null }>`
      SELECT type, actor_type AS actor, detail ->> 'break_glass' AS glass FROM audit_event ORDER BY id DESC LIMIT 4`.execute(
      server.database,
    );
    expect(rows.toReversed()).toEqual([
      { type: 'user.created', actor: 'cli', glass: null },
      { type: 'admin.role_changed', actor: 'cli', glass: null },
      { type: 'token.issued', actor: 'cli', glass: 'true' },
      { type: 'user.updated', actor: 'account', glass: 'true' },
    ]);
  });
});
