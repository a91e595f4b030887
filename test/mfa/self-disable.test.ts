/** Who may remove their own last second factor. */
import { expect, test } from '@jest/globals';
import type { Account } from '../../src/accounts/account.js';
import { noRules } from '../../src/accounts/account-rules.js';
import type { MfaPolicy } from '../../src/mfa/policy.js';
import { decideSelfDisable } from '../../src/mfa/self-disable.js';

const day = 86_400_000;
const start = new Date('2026-01-01T00:00:00Z');
const person: Account = {
  mfaRules: noRules,
  id: '3f2b8c1e-5d4a-4f6b-9c7d-8e9f0a1b2c3d',
  email: 'ann@example.com',
  emailVerifiedAt: null,
  name: 'Ann',
  locale: null,
  roles: [],
  status: 'active',
  generation: 2,
  mfaConfiguredAt: start,
  mfaLastVerifiedAt: start,
  roleGainedAt: null,
  graceEndedAt: start,
  graceExtendedUntil: null,
  enrolmentDemandedAt: null,
  mfaRemindedAt: null,
  createdAt: start,
  updatedAt: start,
  lastSignInAt: start,
  backupCodesConfirmedAt: null,
};
const relaxed: MfaPolicy = {
  requireMfa: false,
  requireAdminMfa: false,
  encouraged: false,
  gracePeriodDays: 90,
  requiredForAllSince: null,
  requiredForAdminsSince: null,
  fixed: { all: true, admins: true, gracePeriodDays: true },
};
const forAll = { ...relaxed, requireMfa: true, requiredForAllSince: start };
const forAdmins = { ...relaxed, requireAdminMfa: true, requiredForAdminsSince: start };
const admin = { ...person, roles: ['admin'] };
const extended = { ...person, graceExtendedUntil: new Date(start.getTime() + 365 * day) };

test.each([
  ['nothing requires it', person, relaxed, true, 'yes'],
  ['it is only encouraged', person, { ...relaxed, encouraged: true }, true, 'yes'],
  ['it is required of admins, and this is none', person, forAdmins, true, 'yes'],
  ['it is required of admins, and this is one', admin, forAdmins, true, 'required_by_policy'],
  ['it is required of everybody', person, forAll, true, 'required_by_policy'],
  ['it is required, and an extension of grace has not ended', extended, forAll, true, 'required_by_policy'],
  ['people may not', person, relaxed, false, 'self_disable_off'],
  ['people may not, and it is required', person, forAll, false, 'required_by_policy'],
  ['there is none', { ...person, mfaConfiguredAt: null }, forAll, false, 'mfa_not_enabled'],
] as const)('may this account remove its last factor when %s', (_story, account, policy, allowSelfDisable, answer) => {
  const decision = decideSelfDisable({ account, policy, allowSelfDisable });
  expect(decision.ok ? 'yes' : decision.because).toBe(answer);
});
