/** How old a password may be when a second factor is set up: an open session must not be enough to bind a stranger's phone. */
import { expect, test } from '@jest/globals';
import type { Account } from '../../src/accounts/account.js';
import { noRules } from '../../src/accounts/account-rules.js';
import { freshAttempt, type LoginAttempt } from '../../src/login/login-attempt.js';
import { enrolmentPasswordSeconds, nextStep, type SignInState } from '../../src/login/next-step.js';

const now = new Date('2026-03-14T12:00:00Z');
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);

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
  ...{ status: 'active', generation: 1, mfaConfiguredAt: null, mfaLastVerifiedAt: null, roleGainedAt: null },
  ...{
    graceEndedAt: null,
    graceExtendedUntil: null,
    enrolmentDemandedAt: null,
    mfaRemindedAt: null,
    backupCodesConfirmedAt: null,
  },
  ...{ createdAt: ago(9999), updatedAt: ago(9999), lastSignInAt: null },
};
const attempt = freshAttempt({ id: 'a', accountId: account.id, generation: 1 }, null);

function stepOf(passwordAge: number, given: LoginAttempt | null, of: Account = account) {
  const state: SignInState = {
    attempt: given,
    account: of,
    backupCodesRemaining: 10,
    stepUp: { accountId: of.id, authTime: Math.floor(ago(passwordAge).getTime() / 1000) },
    demand: { level: 'mfa', unmeetable: false },
    clientDemand: null,
    resourceDemand: null,
    policy: {
      ...{ requireMfa: false, requireAdminMfa: false, encouraged: false, gracePeriodDays: 7 },
      ...{ requiredForAllSince: null, requiredForAdminsSince: null },
      fixed: { all: true, admins: true, gracePeriodDays: true },
    },
    now,
  };
  return nextStep(state).step;
}

const begun = { ...attempt, enrolment: { id: 'e', seedSealed: 's', startedAt: ago(5) } };
const typed = { ...attempt, passwordVerifiedAt: ago(2 * enrolmentPasswordSeconds) };

test.each([
  ['typed just now in this session', enrolmentPasswordSeconds, null, 'enrol'],
  ['typed too long ago in this session', enrolmentPasswordSeconds + 1, null, 'password'],
  ['the same, after a click that only made the row', enrolmentPasswordSeconds + 1, attempt, 'password'],
  ['it became old while the key was being scanned', enrolmentPasswordSeconds + 1, begun, 'enrol'],
  ['typed in this very sign-in, which took its time', 86_400, typed, 'enrol'],
] as const)('to set a factor up: %s', (_case, age, given, step) => {
  expect(stepOf(age, given)).toBe(step);
});

test('the challenge of an enrolled factor asks for no password, however old the session', () => {
  expect(stepOf(86_400, null, { ...account, mfaConfiguredAt: ago(9999) })).toBe('challenge');
});
