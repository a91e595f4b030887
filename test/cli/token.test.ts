/** Breaking the glass: only for who can use it, short, and never unseen. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { recordIdOf } from '../../src/oidc/record-row.js';
import { testKeyRing } from '../support/key-ring.js';
import { databaseKinds } from '../support/test-database.js';
import { type CommandBench, goodPassword, openCommandBench } from './command-bench.js';

describe.each(databaseKinds)('on the %s database', (kind) => {
  let bench: CommandBench;
  let adminId: string;
  beforeAll(async () => {
    bench = await openCommandBench(kind, { env: { ISSUER: 'https://id.example.com' } });
    adminId = String((await bench.json(['create-admin', '--email', 'root@example.com'], goodPassword)).id);
    await bench.json(['user', 'create', '--email', 'plain@example.com'], goodPassword);
  });
  afterAll(() => bench.close());

  const argv = (user: string, scope: string, ...more: string[]) => ['token', '--user', user, '--scope', scope, ...more];
  const count = async (table: 'oidc_record' | 'audit_event') => {
    const { rows } = await sql<{ n: number }>`SELECT count(*)::int AS n FROM ${sql.table(table)}`.execute(
      bench.database,
    );
    return rows[0]?.n;
  };

  test.each([
    [[], 600],
    [['--ttl', '1h'], 3600],
    [['--ttl', '30s'], 30],
  ])('with %j the token is kept as the protocol keeps its own, for %i seconds', async (more, seconds) => {
    const { access_token, expires_at } = await bench.json(argv('root@example.com', 'admin:read', ...more));
    const left = (Date.parse(String(expires_at)) - Date.now()) / 1000;
    expect(left).toBeGreaterThan(seconds - 10);
    expect(left).toBeLessThanOrEqual(seconds);
    const id = recordIdOf(String(access_token));
    const { rows } = await sql<{ payload_sealed: string; account_id: string; generation: number; at: Date }>`
      SELECT payload_sealed, account_id, generation, expires_at AS at FROM oidc_record
      WHERE model = 'AccessToken' AND id = ${id}`.execute(bench.database);
    const [row] = rows;
    expect(row).toMatchObject({ account_id: adminId, generation: 1 });
    expect(Math.abs((row?.at.getTime() ?? 0) - Date.parse(String(expires_at)))).toBeLessThan(2000);
    const place = { table: 'oidc_record', column: 'payload_sealed', row: `AccessToken:${id}` };
    expect(JSON.parse(testKeyRing().open(row?.payload_sealed ?? '', place))).toMatchObject({
      ...{ accountId: adminId, aud: 'https://id.example.com/api', scope: 'admin:read' },
      extra: { mfa_verified: false, break_glass: true },
    });
  });

  test('every one is in the audit log as break-glass, without the token', async () => {
    const { access_token, expires_at } = await bench.json(argv(adminId, 'admin account'));
    const { data } = await bench.json(['audit', 'list', '--limit', '1']);
    expect(data).toMatchObject([
      {
        ...{ type: 'token.issued', actor: { type: 'cli', id: 'tester' }, subject_id: adminId },
        detail: { break_glass: true, scope: 'admin account', expires_at },
      },
    ]);
    expect(JSON.stringify(data)).not.toContain(access_token);
  });

  test('for a person, stdout is the token alone', async () => {
    const { stdout, stderr } = await bench.run(argv('root@example.com', 'admin:read'));
    expect(stdout).toMatch(/^[A-Za-z0-9_-]{43}\n$/);
    expect(stderr).not.toContain(stdout.trim());
  });

  test.each([
    ['an account without the role', 'plain@example.com', 'admin:read', 'role_required'],
    ['nobody', 'nobody@example.com', 'account', 'account_not_found'],
  ])('%s gets none, and nothing is written', async (_, user, scope, error) => {
    const before = [await count('oidc_record'), await count('audit_event')];
    const refused = await bench.run([...argv(user, scope), '--json']);
    expect([refused.exitCode, JSON.parse(refused.stdout).error]).toEqual([1, error]);
    expect([await count('oidc_record'), await count('audit_event')]).toEqual(before);
  });

  test('its own account is enough for the scope account, but not when it is not active', async () => {
    await bench.json(argv('plain@example.com', 'account'));
    await sql`UPDATE account SET status = 'disabled' WHERE email_key = 'plain@example.com'`.execute(bench.database);
    const refused = await bench.run([...argv('plain@example.com', 'account'), '--json']);
    expect(JSON.parse(refused.stdout).error).toBe('account_not_active');
  });
});
