/** What a sign-in says or asks about the backup codes that are left, as rows that a product owner could read. */
import { expect, test } from '@jest/globals';
import type { Account } from '../../src/accounts/account.js';
import { noRules } from '../../src/accounts/account-rules.js';
import { freshAttempt, type LoginAttempt } from '../../src/login/login-attempt.js';
import { nextStep, type SignInState } from '../../src/login/next-step.js';

const now = new Date('2026-03-14T12:00:00Z');
const secondsAgo = (seconds: number) => new Date(now.getTime() - seconds * 1000);
const daysAgo = (days: number) => secondsAgo(days * 86_400);

const account: Account = {
  mfaRules: noRules,
  ...{
    id: '3f2b8c1e-5d4a-4f6b-9c7d-8e9f0a1b2c3d',
    email: 'anna@example.com',
    emailVerifiedAt: null,
    name: '',
    locale: null,
    roles: [],
  },
  ...{ status: 'active', generation: 1, mfaConfiguredAt: daysAgo(100), mfaLastVerifiedAt: null, roleGainedAt: null },
  ...{ graceEndedAt: null, graceExtendedUntil: null, enrolmentDemandedAt: null, mfaRemindedAt: null },
  ...{ backupCodesConfirmedAt: null, createdAt: daysAgo(200), updatedAt: daysAgo(1), lastSignInAt: daysAgo(1) },
};
const withPassword = freshAttempt({ id: 'a', accountId: account.id, generation: 1 }, secondsAgo(20));
const withTotp: LoginAttempt = { ...withPassword, factorVerifiedAt: secondsAgo(5), factorMethod: 'totp' };
const withBackupCode: LoginAttempt = { ...withTotp, factorMethod: 'backup_code' };

interface Row {
  readonly story: string;
  readonly attempt?: LoginAttempt;
  readonly of?: Partial<Account>;
  readonly left: number | null;
  readonly step: string;
}

const rows: readonly Row[] = [
  { story: 'the app, and plenty of codes', left: 10, step: 'finish' },
  { story: 'the app, four codes', left: 4, step: 'finish' },
  { story: 'the app, three codes', left: 3, step: 'low, new ones possible' },
  { story: 'the app, no codes at all', left: 0, step: 'low, new ones possible' },
  {
    story: 'the app, five minutes and a second ago',
    attempt: { ...withTotp, factorVerifiedAt: secondsAgo(301) },
    left: 3,
    step: 'low',
  },
  { story: '"Not now" six days ago', of: { mfaRemindedAt: daysAgo(6) }, left: 3, step: 'finish' },
  { story: '"Not now" seven days ago', of: { mfaRemindedAt: daysAgo(7) }, left: 3, step: 'low, new ones possible' },
  { story: 'a backup code, nine left', attempt: withBackupCode, left: 9, step: 'used' },
  { story: 'a backup code, three left', attempt: withBackupCode, left: 3, step: 'used' },
  {
    story: 'a backup code a day after "Not now": it was used, and that is said',
    attempt: withBackupCode,
    of: { mfaRemindedAt: daysAgo(1) },
    left: 3,
    step: 'used',
  },
  { story: '181 days after the set-up', of: { mfaConfiguredAt: daysAgo(181) }, left: 8, step: 'finish' },
  {
    story: '182 days after the set-up',
    of: { mfaConfiguredAt: daysAgo(182) },
    left: 8,
    step: 'check, new ones possible',
  },
  {
    story: '"Yes, I have them" since',
    of: { mfaConfiguredAt: daysAgo(400), backupCodesConfirmedAt: daysAgo(181) },
    left: 8,
    step: 'finish',
  },
  {
    story: '"Yes, I have them" long ago',
    of: { mfaConfiguredAt: daysAgo(400), backupCodesConfirmedAt: daysAgo(182) },
    left: 8,
    step: 'check, new ones possible',
  },
  {
    story: 'a new set-up after an old answer',
    of: { mfaConfiguredAt: daysAgo(3), backupCodesConfirmedAt: daysAgo(400) },
    left: 8,
    step: 'finish',
  },
  {
    story: '"Not now" 29 days ago',
    of: { mfaConfiguredAt: daysAgo(300), mfaRemindedAt: daysAgo(29) },
    left: 8,
    step: 'finish',
  },
  {
    story: '"Not now" 30 days ago',
    of: { mfaConfiguredAt: daysAgo(300), mfaRemindedAt: daysAgo(30) },
    left: 8,
    step: 'check, new ones possible',
  },
  {
    story: 'due, but a backup code was used: whoever uses one has them',
    attempt: withBackupCode,
    of: { mfaConfiguredAt: daysAgo(300) },
    left: 8,
    step: 'used',
  },
  {
    story: 'passed in this sign-in',
    attempt: { ...withBackupCode, backupCodesAskedAt: secondsAgo(1) },
    left: 2,
    step: 'finish',
  },
  {
    story: 'given new ones in this sign-in, and saved',
    attempt: { ...withTotp, backupCodesIssuedAt: secondsAgo(3), backupCodesSavedAt: secondsAgo(1) },
    left: 3,
    step: 'finish',
  },
  {
    story: 'given new ones in this sign-in, and not yet saved',
    attempt: { ...withTotp, backupCodesIssuedAt: secondsAgo(3) },
    left: 10,
    step: 'backup_codes',
  },
  { story: 'the second factor still to come', attempt: withPassword, left: 2, step: 'challenge' },
  {
    story: 'the password alone, without a second factor',
    attempt: withPassword,
    of: { mfaConfiguredAt: null },
    left: 0,
    step: 'finish',
  },
  { story: 'where nobody can be asked', attempt: withBackupCode, left: null, step: 'finish' },
];

test.each(rows)('$story ($left left): $step', ({ attempt = withTotp, of = {}, left, step: expected }) => {
  const state: SignInState = {
    attempt,
    account: { ...account, ...of },
    backupCodesRemaining: left,
    stepUp: null,
    demand: { level: null, unmeetable: false },
    clientDemand: null,
    resourceDemand: null,
    policy: {
      ...{ requireMfa: false, requireAdminMfa: false, encouraged: false, gracePeriodDays: 7 },
      ...{ requiredForAllSince: null, requiredForAdminsSince: null },
      fixed: { all: true, admins: true, gracePeriodDays: true },
    },
    now,
  };
  const step = nextStep(state);
  const found =
    step.step === 'backup_code_question'
      ? `${step.question.about}${step.question.canMakeNew ? ', new ones possible' : ''}`
      : step.step;
  expect(found).toBe(expected);
});
