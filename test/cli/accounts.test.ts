/** Accounts from the command line: made, shown, given passwords, unlocked; always audited, never a secret too many. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { findSignInAccount } from '../../src/accounts/account-store.js';
import { checkPassword } from '../../src/accounts/check-password.js';
import { createPasswordHasher } from '../../src/accounts/password-hash.js';
import { reserveAttemptAndFindAccount } from '../../src/lockout/password-failure-store.js';
import { testKeyRing } from '../support/key-ring.js';
import { databaseKinds } from '../support/test-database.js';
import { type CommandBench, goodPassword, openCommandBench } from './command-bench.js';

describe.each(databaseKinds)('on the %s database', (kind) => {
  let bench: CommandBench;
  beforeAll(async () => {
    bench = await openCommandBench(kind);
  });
  afterAll(() => bench.close());

  const eventsAbout = async (id: unknown) => {
    const { rows } = await sql<{ type: string; actor: string; detail: unknown }>`
      SELECT type, actor_type || ' ' || actor_id AS actor, detail FROM audit_event
      WHERE subject_id = ${String(id)}::uuid ORDER BY id`.execute(bench.database);
    return rows;
  };
  const canSignIn = async (id: unknown, password: string) => {
    const found = await findSignInAccount(bench.database, String(id));
    return (await checkPassword(createPasswordHasher(), found, password)).ok;
  };

  test('an administrator is made with the password that was typed, which is nowhere in the answer', async () => {
    const admin = await bench.json(['create-admin', '--email', 'Root@Example.com', '--name', 'Root'], goodPassword);
    expect(admin).toMatchObject({ email: 'Root@Example.com', name: 'Root', roles: ['admin'], status: 'active' });
    expect(JSON.stringify(admin)).not.toContain(goodPassword);
    expect(admin).not.toHaveProperty('password');
    expect(await canSignIn(admin.id, goodPassword)).toBe(true);
    expect(await eventsAbout(admin.id)).toEqual([
      { type: 'user.created', actor: 'cli tester', detail: { roles: ['admin'], status: 'active' } },
      { type: 'admin.role_changed', actor: 'cli tester', detail: { from: [], to: ['admin'] } },
    ]);
    const superAdmin = await bench.json(['create-admin', '--email', 'super@example.com', '--super'], goodPassword);
    expect(superAdmin.roles).toEqual(['super_admin']);
  });

  test('without a password one is generated, printed exactly once, and it works', async () => {
    const { stdout, stderr, exitCode } = await bench.run(['user', 'create', '--email', 'gen@example.com']);
    const password = /^password\s+(\S+)$/m.exec(stdout)?.[1] ?? '';
    const id = /^id\s+(\S+)$/m.exec(stdout)?.[1];
    expect({ exitCode, length: password.length >= 25 }).toEqual({ exitCode: 0, length: true });
    expect((stdout + stderr).split(password)).toHaveLength(2);
    expect(await canSignIn(id, password)).toBe(true);
    expect(JSON.stringify(await eventsAbout(id))).not.toContain(password);
    const other = await bench.json(['user', 'create', '--email', 'gen2@example.com']);
    expect(await canSignIn(other.id, String(other.password))).toBe(true);
    expect(other.password).not.toBe(password);
  });

  test.each([
    ['tiny one', 'too_short'],
    ['passwordpassword', 'too_guessable'],
    ['xx weak@example.com xx', 'contains_email'],
    ['the weakling himself', 'contains_name'],
  ])('the password policy refuses %j (%s), and nothing is made', async (password, problem) => {
    const argv = ['user', 'create', '--email', 'weak@example.com', '--name', 'Weakling', '--json'];
    const { exitCode, stdout, stderr } = await bench.run(argv, password);
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      error: 'password_refused',
      problems: expect.arrayContaining([problem]),
    });
    expect(stdout + stderr).not.toContain(password);
    expect((await bench.run(['user', 'show', 'weak@example.com'])).exitCode).toBe(1);
  });

  test('an address that is taken or malformed is refused', async () => {
    await bench.json(['user', 'create', '--email', 'taken@example.com'], goodPassword);
    const again = await bench.run(['user', 'create', '--email', 'TAKEN@example.com', '--json'], goodPassword);
    expect([again.exitCode, JSON.parse(again.stdout).error]).toEqual([1, 'email_taken']);
    const malformed = await bench.run(['user', 'create', '--email', 'no address'], goodPassword);
    expect(malformed).toEqual({ exitCode: 1, stdout: '', stderr: 'This is not an e-mail address.\n' });
  });

  test('an account is found by address, in any case, and by id; the answer is that of the API', async () => {
    const { id } = await bench.json(['user', 'create', '--email', 'find@example.com', '--role', 'admin'], goodPassword);
    const shown = await bench.json(['user', 'show', '--user', String(id)]);
    expect(shown).toEqual(await bench.json(['user', 'show', '--user', 'FIND@example.com']));
    expect(Object.keys(shown)).toEqual(
      expect.arrayContaining(['id', 'email', 'mfa_enabled', 'mfa_required', 'mfa_grace_ends_at', 'mfa_factors']),
    );
    expect(JSON.stringify(shown)).not.toMatch(/argon2|password/);
    const none = await bench.run(['user', 'show', 'nobody@example.com', '--json']);
    expect(JSON.parse(none.stdout)).toEqual({ error: 'account_not_found', message: 'There is no such account.' });
  });

  test('accounts are listed page by page and by what they are', async () => {
    const all = (await bench.json(['user', 'list'])).data as { email: string }[];
    const first = await bench.json(['user', 'list', '--limit', '2']);
    const rest = await bench.json(['user', 'list', '--cursor', String(first.next_cursor)]);
    expect([...(first.data as object[]), ...(rest.data as object[])]).toEqual(all);
    expect(rest.next_cursor).toBeNull();
    const supers = await bench.json(['user', 'list', '--role', 'super_admin']);
    expect((supers.data as { email: string }[]).map(({ email }) => email)).toEqual(['super@example.com']);
    expect(await bench.json(['user', 'list', '--mfa-enabled', 'true'])).toEqual({ data: [], next_cursor: null });
    expect((await bench.run(['user', 'list', '--cursor', 'made-up'])).exitCode).toBe(1);
  });

  test('a new password ends what the old one began', async () => {
    const { id } = await bench.json(['user', 'create', '--email', 'change@example.com'], goodPassword);
    const before = await findSignInAccount(bench.database, String(id));
    const { password } = await bench.json(['user', 'set-password', '--user', 'change@example.com']);
    const after = await findSignInAccount(bench.database, String(id));
    expect(after?.account.generation).toBe((before?.account.generation ?? 0) + 1);
    expect([await canSignIn(id, goodPassword), await canSignIn(id, String(password))]).toEqual([false, true]);
    expect((await eventsAbout(id)).map(({ type }) => type)).toEqual(['user.created', 'password.changed']);
    const typed = await bench.run(['user', 'set-password', 'change@example.com', '--json'], goodPassword);
    expect(typed.stdout).not.toContain('password');
    expect(await canSignIn(id, goodPassword)).toBe(true);
  });

  test('an unlocked account may try again, with the password and with codes', async () => {
    const { id } = await bench.json(['user', 'create', '--email', 'locked@example.com'], goodPassword);
    const attempt = { email: 'locked@example.com', ip: '192.0.2.1', browserId: null };
    const rules = { threshold: 1, durationMinutes: 30 };
    const tryOnce = () => reserveAttemptAndFindAccount(bench.database, testKeyRing(), attempt, rules);
    await tryOnce();
    expect((await tryOnce()).ok).toBe(false);
    await sql`INSERT INTO factor_budget (account_id, kind, failures_in_a_row) VALUES (${String(id)}::uuid, 'totp', 100)`.execute(
      bench.database,
    );
    expect(await bench.json(['user', 'unlock', '--user', 'locked@example.com'])).toMatchObject({ id, unlocked: true });
    expect((await tryOnce()).ok).toBe(true);
    const budgets = await sql`SELECT 1 FROM factor_budget WHERE account_id = ${String(id)}::uuid`.execute(
      bench.database,
    );
    expect(budgets.rows).toEqual([]);
    expect((await eventsAbout(id)).map(({ type }) => type)).toEqual(['user.created', 'user.unlocked']);
  });
});
