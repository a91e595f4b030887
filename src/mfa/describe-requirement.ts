/** What policy requires of an account, in the two facts that pages, API and command line show. */
import type { Account } from '../accounts/account.js';
import { mfaSubjectOf } from './mfa-subject.js';
import { type EnrolmentReason, type MfaPolicy, requirementOf } from './policy.js';

export interface DescribedRequirement {
  readonly required: boolean;
  /** When the grace period ends or ended; null when nothing is required, a factor is there, or there is no grace (any more). */
  readonly graceEndsAt: Date | null;
  /** The role or group whose rule it is; null when it is about everybody, about administrators, or about this account alone. */
  readonly of: { readonly scope: 'role' | 'group'; readonly name: string } | null;
}

/** Pure; asks the same rules as the decision at sign-in. */
export function describeRequirement(policy: MfaPolicy): (account: Account) => DescribedRequirement {
  return (account) => {
    const subject = mfaSubjectOf(account);
    if (subject.enrolmentDemandedAt !== null) return { required: true, graceEndsAt: null, of: null };
    const requirement = requirementOf(subject, policy);
    if (requirement === null) return { required: false, graceEndsAt: null, of: null };
    const graceEndsAt = subject.hasFactor ? null : requirement.deadline;
    return { required: true, graceEndsAt, of: ruledPeople(requirement) };
  };
}

/** Whom a requirement is about, for those who are told why it is theirs. */
export function ruledPeople({
  because,
  ruleName,
}: {
  readonly because: EnrolmentReason;
  readonly ruleName: string | null;
}): DescribedRequirement['of'] {
  if (ruleName === null) return null;
  if (because === 'required_for_role') return { scope: 'role', name: ruleName };
  return because === 'required_for_group' ? { scope: 'group', name: ruleName } : null;
}
