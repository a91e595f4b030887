/** Shutting an account from the command line, and opening it again. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { requestPasswordReset } from '../../src/account/forgot-password-store.js';
import { databaseKinds } from '../support/test-database.js';
import { type CommandBench, goodPassword, openCommandBench } from './command-bench.js';

describe.each(databaseKinds)('on %s', (kind) => {
  let bench: CommandBench;
  beforeAll(async () => {
    bench = await openCommandBench(kind);
    await bench.json(['user', 'create', '--email', 'ben@example.com'], goodPassword);
  });
  afterAll(() => bench?.close());

  const generation = async () => {
    const { rows } = await sql<{ generation: number }>`SELECT generation FROM account`.execute(bench.database);
    return rows[0]?.generation ?? 0;
  };
  const resetMails = async () => {
    const origin = { actor: { type: 'anonymous', id: null } } as const;
    await requestPasswordReset(bench.database, 'ben@example.com', origin);
    const { rows } = await sql`SELECT id FROM mail WHERE kind = 'password_reset'`.execute(bench.database);
    return rows.length;
  };

  test('a disabled account is signed out and gets no mail for a new password; enabled, it does', async () => {
    const before = await generation();
    expect(await bench.json(['user', 'disable', 'ben@example.com'])).toMatchObject({ status: 'disabled' });
    expect(await generation()).toBe(before + 1);
    expect(await resetMails()).toBe(0);
    expect(await bench.json(['user', 'enable', 'ben@example.com'])).toMatchObject({ status: 'active' });
    expect(await resetMails()).toBe(1);
    const { rows } = await sql`SELECT detail FROM audit_event WHERE type = 'user.updated' ORDER BY id`.execute(
      bench.database,
    );
    expect(rows).toEqual([
      { detail: { fields: ['status'], status: { from: 'active', to: 'disabled' } } },
      { detail: { fields: ['status'], status: { from: 'disabled', to: 'active' } } },
    ]);
  });

  test('one that waits for approval is activated, not enabled', async () => {
    await sql`UPDATE account SET status = 'pending'`.execute(bench.database);
    const refused = await bench.run(['user', 'enable', 'ben@example.com', '--json']);
    expect(refused.exitCode).toBe(1);
    expect(JSON.parse(refused.stdout)).toMatchObject({ error: 'account_pending' });
  });
});
