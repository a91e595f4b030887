/** The whole policy as it counts: every rule, who decides it, and since when. Pure; shown by the API, the console and the command line. */
import { adminRoles } from '../accounts/account.js';
import type { MfaLevel } from '../accounts/account-rules.js';
import type { MfaPolicy } from './policy.js';
import type { PolicyChange, StoredPolicy } from './policy-change-store.js';

/** Who decides: a variable that somebody set, a rule of the database, or nobody. */
export type PolicySource = 'environment' | 'database' | 'default';

export interface EffectiveRule {
  readonly level: MfaLevel;
  readonly source: PolicySource;
  /** The environment decides: it is changed there and nowhere else. */
  readonly fixed: boolean;
  /** When a second factor was first required by it; null when it never was. */
  readonly since: Date | null;
}

export interface EffectivePolicy {
  readonly all: EffectiveRule;
  /** Administrators' roles always, others when they have a rule. */
  readonly roles: readonly (EffectiveRule & { readonly role: string })[];
  /** Those with a rule. */
  readonly groups: readonly (EffectiveRule & { readonly id: string; readonly name: string })[];
  readonly gracePeriodDays: { readonly value: number; readonly source: PolicySource; readonly fixed: boolean };
}

export function effectivePolicy(policy: MfaPolicy, stored: StoredPolicy): EffectivePolicy {
  const { fixed } = policy;
  const ruleAbout = (scope: 'all' | 'role', name: string): Omit<EffectiveRule, 'fixed' | 'source'> | undefined => {
    const rule = stored.rules.find((one) => one.scope === scope && one.name === name);
    return rule && { level: rule.level, since: rule.requiredSince };
  };
  const elseLevel = policy.requireMfa ? 'required' : policy.encouraged ? 'encouraged' : 'optional';
  const forAll = { level: elseLevel, since: policy.requiredForAllSince } as const;
  const forAdmins = {
    level: policy.requireAdminMfa ? 'required' : 'optional',
    since: policy.requiredForAdminsSince,
  } as const;
  const others = stored.rules.filter(({ scope, name }) => scope === 'role' && !adminRoles.includes(name));
  return {
    all: decided(fixed.all, forAll, ruleAbout('all', '')),
    roles: [
      ...adminRoles.map((role) => ({ role, ...decided(fixed.admins, forAdmins, ruleAbout('role', role)) })),
      ...others.map(({ name, level, requiredSince }) => ({ role: name, ...ofDatabase(level, requiredSince) })),
    ],
    groups: stored.groups.map(({ id, name, level, requiredSince }) => ({
      id,
      name,
      ...ofDatabase(level, requiredSince),
    })),
    gracePeriodDays: daysOf(policy, stored),
  };
}

/** The variables that fix what a change asks for: where the environment decides, nobody else does. */
export function fixedVariables({ fixed }: MfaPolicy, change: PolicyChange): readonly string[] {
  const aboutAdmins = (change.roles ?? []).some(({ role }) => adminRoles.includes(role));
  return [
    ...(fixed.all && change.all !== undefined ? ['REQUIRE_MFA or MFA_POLICY'] : []),
    ...(fixed.admins && aboutAdmins ? ['REQUIRE_ADMIN_MFA'] : []),
    ...(fixed.gracePeriodDays && change.gracePeriodDays !== undefined ? ['MFA_GRACE_PERIOD_DAYS'] : []),
  ];
}

type Rule = Pick<EffectiveRule, 'level' | 'since'>;

function decided(isFixed: boolean, otherwise: Rule, stored: Rule | undefined): EffectiveRule {
  if (isFixed) return { ...otherwise, source: 'environment', fixed: true };
  return { ...(stored ?? otherwise), source: stored === undefined ? 'default' : 'database', fixed: false };
}

function ofDatabase(level: MfaLevel, since: Date | null): EffectiveRule {
  return { level, source: 'database', fixed: false, since };
}

function daysOf({ fixed, gracePeriodDays }: MfaPolicy, stored: StoredPolicy): EffectivePolicy['gracePeriodDays'] {
  if (fixed.gracePeriodDays) return { value: gracePeriodDays, source: 'environment', fixed: true };
  const { gracePeriodDays: chosen } = stored;
  if (chosen === null) return { value: gracePeriodDays, source: 'default', fixed: false };
  return { value: chosen, source: 'database', fixed: false };
}
