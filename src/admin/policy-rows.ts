/** The rules as rows of a page and of a form, each with the name of its field. Pure. */
import type { MfaLevel } from '../accounts/account-rules.js';
import type { EffectivePolicy, EffectiveRule, PolicySource } from '../mfa/effective-policy.js';
import type { PolicyMessages } from './messages/en-policy.js';

export interface PolicyRow extends EffectiveRule {
  /** Of its input. */
  readonly field: string;
  readonly who: string;
  /** What decides it where the environment does. */
  readonly variable: string;
  /** A group has no default to go back to: its weakest rule is none. */
  readonly hasDefault: boolean;
}

export const daysVariable = 'MFA_GRACE_PERIOD_DAYS';
const administratorRoles: readonly string[] = ['admin', 'super_admin'];

export function rowsOf({ all, roles, groups }: EffectivePolicy, texts: PolicyMessages): readonly PolicyRow[] {
  return [
    { ...all, field: 'all', who: texts.everybody, variable: 'REQUIRE_MFA, MFA_POLICY', hasDefault: true },
    ...roles.map(({ role, ...rule }) => ({
      ...rule,
      field: roleField(role),
      who: texts.role(role),
      variable: administratorRoles.includes(role) ? 'REQUIRE_ADMIN_MFA' : '',
      hasDefault: true,
    })),
    ...groups.map(({ id, name, ...rule }) => ({
      ...rule,
      field: groupField(id),
      who: texts.group(name),
      variable: '',
      hasDefault: false,
    })),
  ];
}

export function roleField(role: string): string {
  return `role_${role}`;
}

export function groupField(id: string): string {
  return `group_${id}`;
}

/** What stands in a rule's field: its level, or that there is none. */
export function fieldValue({ level, source }: { readonly level: MfaLevel; readonly source: PolicySource }): string {
  return source === 'default' ? noRule : level;
}

export const noRule = 'default';

export function sourceWords(
  { source, variable }: { readonly source: PolicySource; readonly variable: string },
  { sources }: PolicyMessages,
): string {
  return source === 'environment' ? sources.environment(variable) : sources[source];
}
