/** Decides whether a second factor is needed. Pure: no clock, no database, no HTTP. Sign-in, step-up, refresh, API and pages ask it. */

import { adminRoles } from '../accounts/account.js';
import type { AccountRule, AccountRules, MfaLevel } from '../accounts/account-rules.js';

/** How strong a sign-in is, weakest first: the password alone, or the password and a second factor. */
export type AssuranceLevel = 'pwd' | 'mfa';

/** What the decision needs to know of an account. All moments are the database's. */
export interface MfaSubject {
  readonly hasFactor: boolean;
  readonly roles: readonly string[];
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
  /** What the database's rules say of this account. */
  readonly rules: AccountRules;
}

/** Which parts of the policy the environment decides, so that the database has no say in them. */
export interface FixedByEnvironment {
  /** `REQUIRE_MFA` or `MFA_POLICY`. */
  readonly all: boolean;
  /** `REQUIRE_ADMIN_MFA`. */
  readonly admins: boolean;
  /** `MFA_GRACE_PERIOD_DAYS`. */
  readonly gracePeriodDays: boolean;
}

/** What the environment decides, or the defaults where it says nothing, and since when. Each may be fixed against the database's rules. */
export interface MfaPolicy {
  readonly requireMfa: boolean;
  readonly requireAdminMfa: boolean;
  readonly encouraged: boolean;
  readonly gracePeriodDays: number;
  readonly requiredForAllSince: Date | null;
  readonly requiredForAdminsSince: Date | null;
  /** What the environment has decided, so that the database has no say in it. */
  readonly fixed: FixedByEnvironment;
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

/** What a rule requires, and of whom. */
export type RequirementReason = 'required_for_all' | 'required_for_admins' | 'required_for_role' | 'required_for_group';

/** Why a second factor must be set up. */
export type EnrolmentReason = 'demanded_by_request' | 'reset_by_admin' | RequirementReason;

export type MfaDecision =
  /** Nothing more is needed. */
  | { readonly outcome: 'sufficient'; readonly because: 'verified' | 'not_required' }
  /** An enrolled factor must be verified. */
  | { readonly outcome: 'challenge'; readonly because: 'enrolled' }
  /** A factor must be set up before anything is issued. */
  | {
      readonly outcome: 'enrol';
      readonly because: EnrolmentReason;
      /** The role or group that the rule is about; null when it is about no one in particular. */
      readonly ruleName: string | null;
      readonly deadline: Date | null;
    }
  /** May go on without one until the deadline. */
  | {
      readonly outcome: 'remind';
      readonly because: RequirementReason;
      readonly ruleName: string | null;
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
 * a reset knows none either; then the strictest rule with its grace period; last the encouragement.
 */
export function decideMfa(question: MfaQuestion): MfaDecision {
  const { account, demanded, proved } = question;
  if (proved === 'mfa') return { outcome: 'sufficient', because: 'verified' };
  if (account.hasFactor) return { outcome: 'challenge', because: 'enrolled' };
  const atOnce = { outcome: 'enrol', ruleName: null, deadline: null } as const;
  if (demanded === 'mfa') return { ...atOnce, because: 'demanded_by_request' };
  if (account.enrolmentDemandedAt !== null) return { ...atOnce, because: 'reset_by_admin' };
  return decideByRules(question, ['required']);
}

/**
 * What would have been decided if rules in report-only mode had required a second factor since they were set; null where that is what was
 * decided anyway. For the record: it lets nobody in or out.
 */
export function reportOf(question: MfaQuestion): Extract<MfaDecision, { ruleName: unknown }> | null {
  const decided = decideMfa(question);
  if (!['sufficient', 'encourage', 'remind'].includes(decided.outcome) || question.proved === 'mfa') return null;
  const enforced = decideByRules(question, ['required', 'report_only']);
  const isSame = enforced.outcome === decided.outcome;
  return isSame || !('ruleName' in enforced) ? null : enforced;
}

function decideByRules({ account, policy, now }: MfaQuestion, enforced: readonly MfaLevel[]): MfaDecision {
  const rules = applyingRules(account, policy);
  const requirement = strictestOf(account, policy, rules, enforced);
  if (requirement !== null) {
    const { deadline } = requirement;
    if (deadline === null || now >= deadline) return { outcome: 'enrol', ...requirement };
    return { outcome: 'remind', ...requirement, deadline, daysLeft: daysUntil(deadline, now) };
  }
  const isEncouraged = rules.some((rule) => rule.level === 'encouraged') && encouragementIsDue(account, now);
  return isEncouraged
    ? { outcome: 'encourage', because: 'encouraged' }
    : { outcome: 'sufficient', because: 'not_required' };
}

/** Whether a token may be issued or kept on this decision without meeting the person. */
export function allowsWithoutInteraction(decision: MfaDecision): boolean {
  return decision.outcome === 'sufficient' || decision.outcome === 'remind' || decision.outcome === 'encourage';
}

/** What the rules, not one request, require of an account. */
export interface Requirement {
  readonly because: RequirementReason;
  readonly ruleName: string | null;
  /** Until when it waits; null when it does not. */
  readonly deadline: Date | null;
}

/** What the policy, not one request, requires of this account, and until when it waits. */
export function requirementOf(account: MfaSubject, policy: MfaPolicy): Requirement | null {
  return strictestOf(account, policy, applyingRules(account, policy), ['required']);
}

/** One rule that counts for an account, wherever it was made. */
interface ApplyingRule {
  readonly because: RequirementReason;
  readonly ruleName: string | null;
  readonly level: MfaLevel;
  /** When its grace period begins for this account. */
  readonly start: Date | null;
}

/** Where the environment decides, the database's rule about the same people is left out; where neither says anything, the default counts. */
function applyingRules(account: MfaSubject, policy: MfaPolicy): readonly ApplyingRule[] {
  const ruled = account.rules.rules.filter((rule) => !isFixed(rule, policy.fixed));
  const rules = ruled.map((rule) => ruleOfDatabase(account, rule));
  if (!ruled.some((rule) => rule.scope === 'all')) {
    const level = policy.requireMfa ? 'required' : policy.encouraged ? 'encouraged' : 'optional';
    const start = latest(policy.requiredForAllSince, account.createdAt);
    rules.push({ because: 'required_for_all', ruleName: null, level, start });
  }
  const isUnruled = (role: string) => !ruled.some((rule) => rule.scope === 'role' && rule.name === role);
  if (policy.requireAdminMfa && account.roles.some((role) => adminRoles.includes(role) && isUnruled(role))) {
    const start = latest(policy.requiredForAdminsSince, account.createdAt, account.roleGainedAt);
    rules.push({ because: 'required_for_admins', ruleName: null, level: 'required', start });
  }
  return rules;
}

function isFixed({ scope, name }: AccountRule, fixed: FixedByEnvironment): boolean {
  if (scope === 'all') return fixed.all;
  return scope === 'role' && adminRoles.includes(name) && fixed.admins;
}

function ruleOfDatabase(account: MfaSubject, { scope, name, level, ...rule }: AccountRule): ApplyingRule {
  const gainedAt = scope === 'role' && adminRoles.includes(name) ? account.roleGainedAt : null;
  // In report-only mode: as if it had required one since then.
  const since = rule.requiredSince ?? rule.setAt;
  return {
    because: `required_for_${scope}`,
    ruleName: scope === 'all' ? null : name,
    level,
    start: latest(since, account.createdAt, rule.joinedAt, gainedAt),
  };
}

/** Of the rules of these levels the one whose deadline is the earliest; one that does not wait is before any that does. */
function strictestOf(
  account: MfaSubject,
  policy: MfaPolicy,
  rules: readonly ApplyingRule[],
  levels: readonly MfaLevel[],
): Requirement | null {
  const applying = rules
    .filter(({ level }) => levels.includes(level))
    .map(({ because, ruleName, start }) => ({ because, ruleName, deadline: deadlineOf(account, policy, start) }));
  applying.sort((a, b) => (a.deadline?.getTime() ?? 0) - (b.deadline?.getTime() ?? 0));
  return applying[0] ?? null;
}

/** Days of grace: the environment's where it fixes them, else the database's, else the default. */
export function graceDaysOf(account: Pick<MfaSubject, 'rules'>, policy: MfaPolicy): number {
  return policy.fixed.gracePeriodDays
    ? policy.gracePeriodDays
    : (account.rules.gracePeriodDays ?? policy.gracePeriodDays);
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
  return latest(new Date(start.getTime() + graceDaysOf(account, policy) * dayMilliseconds), extended);
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
