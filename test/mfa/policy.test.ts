/** The one decision, as rows that a product owner could read. */
import { describe, expect, test } from '@jest/globals';
import {
  allowsWithoutInteraction,
  decideMfa,
  type MfaPolicy,
  type MfaSubject,
  requirementOf,
  strictest,
} from '../../src/mfa/policy.js';

const day = 86_400_000;
const start = new Date('2026-01-01T00:00:00Z');
const at = (days: number) => new Date(start.getTime() + days * day);

const person: MfaSubject = {
  hasFactor: false,
  isAdmin: false,
  createdAt: at(-100),
  roleGainedAt: null,
  graceEndedAt: null,
  graceExtendedUntil: null,
  enrolmentDemandedAt: null,
  remindedAt: null,
};
const relaxed: MfaPolicy = {
  requireMfa: false,
  requireAdminMfa: false,
  encouraged: false,
  gracePeriodDays: 7,
  requiredForAllSince: null,
  requiredForAdminsSince: null,
};
const forAll: MfaPolicy = { ...relaxed, requireMfa: true, requiredForAllSince: at(0) };
const forAdmins: MfaPolicy = { ...relaxed, requireAdminMfa: true, requiredForAdminsSince: at(0) };
const admin: MfaSubject = { ...person, isAdmin: true };

interface Row {
  readonly story: string;
  readonly account?: Partial<MfaSubject>;
  readonly policy?: MfaPolicy;
  readonly demanded?: 'pwd' | 'mfa' | null;
  readonly proved?: 'pwd' | 'mfa';
  readonly day?: number;
  readonly outcome: string;
}

const rows: readonly Row[] = [
  { story: 'nothing required, nothing enrolled', outcome: 'sufficient' },
  {
    story: 'an enrolled factor is asked for even when nothing requires it',
    account: { hasFactor: true },
    outcome: 'challenge',
  },
  { story: 'a verified factor is enough', account: { hasFactor: true }, proved: 'mfa', outcome: 'sufficient' },
  { story: 'a request that demands it gets an enrolment on the spot', demanded: 'mfa', outcome: 'enrol' },
  { story: 'a request that demands it knows no grace', policy: forAll, day: 1, demanded: 'mfa', outcome: 'enrol' },
  {
    story: 'a request for the password alone lowers nothing',
    account: { hasFactor: true },
    demanded: 'pwd',
    outcome: 'challenge',
  },
  { story: 'within the grace period a reminder', policy: forAll, day: 6.99, outcome: 'remind' },
  { story: 'at the deadline an enrolment', policy: forAll, day: 7, outcome: 'enrol' },
  {
    story: 'a new account has its own seven days',
    policy: forAll,
    account: { createdAt: at(30) },
    day: 36,
    outcome: 'remind',
  },
  { story: 'and then none', policy: forAll, account: { createdAt: at(30) }, day: 37, outcome: 'enrol' },
  {
    story: 'no grace at all when the period is 0 days',
    policy: { ...forAll, gracePeriodDays: 0 },
    day: 0,
    outcome: 'enrol',
  },
  {
    story: 'no grace when the beginning was never recorded',
    policy: { ...forAll, requiredForAllSince: null, gracePeriodDays: 0 },
    outcome: 'enrol',
  },
  {
    story: 'grace ended for good by a factor that was removed',
    policy: forAll,
    account: { graceEndedAt: at(1) },
    day: 2,
    outcome: 'enrol',
  },
  {
    story: 'an admin extended it past the deadline',
    policy: forAll,
    account: { graceExtendedUntil: at(20) },
    day: 19,
    outcome: 'remind',
  },
  {
    story: 'an extension older than the end of grace reopens nothing',
    policy: forAll,
    account: { graceExtendedUntil: at(3), graceEndedAt: at(4) },
    day: 2,
    outcome: 'enrol',
  },
  {
    story: 'an extension after the end of grace counts',
    policy: forAll,
    account: { graceExtendedUntil: at(9), graceEndedAt: at(4) },
    day: 8,
    outcome: 'remind',
  },
  {
    story: 'a reset demands an enrolment though nothing requires it',
    account: { enrolmentDemandedAt: at(0) },
    outcome: 'enrol',
  },
  { story: 'admins only: a person is not asked', policy: forAdmins, day: 50, outcome: 'sufficient' },
  { story: 'admins only: an admin in grace is reminded', policy: forAdmins, account: admin, day: 3, outcome: 'remind' },
  { story: 'admins only: an admin past grace enrols', policy: forAdmins, account: admin, day: 8, outcome: 'enrol' },
  {
    story: 'a role gained later has its own seven days',
    policy: forAdmins,
    account: { ...admin, roleGainedAt: at(40) },
    day: 46,
    outcome: 'remind',
  },
  {
    story: 'the earlier of two deadlines counts',
    policy: { ...forAdmins, requireMfa: true, requiredForAllSince: at(0) },
    account: { ...admin, roleGainedAt: at(40) },
    day: 41,
    outcome: 'enrol',
  },
  { story: 'encouraged once', policy: { ...relaxed, encouraged: true }, outcome: 'encourage' },
  {
    story: 'not again within 30 days',
    policy: { ...relaxed, encouraged: true },
    account: { remindedAt: at(0) },
    day: 29,
    outcome: 'sufficient',
  },
  {
    story: 'again after 30 days',
    policy: { ...relaxed, encouraged: true },
    account: { remindedAt: at(0) },
    day: 30,
    outcome: 'encourage',
  },
];

function decide({ account, policy = relaxed, demanded = null, proved = 'pwd', day: onDay = 0 }: Row) {
  return decideMfa({ account: { ...person, ...account }, policy, demanded, proved, now: at(onDay) });
}

describe('decideMfa', () => {
  test.each(rows)('$story → $outcome', (row) => {
    expect(decide(row).outcome).toBe(row.outcome);
  });

  test('the reminder says how many days are left, rounded up', () => {
    expect(decide({ story: '', policy: forAll, day: 0.5, outcome: '' })).toMatchObject({
      daysLeft: 7,
      deadline: at(7),
    });
    expect(decide({ story: '', policy: forAll, day: 6.99, outcome: '' })).toMatchObject({ daysLeft: 1 });
  });

  test('what may go on without meeting the person is exactly: sufficient, reminded, encouraged', () => {
    for (const row of rows) {
      expect(allowsWithoutInteraction(decide(row))).toBe(['sufficient', 'remind', 'encourage'].includes(row.outcome));
    }
  });

  test('signing in, or asking again, moves no deadline', () => {
    const deadlines = [0, 1, 5, 6].map((onDay) => decide({ story: '', policy: forAll, day: onDay, outcome: '' }));
    expect(new Set(deadlines.map((decision) => JSON.stringify('deadline' in decision && decision.deadline))).size).toBe(
      1,
    );
  });

  test('an account with a factor still shows what is required of it', () => {
    expect(requirementOf({ ...person, hasFactor: true }, forAll)?.because).toBe('required_for_all');
    expect(requirementOf(person, relaxed)).toBeNull();
  });

  test('the strictest demand wins whatever the order', () => {
    expect(strictest('pwd', 'mfa', null)).toBe('mfa');
    expect(strictest('mfa', 'pwd')).toBe('mfa');
    expect(strictest(null, 'pwd')).toBe('pwd');
    expect(strictest(null)).toBeNull();
  });
});
