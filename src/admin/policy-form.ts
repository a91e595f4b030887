/** From the form about the policy to a change of it: only what is different from what counts now. */
import { type MfaLevel, mfaLevels } from '../accounts/account-rules.js';
import { findGroup } from '../accounts/group-store.js';
import type { Connection } from '../database/schema.js';
import type { EffectivePolicy } from '../mfa/effective-policy.js';
import type { PolicyChange } from '../mfa/policy-change-store.js';
import type { PolicyMessages } from './messages/en-policy.js';
import { fieldValue, groupField, noRule, roleField } from './policy-rows.js';

/** Rules of a kind that one change can set: what happened must fit one entry of the audit log. */
const mostAtOnce = 10;

/** One line of what would be different, in words. */
export interface PolicyDifference {
  readonly who: string;
  readonly from: string;
  readonly to: string;
}

export type ReadPolicyForm =
  | { readonly ok: true; readonly change: PolicyChange; readonly differences: readonly PolicyDifference[] }
  | { readonly ok: false; readonly field: string; readonly because: keyof PolicyMessages['problems'] };

/** No statement, or one when a group is named. Fields that are not there change nothing. */
export async function readPolicyForm(
  connection: Connection,
  form: ReadonlyMap<string, string>,
  policy: EffectivePolicy,
  texts: PolicyMessages,
): Promise<ReadPolicyForm> {
  const differences: PolicyDifference[] = [];
  const roles: { role: string; level: MfaLevel | null }[] = [];
  const groups: { id: string; level: MfaLevel }[] = [];
  const inWords = (value: string) => (isLevel(value) ? texts.levels[value] : texts.form.default);
  const differs = (who: string, from: string, to: string) => differences.push({ who, from, to });
  const asked = (field: string, rule: { level: MfaLevel; source: 'environment' | 'database' | 'default' }) => {
    const value = form.get(field);
    return value === undefined || value === fieldValue(rule) ? undefined : value;
  };

  const all = asked('all', policy.all);
  if (all !== undefined && !isRule(all)) return { ok: false, field: 'all', because: 'level' };
  if (all !== undefined) differs(texts.everybody, inWords(fieldValue(policy.all)), inWords(all));
  for (const rule of policy.roles) {
    const level = asked(roleField(rule.role), rule);
    if (level === undefined) continue;
    if (!isRule(level)) return { ok: false, field: roleField(rule.role), because: 'level' };
    roles.push({ role: rule.role, level: levelOf(level) });
    differs(texts.role(rule.role), inWords(fieldValue(rule)), inWords(level));
  }
  for (const rule of policy.groups) {
    const level = asked(groupField(rule.id), rule);
    if (level === undefined) continue;
    if (!isLevel(level)) return { ok: false, field: groupField(rule.id), because: 'level' };
    groups.push({ id: rule.id, level });
    differs(texts.group(rule.name), inWords(rule.level), inWords(level));
  }

  const role = (form.get('new_role') ?? '').trim();
  if (role !== '') {
    const level = form.get('new_role_level') ?? '';
    if (!/^[a-z0-9_-]{1,40}$/.test(role)) return { ok: false, field: 'new_role', because: 'role' };
    if (!isLevel(level)) return { ok: false, field: 'new_role_level', because: 'level' };
    roles.push({ role, level });
    differs(texts.role(role), texts.form.default, inWords(level));
  }
  const groupName = (form.get('new_group') ?? '').trim();
  if (groupName !== '') {
    const level = form.get('new_group_level') ?? '';
    const group = await findGroup(connection, groupName);
    if (group === undefined) return { ok: false, field: 'new_group', because: 'group' };
    if (!isLevel(level)) return { ok: false, field: 'new_group_level', because: 'level' };
    groups.push({ id: group.id, level });
    differs(texts.group(group.name), inWords(group.mfaPolicy), inWords(level));
  }

  const days = daysOf(form.get('days'), policy.gracePeriodDays);
  if (days === 'wrong') return { ok: false, field: 'days', because: 'days' };
  if (days !== undefined) {
    const { value } = policy.gracePeriodDays;
    differs(texts.days, String(value), days === null ? texts.form.default : String(days));
  }
  if (roles.length > mostAtOnce || groups.length > mostAtOnce) return { ok: false, field: 'form', because: 'many' };
  if (differences.length === 0) return { ok: false, field: 'form', because: 'nothing' };
  const change = {
    all: all === undefined ? undefined : levelOf(all),
    roles: roles.length === 0 ? undefined : roles,
    groups: groups.length === 0 ? undefined : groups,
    gracePeriodDays: days,
  };
  return { ok: true, change, differences };
}

function daysOf(
  typed: string | undefined,
  { value, source }: EffectivePolicy['gracePeriodDays'],
): number | null | undefined | 'wrong' {
  const text = typed?.trim();
  const shown = source === 'default' ? '' : String(value);
  if (text === undefined || text === shown) return undefined;
  if (text === '') return null;
  return /^\d{1,2}$/.test(text) && Number(text) <= 90 ? Number(text) : 'wrong';
}

function isLevel(text: string): text is MfaLevel {
  return mfaLevels.some((level) => level === text);
}

function isRule(text: string): boolean {
  return text === noRule || isLevel(text);
}

function levelOf(text: string): MfaLevel | null {
  return isLevel(text) ? text : null;
}
