/** Second factors from the command line: looked at, taken away with a reason, demanded anew. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { databaseKinds } from '../support/test-database.js';
import { type CommandBench, goodPassword, openCommandBench } from './command-bench.js';

describe.each(databaseKinds)('on the %s database', (kind) => {
  let bench: CommandBench;
  beforeAll(async () => {
    bench = await openCommandBench(kind);
  });
  afterAll(() => bench.close());

  const account = async (email: string, ...more: string[]) => {
    const { id } = await bench.json(['user', 'create', '--email', email, ...more], goodPassword);
    return String(id);
  };
  const enrol = async (id: string) => {
    await sql`INSERT INTO totp_credential (account_id, name, seed_sealed) VALUES (${id}::uuid, 'Phone', 'x')`.execute(
      bench.database,
    );
    await sql`INSERT INTO backup_code (account_id, code_hash) VALUES (${id}::uuid, 'a'), (${id}::uuid, 'b')`.execute(
      bench.database,
    );
    await sql`UPDATE account SET mfa_configured_at = '2026-01-02T03:04:05.678Z', grace_ended_at = now()
      WHERE id = ${id}::uuid`.execute(bench.database);
  };
  const events = async (id: string) => {
    const { rows } = await sql<{ type: string; actor_type: string; actor_id: string; detail: object }>`
      SELECT type, actor_type, actor_id, detail FROM audit_event
      WHERE subject_id = ${id}::uuid AND type LIKE 'mfa.%' ORDER BY id`.execute(bench.database);
    return rows;
  };
  const status = (user: string) => bench.json(['mfa', 'status', '--user', user]);

  test('the status of an ordinary account, of an administrator in the grace period, and of one with a factor', async () => {
    await account('plain@example.com');
    expect(await status('plain@example.com')).toEqual({
      ...{ mfa_enabled: false, mfa_configured_at: null, mfa_required: false, mfa_grace_ends_at: null },
      backup_codes_remaining: 0,
    });
    const id = await account('admin@example.com', '--role', 'admin');
    const waiting = await status(id);
    expect(waiting).toMatchObject({ mfa_enabled: false, mfa_required: true });
    const days = (Date.parse(String(waiting.mfa_grace_ends_at)) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(6.9);
    expect(days).toBeLessThanOrEqual(7);
    await enrol(id);
    expect(await status(id)).toEqual({
      ...{ mfa_enabled: true, mfa_configured_at: '2026-01-02T03:04:05.678Z', mfa_required: true },
      ...{ mfa_grace_ends_at: null, backup_codes_remaining: 2 },
    });
  });

  test('disable takes everything away, signs out, and keeps the reason', async () => {
    const id = await account('lost@example.com');
    await enrol(id);
    const argv = ['mfa', 'disable', '--user', 'lost@example.com', '--reason', 'phone lost, seen in person'];
    expect(await bench.json(argv)).toEqual({ id, email: 'lost@example.com', mfa_enabled: false });
    expect(await status(id)).toMatchObject({ mfa_enabled: false, backup_codes_remaining: 0, mfa_required: false });
    const { rows } = await sql`SELECT generation FROM account WHERE id = ${id}::uuid`.execute(bench.database);
    expect(rows).toEqual([{ generation: 2 }]);
    const said = { actor_type: 'cli', actor_id: 'tester', detail: { reason: 'phone lost, seen in person' } };
    expect(await events(id)).toEqual([{ type: 'mfa.disabled', ...said }]);
  });

  test('disable of an account without a factor is refused and changes nothing', async () => {
    const id = await account('none@example.com');
    const argv = ['mfa', 'disable', '--user', 'none@example.com', '--reason', 'x'];
    expect(await bench.run(argv)).toEqual({ exitCode: 1, stdout: '', stderr: 'MFA not enabled\n' });
    const refused = await bench.run([...argv, '--json']);
    expect(JSON.parse(refused.stdout)).toEqual({ error: 'mfa_not_enabled', message: 'MFA not enabled' });
    expect(await events(id)).toEqual([]);
  });

  test('reset demands a new factor without grace, also of an account that has none', async () => {
    const id = await account('reset@example.com');
    await enrol(id);
    await bench.json(['mfa', 'reset', '--user', id, '--reason', 'new phone']);
    const demanded = { mfa_enabled: false, mfa_required: true, mfa_grace_ends_at: null, backup_codes_remaining: 0 };
    expect(await status(id)).toMatchObject(demanded);
    expect((await events(id)).map(({ type }) => type)).toEqual(['mfa.reset']);
    const other = await account('demand@example.com');
    await bench.json(['mfa', 'reset', '--user', other, '--reason', 'must have one']);
    expect(await status(other)).toMatchObject(demanded);
  });

  test.each(['disable', 'reset'])('%s without a reason, or of nobody, is refused', async (act) => {
    expect((await bench.run(['mfa', act, '--user', 'a@example.com'])).exitCode).toBe(2);
    expect((await bench.run(['mfa', act, '--user', 'a@example.com', '--reason', '  '])).exitCode).toBe(2);
    const nobody = await bench.run(['mfa', act, '--user', 'nobody@example.com', '--reason', 'x']);
    expect([nobody.exitCode, nobody.stderr]).toEqual([1, 'There is no such account.\n']);
  });
});
