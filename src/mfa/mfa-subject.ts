/** What the policy needs to know of an account, taken from its row. */
import type { Account } from '../accounts/account.js';
import type { MfaSubject } from './policy.js';

/** Pure mapping; `mfa_configured_at` changes in the same transaction as the factors themselves. */
export function mfaSubjectOf(account: Account): MfaSubject {
  return {
    hasFactor: account.mfaConfiguredAt !== null,
    roles: account.roles,
    createdAt: account.createdAt,
    roleGainedAt: account.roleGainedAt,
    graceEndedAt: account.graceEndedAt,
    graceExtendedUntil: account.graceExtendedUntil,
    enrolmentDemandedAt: account.enrolmentDemandedAt,
    remindedAt: account.mfaRemindedAt,
    rules: account.mfaRules,
  };
}
