import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { changeAccount, replacePasswordHash, setPassword } from '../../src/accounts/account-change-store.js';
import {
  createAccount,
  deleteAccount,
  findAccountByEmail,
  findAccountById,
  findSignInAccount,
} from '../../src/accounts/account-store.js';
import { parseEmail } from '../../src/accounts/email.js';
import { raiseGeneration } from '../../src/accounts/generation-store.js';
import { extendGrace, markReminded } from '../../src/accounts/grace-store.js';
import type { AuditEvent } from '../../src/audit/audit-event.js';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../support/test-database.js';
import { eventsOf, givenAccount, givenTraces, origin, tracesOf } from './account-fixture.js';

const event = (type: AuditEvent['type'], subjectId: string): AuditEvent => ({
  ...origin,
  type,
  subjectId,
  outcome: 'success',
});

describe.each(databaseKinds)('accounts on %s', (kind) => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase(kind);
  });
  afterAll(() => opened.close());
  beforeEach(() => {
    opened.statements.length = 0;
  });

  test('an account is made in one statement, with its event', async () => {
    const id = randomUUID();
    const email = parseEmail('Ann@Example.test');
    if (!email.ok) throw new Error('malformed');
    const account = {
      id,
      email,
      name: 'Ann',
      roles: ['admin', 'admin'],
      status: 'active',
      passwordHash: null,
    } as const;
    const created = await createAccount(opened.database, account, [event('user.created', id)]);
    expect(opened.statements).toHaveLength(1);
    expect(created).toMatchObject({
      ok: true,
      account: {
        id,
        email: 'Ann@Example.test',
        roles: ['admin'],
        status: 'active',
        generation: 1,
        mfaConfiguredAt: null,
      },
    });
    expect(await eventsOf(opened.database, id)).toEqual(['user.created']);

    const again = { ...account, id: randomUUID() };
    expect(await createAccount(opened.database, again, [event('user.created', again.id)])).toEqual({
      ok: false,
      because: 'email_taken',
    });
    expect(await eventsOf(opened.database, again.id)).toEqual([]);
  });

  test('an account is found by its id and by any spelling of its address, with the database’s time', async () => {
    const account = await givenAccount(opened.database, { email: 'Bea@example.test' });
    const byId = await findAccountById(opened.database, account.id);
    expect(byId?.account).toEqual(account);
    expect(byId?.readAt).toBeInstanceOf(Date);
    expect((await findAccountByEmail(opened.database, ' BEA@EXAMPLE.TEST '))?.account).toEqual(account);
    expect(JSON.stringify(byId)).not.toContain('hash');
  });

  test.each(['', 'x', "'; DROP TABLE account", '\0', '\ud83d', randomUUID(), 'x'.repeat(100_000)])(
    'the id %j of no account finds nothing and breaks nothing',
    async (id) => {
      expect(await findAccountById(opened.database, id)).toBeUndefined();
      expect(await findAccountByEmail(opened.database, id)).toBeUndefined();
    },
  );

  test('other roles raise the generation and end everything signed in; a gained admin role is dated', async () => {
    const account = await givenAccount(opened.database);
    await givenTraces(opened.database, account, account.id);
    opened.statements.length = 0;
    const changed = await changeAccount(opened.database, account.id, { roles: ['admin'] }, [
      event('admin.role_changed', account.id),
    ]);
    expect(opened.statements).toHaveLength(1);
    expect(changed).toMatchObject({ ok: true, sessionsEnded: true, account: { roles: ['admin'], generation: 2 } });
    expect(await tracesOf(opened.database, account.id)).toEqual([]);
    expect(await eventsOf(opened.database, account.id)).toEqual(['admin.role_changed']);
    const gained = changed.ok ? changed.account.roleGainedAt : null;
    expect(gained).toBeInstanceOf(Date);

    const raisedFurther = await changeAccount(opened.database, account.id, { roles: ['admin', 'super_admin'] }, []);
    expect(raisedFurther).toMatchObject({ account: { generation: 3, roleGainedAt: gained } });
  });

  test('the same roles in another order, or another name, end nothing', async () => {
    const account = await givenAccount(opened.database, { roles: ['a', 'b'] });
    await givenTraces(opened.database, account, account.id);
    const changed = await changeAccount(opened.database, account.id, { roles: ['b', 'a'], name: 'Bea' }, []);
    expect(changed).toMatchObject({ ok: true, sessionsEnded: false, account: { name: 'Bea', generation: 1 } });
    expect(await tracesOf(opened.database, account.id)).toHaveLength(3);
  });

  test('a disabled account is signed out everywhere', async () => {
    const account = await givenAccount(opened.database);
    await givenTraces(opened.database, account, account.id);
    const changed = await changeAccount(opened.database, account.id, { status: 'disabled' }, []);
    expect(changed).toMatchObject({ sessionsEnded: true, account: { status: 'disabled', generation: 2 } });
    expect(await tracesOf(opened.database, account.id)).toEqual([]);
  });

  test('raising the generation, one statement, ends all but what is kept, and nobody else’s', async () => {
    const account = await givenAccount(opened.database);
    const other = await givenAccount(opened.database);
    const mine = `mine-${account.id}`;
    await givenTraces(opened.database, account, mine);
    await givenTraces(opened.database, account, `gone-${account.id}`);
    await givenTraces(opened.database, other, `other-${other.id}`);
    opened.statements.length = 0;
    const kept = { loginAttemptId: mine, recordIds: [mine], browserId: mine };
    const raised = await raiseGeneration(opened.database, account.id, {
      kept,
      events: [event('user.logout', account.id)],
    });
    expect(opened.statements).toHaveLength(1);
    expect(raised).toEqual({ ok: true, generation: 2 });
    expect(await tracesOf(opened.database, account.id)).toEqual([
      `attempt ${mine} 2`,
      `browser ${mine} 2`,
      `record ${mine} 2`,
    ]);
    expect(await tracesOf(opened.database, other.id)).toHaveLength(3);
    expect(await eventsOf(opened.database, account.id)).toEqual(['user.logout']);
    expect(await raiseGeneration(opened.database, randomUUID())).toEqual({ ok: false, because: 'account_not_found' });
  });

  test('a new password ends what was signed in with the old one', async () => {
    const account = await givenAccount(opened.database, { passwordHash: 'old' });
    await givenTraces(opened.database, account, account.id);
    expect(await setPassword(opened.database, account.id, { passwordHash: 'new', events: [] })).toEqual({
      ok: true,
      generation: 2,
    });
    expect(await tracesOf(opened.database, account.id)).toEqual([]);
    await replacePasswordHash(opened.database, account.id, { from: 'old', to: 'overtaken' });
    expect((await findSignInAccount(opened.database, account.id))?.passwordHash).toBe('new');
    await replacePasswordHash(opened.database, account.id, { from: 'new', to: 'stronger' });
    const found = await findSignInAccount(opened.database, account.id);
    expect(found).toMatchObject({ passwordHash: 'stronger', account: { generation: 2 } });
  });

  test('a deleted account takes everything with it but the audit log', async () => {
    const account = await givenAccount(opened.database);
    await givenTraces(opened.database, account, account.id);
    expect(await deleteAccount(opened.database, account.id, [event('user.deleted', account.id)])).toEqual({ ok: true });
    expect(await tracesOf(opened.database, account.id)).toEqual([]);
    expect(await eventsOf(opened.database, account.id)).toEqual(['user.deleted']);
    expect(await deleteAccount(opened.database, account.id, [])).toEqual({ ok: false, because: 'account_not_found' });
  });

  test('grace is extended by at most 90 days, and never into the past', async () => {
    const account = await givenAccount(opened.database);
    const days = (count: number) => new Date(account.createdAt.getTime() + count * 86_400_000);
    const extend = (until: Date, id = account.id) =>
      extendGrace(opened.database, id, { until, events: [event('mfa.grace_extended', id)] });
    expect(await extend(days(89))).toEqual({ ok: true });
    expect(await extend(days(91))).toEqual({ ok: false, because: 'date_out_of_range' });
    expect(await extend(days(-1))).toEqual({ ok: false, because: 'date_out_of_range' });
    expect(await extend(days(1), randomUUID())).toEqual({ ok: false, because: 'account_not_found' });
    await markReminded(opened.database, account.id);
    const found = await findAccountById(opened.database, account.id);
    expect(found?.account).toMatchObject({ graceExtendedUntil: days(89), mfaRemindedAt: expect.any(Date) });
    expect(await eventsOf(opened.database, account.id)).toEqual(['mfa.grace_extended']);
  });
});
