/** What the command line says of the installation itself: migrations, policy, settings, audit log; and whose keys it takes. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { makeKeyCheck } from '../../src/secrets/key-check.js';
import { testKeyRing, testKeys } from '../support/key-ring.js';
import { type CommandBench, goodPassword, openCommandBench } from './command-bench.js';
import { doctor, withBench } from './doctor-bench.js';

describe('with everything in order', () => {
  let bench: CommandBench;
  beforeAll(async () => {
    bench = await openCommandBench('postgres', { env: { ISSUER: 'https://id.example.com', TRUST_PROXY: '1' } });
    await bench.json(['create-admin', '--email', 'root@example.com'], goodPassword);
  });
  afterAll(() => bench.close());

  test('doctor finds nothing in the way', async () => {
    const { exitCode, statuses } = await doctor(bench);
    expect(exitCode).toBe(0);
    expect(statuses).toEqual({
      ...{ issuer: 'ok', cookies: 'ok', proxy: 'ok', rate_limit: 'ok', data_dir: 'warning' },
      ...{
        database: 'ok',
        clock: 'ok',
        migrations: 'ok',
        keys: 'ok',
        encryption_keys: 'ok',
        audit: 'ok',
        administrator: 'ok',
        mail: 'warning',
      },
    });
    expect((await bench.run(['doctor'])).stdout).toMatch(/^ok +issuer/m);
  });

  test('migrate does nothing twice, and lists what was done when', async () => {
    expect(await bench.json(['migrate'])).toEqual({ applied: [] });
    const { data } = await bench.json(['migrate', '--status']);
    expect(data).toContainEqual({ name: '0001-initial', applied_at: expect.stringMatching(/^\d{4}-.*Z$/) });
  });

  test('policy show says what is required, and since when', async () => {
    expect(await bench.json(['policy', 'show'])).toMatchObject({
      ...{ mfa_policy: 'optional', require_mfa: false, require_admin_mfa: true, mfa_grace_period_days: 7 },
      ...{ required_for_all_since: null, required_for_admins_since: expect.stringMatching(/Z$/) },
    });
  });

  test('config masks every secret', async () => {
    const text = (await bench.run(['config', '--json'])).stdout;
    expect(JSON.parse(text).data).toContainEqual({ variable: 'TRUST_PROXY', value: '1', source: 'default' });
    for (const { bytes } of testKeys) expect(text).not.toContain(bytes.toString('base64'));
  });

  test('the audit log is shown newest first, by type and by account', async () => {
    const { id } = await bench.json(['user', 'create', '--email', 'a@example.com'], goodPassword);
    await bench.json(['user', 'unlock', 'a@example.com']);
    const types = async (...argv: string[]) => {
      const { data } = await bench.json(['audit', 'list', ...argv]);
      return (data as { type: string }[]).map(({ type }) => type);
    };
    expect(await types()).toEqual(['user.unlocked', 'user.created', 'admin.role_changed', 'user.created']);
    expect(await types('--limit', '1')).toEqual(['user.unlocked']);
    expect(await types('--user', 'a@example.com', '--type', 'user.created')).toEqual(['user.created']);
    const { data } = await bench.json(['audit', 'list', '--limit', '1']);
    expect(data).toEqual([
      {
        ...{ id: expect.any(String), at: expect.stringMatching(/Z$/), type: 'user.unlocked', outcome: 'success' },
        ...{
          actor: { type: 'cli', id: 'tester' },
          subject_id: id,
          client_id: null,
          ip: null,
          user_agent: null,
          detail: {},
        },
      },
    ]);
  });
});

test('keys of another installation are recognised before anything is changed', async () => {
  await withBench(
    { change: { keyRing: testKeyRing([{ id: 'other', bytes: Buffer.alloc(32, 7) }]) } },
    async (bench) => {
      const check = makeKeyCheck(testKeyRing());
      await sql`INSERT INTO installation (key, value) VALUES ('key_check', ${check})`.execute(bench.database);
      const refused = await bench.run(['create-admin', '--email', 'a@example.com', '--json'], goodPassword);
      expect([refused.exitCode, JSON.parse(refused.stdout).error]).toEqual([1, 'wrong_keys']);
      const { rows } = await sql`SELECT id FROM account`.execute(bench.database);
      expect(rows).toEqual([]);
      const { exitCode, statuses, messages } = await doctor(bench);
      expect([exitCode, statuses.keys, messages.keys]).toEqual([1, 'failed', expect.stringContaining('"test-new"')]);
    },
  );
});

test('the first command on a new database sets it up; one that only lacks migrations is left alone', async () => {
  await withBench({}, async (bench) => {
    await sql`UPDATE kysely_migration SET name = '0000-ancient' WHERE name = '0001-initial'`.execute(bench.database);
    const newer = await bench.run(['user', 'list', '--json']);
    expect([newer.exitCode, JSON.parse(newer.stdout).error]).toEqual([1, 'schema_too_new']);
    expect((await doctor(bench)).statuses.migrations).toBe('failed');
    await sql`DROP SCHEMA public CASCADE`.execute(bench.database);
    await sql`CREATE SCHEMA public`.execute(bench.database);
    expect((await doctor(bench)).statuses.migrations).toBe('warning');
    expect(await bench.json(['user', 'list'])).toEqual({ data: [], next_cursor: null });
  });
});
