/** The one decision, as rows that a product owner could read. */
import { describe, expect, test } from '@jest/globals';
import { type AccountRule, type MfaLevel, noRules } from '../../src/accounts/account-rules.js';
import {
  allowsWithoutInteraction,
  decideMfa,
  type MfaPolicy,
  type MfaSubject,
  reportOf,
  requirementOf,
  strictest,
} from '../../src/mfa/policy.js';

const day = 86_400_000;
const start = new Date('2026-01-01T00:00:00Z');
const at = (days: number) => new Date(start.getTime() + days * day);

const person: MfaSubject = {
  hasFactor: false,
  roles: [],
  createdAt: at(-100),
  roleGainedAt: null,
  graceEndedAt: null,
  graceExtendedUntil: null,
  enrolmentDemandedAt: null,
  remindedAt: null,
  rules: noRules,
};
const relaxed: MfaPolicy = {
  requireMfa: false,
  requireAdminMfa: false,
  encouraged: false,
  gracePeriodDays: 7,
  requiredForAllSince: null,
  requiredForAdminsSince: null,
  fixed: { all: true, admins: true, gracePeriodDays: true },
};
const forAll: MfaPolicy = { ...relaxed, requireMfa: true, requiredForAllSince: at(0) };
const forAdmins: MfaPolicy = { ...relaxed, requireAdminMfa: true, requiredForAdminsSince: at(0) };
const admin: MfaSubject = { ...person, roles: ['admin'] };

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

/** A rule of the database about this account, set on day 0. */
function rule(scope: AccountRule['scope'], name: string, level: MfaLevel, more: Partial<AccountRule> = {}) {
  const requiredSince = level === 'required' ? at(0) : null;
  return { scope, name, level, requiredSince, setAt: at(0), joinedAt: null, ...more };
}
function ruled(...rules: readonly AccountRule[]): Partial<MfaSubject> {
  return { rules: { ...noRules, rules } };
}
const open: MfaPolicy['fixed'] = { all: false, admins: false, gracePeriodDays: false };
/** What an empty environment gives. */
const byDefault: MfaPolicy = { ...forAdmins, fixed: open };
const finance = (level: MfaLevel, more?: Partial<AccountRule>) => ruled(rule('group', 'Finance', level, more));
const editors = (level: MfaLevel, more?: Partial<AccountRule>) => ruled(rule('role', 'editor', level, more));

const ruledRows: readonly Row[] = [
  { story: 'a group that must', account: finance('required'), day: 6, outcome: 'remind' },
  { story: 'a group that must, past its grace', account: finance('required'), day: 7, outcome: 'enrol' },
  { story: 'a role that must, past its grace', account: editors('required'), day: 7, outcome: 'enrol' },
  {
    story: 'who joined the group later has seven days from then',
    account: finance('required', { joinedAt: at(40) }),
    day: 46,
    outcome: 'remind',
  },
  {
    story: 'who gained the role later has seven days from then',
    account: editors('required', { joinedAt: at(40) }),
    day: 46,
    outcome: 'remind',
  },
  {
    story: 'and no eighth',
    account: editors('required', { joinedAt: at(40) }),
    day: 47,
    outcome: 'enrol',
  },
  {
    story: 'a rule that was off for a while goes by its first beginning',
    account: finance('required', { requiredSince: at(-30), setAt: at(0) }),
    outcome: 'enrol',
  },
  {
    story: 'an extension counts against rules too',
    account: { ...finance('required'), graceExtendedUntil: at(20) },
    day: 19,
    outcome: 'remind',
  },
  {
    story: 'grace that ended for good is not reopened by joining a group',
    account: { ...finance('required', { joinedAt: at(40) }), graceEndedAt: at(1) },
    day: 41,
    outcome: 'enrol',
  },
  { story: 'report-only asks nothing', account: finance('report_only'), day: 100, outcome: 'sufficient' },
  { story: 'a group is encouraged', account: finance('encouraged'), outcome: 'encourage' },
  {
    story: 'report-only beside encouraged takes nothing away',
    account: ruled(rule('group', 'A', 'report_only'), rule('group', 'B', 'encouraged')),
    outcome: 'encourage',
  },
  {
    story: 'required beside optional is required',
    account: ruled(rule('group', 'A', 'optional'), rule('role', 'editor', 'required')),
    day: 7,
    outcome: 'enrol',
  },
  {
    story: 'of two that must the earlier deadline counts',
    account: ruled(rule('group', 'A', 'required', { joinedAt: at(30) }), rule('role', 'editor', 'required')),
    day: 31,
    outcome: 'enrol',
  },
  {
    story: 'for all, from the database',
    policy: byDefault,
    account: ruled(rule('all', '', 'required')),
    day: 7,
    outcome: 'enrol',
  },
  {
    story: 'for all, from the database, where the environment says otherwise',
    policy: relaxed,
    account: ruled(rule('all', '', 'required')),
    day: 7,
    outcome: 'sufficient',
  },
  {
    story: 'the environment’s requirement stands against an optional rule',
    policy: forAll,
    account: ruled(rule('all', '', 'optional')),
    day: 7,
    outcome: 'enrol',
  },
  { story: 'admins must by default', policy: byDefault, account: admin, day: 8, outcome: 'enrol' },
  {
    story: 'admins need not when the database says so',
    policy: byDefault,
    account: { ...admin, ...ruled(rule('role', 'admin', 'optional')) },
    day: 8,
    outcome: 'sufficient',
  },
  {
    story: 'admins must when the environment says so, whatever the database says',
    policy: forAdmins,
    account: { ...admin, ...ruled(rule('role', 'admin', 'optional')) },
    day: 8,
    outcome: 'enrol',
  },
  {
    story: 'a rule about admins lets no super_admin off',
    policy: byDefault,
    account: { roles: ['admin', 'super_admin'], ...ruled(rule('role', 'admin', 'optional')) },
    day: 8,
    outcome: 'enrol',
  },
  {
    story: 'admins who need not as admins must as members of a group',
    policy: byDefault,
    account: { ...admin, ...ruled(rule('role', 'admin', 'optional'), rule('group', 'Finance', 'required')) },
    day: 8,
    outcome: 'enrol',
  },
  {
    story: 'the database’s days of grace',
    policy: byDefault,
    account: { rules: { gracePeriodDays: 30, rules: [rule('group', 'Finance', 'required')] } },
    day: 29,
    outcome: 'remind',
  },
  {
    story: 'the environment’s days of grace, where it says',
    account: { rules: { gracePeriodDays: 30, rules: [rule('group', 'Finance', 'required')] } },
    day: 8,
    outcome: 'enrol',
  },
];

function decide({ account, policy = relaxed, demanded = null, proved = 'pwd', day: onDay = 0 }: Row) {
  return decideMfa({ account: { ...person, ...account }, policy, demanded, proved, now: at(onDay) });
}

describe('decideMfa', () => {
  test.each(rows)('$story → $outcome', (row) => {
    expect(decide(row).outcome).toBe(row.outcome);
  });

  test.each(ruledRows)('$story → $outcome', (row) => {
    expect(decide(row).outcome).toBe(row.outcome);
  });

  test('whoever must is told by which rule', () => {
    const reasons = [finance('required'), editors('required'), ruled(rule('all', '', 'required'))].map((account) =>
      decide({ story: '', policy: byDefault, account, day: 9, outcome: '' }),
    );
    expect(reasons).toEqual([
      expect.objectContaining({ because: 'required_for_group', ruleName: 'Finance' }),
      expect.objectContaining({ because: 'required_for_role', ruleName: 'editor' }),
      expect.objectContaining({ because: 'required_for_all', ruleName: null }),
    ]);
  });

  test.each<[string, Partial<MfaSubject>, Partial<MfaPolicy>, number, string | null]>([
    ['in what would be the grace period', finance('report_only'), {}, 3, 'remind'],
    ['after it', finance('report_only'), {}, 7, 'enrol'],
    ['who joined since', finance('report_only', { joinedAt: at(5) }), {}, 7, 'remind'],
    [
      'reminded, where it would be an enrolment',
      ruled(rule('group', 'A', 'required', { joinedAt: at(5) }), rule('role', 'b', 'report_only')),
      {},
      8,
      'enrol',
    ],
    ['with a factor', { ...finance('report_only'), hasFactor: true }, {}, 9, null],
    ['stopped already', { ...finance('report_only'), enrolmentDemandedAt: at(0) }, {}, 9, null],
    ['under no rule in report-only mode', finance('required'), {}, 3, null],
  ])('the report says what enforcement would have done to somebody %s', (_who, account, policy, onDay, outcome) => {
    const question = { account: { ...person, ...account }, policy: { ...relaxed, ...policy }, demanded: null };
    const report = reportOf({ ...question, proved: 'pwd', now: at(onDay) });
    expect(report?.outcome ?? null).toBe(outcome);
    expect(reportOf({ ...question, proved: 'mfa', now: at(onDay) })).toBeNull();
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
