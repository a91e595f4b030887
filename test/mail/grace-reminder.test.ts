/** Who is reminded that a second factor will be needed, when, and how often. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { noRules } from '../../src/accounts/account-rules.js';
import { graceReminder } from '../../src/mail/grace-reminder.js';
import { queueGraceReminders } from '../../src/mail/grace-reminder-store.js';
import type { MfaPolicy, MfaSubject } from '../../src/mfa/policy.js';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../support/test-database.js';
import { addAccount, mailsOf } from './mail-bench.js';

const day = 86_400_000;
const now = new Date('2026-11-21T12:00:00Z');
const inDays = (days: number) => new Date(now.getTime() + days * day);
const nobody: MfaSubject = {
  hasFactor: false,
  roles: [],
  createdAt: inDays(-100),
  roleGainedAt: null,
  graceEndedAt: null,
  graceExtendedUntil: null,
  enrolmentDemandedAt: null,
  remindedAt: null,
  rules: noRules,
};
const policy: MfaPolicy = {
  requireMfa: true,
  requireAdminMfa: false,
  encouraged: false,
  gracePeriodDays: 14,
  requiredForAllSince: inDays(-14),
  requiredForAdminsSince: null,
  fixed: { all: true, admins: true, gracePeriodDays: true },
};
/** As if the requirement began so that so many days are left. */
const remind = (daysLeft: number, subject: Partial<MfaSubject> = {}, id = 'anna') =>
  graceReminder(
    { id, subject: { ...nobody, ...subject } },
    { ...policy, requiredForAllSince: inDays(daysLeft - 14) },
    now,
  );

test.each([
  [8, false],
  [7.01, false],
  [7, true],
  [3.5, true],
  [1, true],
  [0.01, true],
  [0, false],
  [-1, false],
])('%d days before the deadline: %p', (daysLeft, isDue) => {
  expect(remind(daysLeft) !== null).toBe(isDue);
});

test('there is one mail for each of the three distances, the same whenever one looks between them', () => {
  const at = (daysBefore: number) => {
    const later = new Date(inDays(7).getTime() - daysBefore * day);
    return graceReminder({ id: 'anna', subject: nobody }, { ...policy, requiredForAllSince: inDays(-7) }, later)
      ?.mailId;
  };
  expect(at(7)).toBe(at(3.1));
  expect(at(3)).toBe(at(1.1));
  expect(at(1)).toBe(at(0.1));
  expect(new Set([at(7), at(3), at(1)]).size).toBe(3);
});

test('another account and another deadline are other mails', () => {
  expect(remind(3, {}, 'bert')?.mailId).not.toBe(remind(3)?.mailId);
  expect(remind(3, { graceExtendedUntil: inDays(5) })).toEqual(remind(5));
  expect(remind(2)?.mailId).not.toBe(remind(1.5)?.mailId);
});

test.each<[name: string, subject: Partial<MfaSubject>]>([
  ['who has a factor', { hasFactor: true }],
  ['who must enrol at once', { enrolmentDemandedAt: inDays(-1) }],
  ['whose grace ended for good', { graceEndedAt: inDays(-20) }],
  ['whose extension is far away', { graceExtendedUntil: inDays(30) }],
])('nobody %s is reminded', (_name, subject) => {
  expect(remind(3, subject)).toBeNull();
});

describe.each(databaseKinds)('on %s', (kind) => {
  let open: TestDatabase;
  beforeAll(async () => {
    open = await openTestDatabase(kind);
  });
  afterAll(() => open?.close());

  const created = (id: string, days: number) =>
    sql`UPDATE account SET created_at = now() - make_interval(days => ${days}::int) WHERE id = ${id}::uuid`.execute(
      open.database,
    );

  test('each account gets each reminder once, however often and however many look; others get none', async () => {
    const week = { ...policy, gracePeriodDays: 7, requiredForAllSince: null };
    const accounts = {
      soon: await addAccount(open.database),
      later: await addAccount(open.database),
      past: await addAccount(open.database),
      disabled: await addAccount(open.database, { status: 'disabled' }),
      enrolled: await addAccount(open.database),
      extended: await addAccount(open.database),
    };
    await created(accounts.soon.id, 5);
    await created(accounts.past.id, 8);
    await created(accounts.disabled.id, 5);
    await created(accounts.enrolled.id, 5);
    await created(accounts.extended.id, 30);
    await sql`UPDATE account SET mfa_configured_at = now() WHERE id = ${accounts.enrolled.id}::uuid`.execute(
      open.database,
    );
    await sql`UPDATE account SET grace_extended_until = now() + interval '20 hours' WHERE id = ${accounts.extended.id}::uuid`.execute(
      open.database,
    );
    // Batches of two, so that the next batch is looked at too.
    for (let round = 0; round < 3; round += 1) {
      await Promise.all([1, 2, 3].map(() => queueGraceReminders(open.database, week, 2)));
    }
    const counts = Object.entries(accounts).map(async ([name, account]) => [
      name,
      (await mailsOf(open.database, account)).length,
    ]);
    expect(Object.fromEntries(await Promise.all(counts))).toEqual({
      soon: 1,
      later: 1,
      past: 0,
      disabled: 0,
      enrolled: 0,
      extended: 1,
    });
    await created(accounts.soon.id, 6);
    await queueGraceReminders(open.database, week, 100);
    expect(await mailsOf(open.database, accounts.soon)).toHaveLength(2);
  });

  test('a requirement for administrators reminds only them', async () => {
    const admins = { ...policy, requireMfa: false, requireAdminMfa: true, gracePeriodDays: 3 };
    const admin = await addAccount(open.database, { roles: ['super_admin'] });
    const person = await addAccount(open.database);
    await queueGraceReminders(open.database, admins, 100);
    expect(await mailsOf(open.database, admin)).toHaveLength(1);
    expect(await mailsOf(open.database, person)).toHaveLength(0);
  });

  test('without any requirement one statement finds that there is none', async () => {
    open.statements.length = 0;
    await queueGraceReminders(open.database, { ...policy, requireMfa: false }, 100);
    expect(open.statements).toHaveLength(1);
  });
});
