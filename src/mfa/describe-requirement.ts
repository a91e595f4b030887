/** What policy requires of an account, in the two facts that pages, API and command line show. */
import type { Account } from '../accounts/account.js';
import { mfaSubjectOf } from './mfa-subject.js';
import { type MfaPolicy, requirementOf } from './policy.js';

export interface DescribedRequirement {
  readonly required: boolean;
  /** When the grace period ends or ended; null when nothing is required, a factor is there, or there is no grace (any more). */
  readonly graceEndsAt: Date | null;
}

/** Pure; asks the same rules as the decision at sign-in. */
export function describeRequirement(policy: MfaPolicy): (account: Account) => DescribedRequirement {
  return (account) => {
    const subject = mfaSubjectOf(account);
    if (subject.enrolmentDemandedAt !== null) return { required: true, graceEndsAt: null };
    const requirement = requirementOf(subject, policy);
    if (requirement === null) return { required: false, graceEndsAt: null };
    return { required: true, graceEndsAt: subject.hasFactor ? null : requirement.deadline };
  };
}
