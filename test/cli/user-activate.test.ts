/** Letting in who signed up, from the command line. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { signUp } from '../../src/account/sign-up-store.js';
import { parseEmail } from '../../src/accounts/email.js';
import { databaseKinds } from '../support/test-database.js';
import { type CommandBench, openCommandBench } from './command-bench.js';

describe.each(databaseKinds)('on %s', (kind) => {
  let bench: CommandBench;
  beforeAll(async () => {
    bench = await openCommandBench(kind);
  });
  afterAll(() => bench?.close());

  test('those who wait are listed; one is let in, once, with an event and a mail', async () => {
    const email = parseEmail('anna@example.com');
    if (!email.ok) throw new Error(email.because);
    await signUp(bench.database, {
      email,
      name: 'Anna',
      locale: 'en',
      origin: { actor: { type: 'anonymous', id: null } },
    });
    const waiting = await bench.json(['user', 'list', '--status', 'pending']);
    expect(waiting.data).toMatchObject([{ email: 'anna@example.com', status: 'pending' }]);

    const done = await bench.run(['user', 'activate', '--email', 'Anna@Example.com']);
    expect(done.exitCode).toBe(0);
    expect(done.stdout).toContain('anna@example.com can sign in now.');
    expect(done.stderr).toContain('It has no password yet.');
    expect((await bench.json(['user', 'show', 'anna@example.com'])).status).toBe('active');
    const { rows } =
      await sql`SELECT actor_type, actor_id, outcome FROM audit_event WHERE type = 'user.activated'`.execute(
        bench.database,
      );
    expect(rows).toEqual([{ actor_type: 'cli', actor_id: 'tester', outcome: 'success' }]);
    const mails = await sql`SELECT kind FROM mail WHERE kind = 'account_activated'`.execute(bench.database);
    expect(mails.rows).toHaveLength(1);

    const again = await bench.run(['user', 'activate', 'anna@example.com', '--json']);
    expect(again.exitCode).toBe(1);
    expect(JSON.parse(again.stdout)).toMatchObject({ error: 'account_not_pending' });
    expect((await bench.run(['user', 'activate', '--email', 'nobody@example.com'])).exitCode).toBe(1);
  });
});
