/** Decides whether a second factor is needed. Pure: no clock, no database, no HTTP. Sign-in, step-up, refresh, API and pages ask it. */

/** How strong a sign-in is, weakest first: the password alone, or the password and a second factor. */
export type AssuranceLevel = 'pwd' | 'mfa';

/** What the decision needs to know of an account. All moments are the database's. */
export interface MfaSubject {
  readonly hasFactor: boolean;
  readonly isAdmin: boolean;
  readonly createdAt: Date;
  /** When the present admin role was gained; null for accounts created with it. */
  readonly roleGainedAt: Date | null;
  /** When the grace period ended for good: the first factor ever confirmed, or an administrator's reset. */
  readonly graceEndedAt: Date | null;
  /** An administrator's extension for this account. */
  readonly graceExtendedUntil: Date | null;
  /** An administrator's reset asks for a new enrolment, whatever the policy says. */
  readonly enrolmentDemandedAt: Date | null;
  /** When "Not now" was last chosen on the encouragement. */
  readonly remindedAt: Date | null;
}

/** The installation's policy: settings, and when each requirement first applied here. */
export interface MfaPolicy {
  readonly requireMfa: boolean;
  readonly requireAdminMfa: boolean;
  readonly encouraged: boolean;
  readonly gracePeriodDays: number;
  readonly requiredForAllSince: Date | null;
  readonly requiredForAdminsSince: Date | null;
}

export interface MfaQuestion {
  readonly account: MfaSubject;
  readonly policy: MfaPolicy;
  /** The strictest of what request, client and resource demand of this sign-in; null when none of them demands anything. */
  readonly demanded: AssuranceLevel | null;
  /** What has been proved so far, in this sign-in or in the session or token that is asked about. */
  readonly proved: AssuranceLevel;
  readonly now: Date;
}

/** Why a second factor must be set up. */
export type EnrolmentReason = 'demanded_by_request' | 'required_for_all' | 'required_for_admins' | 'reset_by_admin';

export type MfaDecision =
  /** Nothing more is needed. */
  | { readonly outcome: 'sufficient'; readonly because: 'verified' | 'not_required' }
  /** An enrolled factor must be verified. */
  | { readonly outcome: 'challenge'; readonly because: 'enrolled' }
  /** A factor must be set up before anything is issued. */
  | { readonly outcome: 'enrol'; readonly because: EnrolmentReason; readonly deadline: Date | null }
  /** May go on without one until the deadline. */
  | {
      readonly outcome: 'remind';
      readonly because: EnrolmentReason;
      readonly deadline: Date;
      readonly daysLeft: number;
    }
  /** May go on without one; setting one up is suggested. */
  | { readonly outcome: 'encourage'; readonly because: 'encouraged' };

/** Days between two encouragements of the same person. */
export const encouragementIntervalDays = 30;

const dayMilliseconds = 86_400_000;

/**
 * The one decision. Order matters: an enrolled factor is always asked for; what this request demands knows no grace;
 * a reset knows none either; then the installation's requirement with its grace period; last the encouragement.
 */
export function decideMfa(question: MfaQuestion): MfaDecision {
  const { account, policy, demanded, proved, now } = question;
  if (proved === 'mfa') return { outcome: 'sufficient', because: 'verified' };
  if (account.hasFactor) return { outcome: 'challenge', because: 'enrolled' };
  if (demanded === 'mfa') return { outcome: 'enrol', because: 'demanded_by_request', deadline: null };
  if (account.enrolmentDemandedAt !== null) return { outcome: 'enrol', because: 'reset_by_admin', deadline: null };

  const requirement = requirementOf(account, policy);
  if (requirement !== null) {
    const { because, deadline } = requirement;
    if (deadline === null || now >= deadline) return { outcome: 'enrol', because, deadline };
    return { outcome: 'remind', because, deadline, daysLeft: daysUntil(deadline, now) };
  }
  if (policy.encouraged && encouragementIsDue(account, now)) return { outcome: 'encourage', because: 'encouraged' };
  return { outcome: 'sufficient', because: 'not_required' };
}

/** Whether a token may be issued or kept on this decision without meeting the person. */
export function allowsWithoutInteraction(decision: MfaDecision): boolean {
  return decision.outcome === 'sufficient' || decision.outcome === 'remind' || decision.outcome === 'encourage';
}

/** What the policy, not one request, requires of this account, and until when it waits. Null deadline: it does not wait. */
export function requirementOf(
  account: MfaSubject,
  policy: MfaPolicy,
): { readonly because: 'required_for_all' | 'required_for_admins'; readonly deadline: Date | null } | null {
  const applying: { because: 'required_for_all' | 'required_for_admins'; deadline: Date | null }[] = [];
  if (policy.requireMfa) {
    const start = latest(policy.requiredForAllSince, account.createdAt);
    applying.push({ because: 'required_for_all', deadline: deadlineOf(account, policy, start) });
  }
  if (policy.requireAdminMfa && account.isAdmin) {
    const start = latest(policy.requiredForAdminsSince, account.createdAt, account.roleGainedAt);
    applying.push({ because: 'required_for_admins', deadline: deadlineOf(account, policy, start) });
  }
  // The stricter counts: the earliest deadline, and none at all before any.
  applying.sort((a, b) => (a.deadline?.getTime() ?? 0) - (b.deadline?.getTime() ?? 0));
  return applying[0] ?? null;
}

/** The stricter of several demands; those that demand nothing are null. */
export function strictest(...demands: readonly (AssuranceLevel | null)[]): AssuranceLevel | null {
  if (demands.includes('mfa')) return 'mfa';
  return demands.includes('pwd') ? 'pwd' : null;
}

function deadlineOf(account: MfaSubject, policy: MfaPolicy, start: Date | null): Date | null {
  const extended = account.graceExtendedUntil;
  if (account.graceEndedAt !== null) {
    // Ended for good, unless an administrator extended it afterwards for this account.
    return extended !== null && extended > account.graceEndedAt ? extended : null;
  }
  // A requirement whose beginning is not recorded has no grace: the safe reading.
  if (start === null) return extended;
  return latest(new Date(start.getTime() + policy.gracePeriodDays * dayMilliseconds), extended);
}

function latest(...moments: readonly (Date | null)[]): Date | null {
  const known = moments.filter((moment): moment is Date => moment !== null);
  if (known.length === 0) return null;
  return new Date(Math.max(...known.map((moment) => moment.getTime())));
}

/** Days left, rounded up: on the last day it says 1, never 0. */
function daysUntil(deadline: Date, now: Date): number {
  return Math.max(1, Math.ceil((deadline.getTime() - now.getTime()) / dayMilliseconds));
}

function encouragementIsDue(account: MfaSubject, now: Date): boolean {
  if (account.remindedAt === null) return true;
  return now.getTime() - account.remindedAt.getTime() >= encouragementIntervalDays * dayMilliseconds;
}
