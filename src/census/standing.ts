/** How an account stands towards the policy about second factors. Pure; asks the decision that sign-in asks. */
import type { AccountStatus } from '../accounts/account.js';
import { decideMfa, type EnrolmentReason, type MfaPolicy, type MfaSubject } from '../mfa/policy.js';

/**
 * Of accounts that can sign in: with a second factor; without, and it may wait; without, and sign-in ends at its enrolment; without, and
 * nothing requires one. Others are counted apart, whatever they have.
 */
export const standings = ['enrolled', 'in_grace', 'overdue', 'exempt', 'pending', 'disabled'] as const;

export type Standing = (typeof standings)[number];

export interface AccountStanding {
  readonly standing: Standing;
  /** Why a second factor is required of an account that has none; null for all others. */
  readonly because: EnrolmentReason | null;
  /** The role or group by whose rule; null when it is by none in particular. */
  readonly ruleName: string | null;
  /** When it stops or stopped waiting; null when it does not wait, or nothing is required. */
  readonly deadline: Date | null;
}

const nothingDue = { because: null, ruleName: null, deadline: null } as const;

/** What the standing depends on. */
export interface StandingSubject {
  readonly status: AccountStatus;
  readonly subject: MfaSubject;
}

/** `now` is the database's time. */
export function standingOf({ status, subject }: StandingSubject, policy: MfaPolicy, now: Date): AccountStanding {
  if (status !== 'active') return { standing: status, ...nothingDue };
  const decision = decideMfa({ account: subject, policy, demanded: null, proved: 'pwd', now });
  switch (decision.outcome) {
    case 'challenge':
      return { standing: 'enrolled', ...nothingDue };
    case 'enrol':
    case 'remind': {
      const { because, ruleName, deadline } = decision;
      return { standing: decision.outcome === 'enrol' ? 'overdue' : 'in_grace', because, ruleName, deadline };
    }
    case 'encourage':
    case 'sufficient':
      return { standing: 'exempt', ...nothingDue };
  }
}
