/** The rules about second factors, changed by administrators: what the environment fixes stays, and somebody is left to administer. */
import type { Account } from '../accounts/account.js';
import { isSuperAdmin } from '../accounts/administration.js';
import { listAdministrators } from '../accounts/administrator-list-store.js';
import type { AuditEvent } from '../audit/audit-event.js';
import { recordEvents } from '../audit/audit-store.js';
import type { Connection, Database } from '../database/schema.js';
import { isUuid } from '../database/uuid.js';
import { Problem } from '../http/problem.js';
import { type EffectivePolicy, effectivePolicy, fixedVariables } from '../mfa/effective-policy.js';
import type { MfaPolicy } from '../mfa/policy.js';
import { holdPolicy, type PolicyChange, readStoredPolicy, storePolicy } from '../mfa/policy-change-store.js';
import { workingKinds } from '../mfa/working-administrators.js';
import { type Administrator, performOnInstallation } from './administer.js';
import { groupNotFound } from './administration-problems.js';
import { installationEvent } from './change-client.js';

/** Rules about roles and groups there can be: they are read with every account, and shown on one page. */
const mostRules = 200;

export interface AskedPolicyChange {
  readonly change: PolicyChange;
  /** Kept in the audit log. */
  readonly reason: string;
  /** Also when no administrator would be left who can work. */
  readonly force: boolean;
}

/** One transaction. Problems: `super_admin_required`, `fixed_by_environment`, `group_not_found`, `too_many_rules`, `no_admin_left`. */
export async function changePolicy(
  { database, policy }: { readonly database: Database; readonly policy: MfaPolicy },
  by: Administrator,
  asked: AskedPolicyChange,
): Promise<EffectivePolicy> {
  return performOnInstallation(database, by, async (transaction, admin: Account) => {
    permitPolicyChange(by, admin);
    return applyPolicyChange(transaction, policy, asked, (detail) => installationEvent(by, 'policy.changed', detail));
  });
}

/** Inside a transaction; a Problem undoes everything. Returns the policy after the change. */
export async function applyPolicyChange(
  transaction: Connection,
  policy: MfaPolicy,
  { change, reason, force }: AskedPolicyChange,
  event: (detail: Readonly<Record<string, unknown>>) => AuditEvent,
): Promise<EffectivePolicy> {
  permitByEnvironment(policy, change);
  const groupIds = new Set((change.groups ?? []).map(({ id }) => id.toLowerCase()));
  if (![...groupIds].every(isUuid)) throw groupNotFound();
  return keepingAdministrators(transaction, policy, { force }, async () => {
    const before = effectivePolicy(policy, await readStoredPolicy(transaction));
    const found = await storePolicy(transaction, change);
    if (found.size < groupIds.size) throw groupNotFound();
    const after = effectivePolicy(policy, await readStoredPolicy(transaction));
    if (after.roles.length + after.groups.length > mostRules) {
      throw new Problem(409, 'too_many_rules', `There can be ${mostRules} rules. Take some away first.`);
    }
    const changes = changesBetween(before, after);
    if (changes.length > 0) {
      await recordEvents(transaction, [event({ changes, reason, ...(force ? { forced: true } : {}) })]);
    }
    return after;
  });
}

/** Problem `fixed_by_environment`. */
export function permitByEnvironment(policy: MfaPolicy, change: PolicyChange): void {
  const fixed = fixedVariables(policy, change);
  if (fixed.length > 0) {
    const sentence = `The environment decides this (${fixed.join(', ')}). Change it there, or take it away.`;
    throw new Problem(409, 'fixed_by_environment', sentence, { members: { fixed_by: fixed } });
  }
}

/**
 * Runs a change of rules or of who is under them. Refused with `no_admin_left` when it takes the last administrator who can work, of
 * either kind; who cannot work before is not lost by it.
 */
export async function keepingAdministrators<T>(
  transaction: Connection,
  policy: MfaPolicy,
  { force }: { readonly force: boolean },
  change: () => Promise<T>,
): Promise<T> {
  await holdPolicy(transaction);
  if (force) return change();
  const before = workingKinds(await listAdministrators(transaction), policy);
  const result = await change();
  const after = workingKinds(await listAdministrators(transaction), policy);
  const lost = [...before].find((kind) => !after.has(kind));
  if (lost === undefined) return result;
  const sentence = `No ${lost} would be left who can sign in and administer. Set up a second factor first, or force it.`;
  throw new Problem(409, 'no_admin_left', sentence);
}

/** Whoever runs commands on the machine could do it there. */
export function permitPolicyChange({ isBreakGlass }: Pick<Administrator, 'isBreakGlass'>, admin: Account): void {
  if (isBreakGlass || isSuperAdmin(admin)) return;
  throw new Problem(403, 'super_admin_required', 'Only a super_admin changes the rules about second factors.');
}

/** For the audit log. A list, because names that people chose are no keys. */
function changesBetween(before: EffectivePolicy, after: EffectivePolicy): readonly Readonly<Record<string, unknown>>[] {
  const former = rowsOf(before);
  const present = rowsOf(after);
  const ids = new Set([...former.keys(), ...present.keys()]);
  return [...ids].flatMap((id) => {
    const from = former.get(id);
    const to = present.get(id);
    if (from?.value === to?.value && from?.source === to?.source) return [];
    const { rule, name } = (to ?? from) as Row;
    return [{ rule, ...(name === undefined ? {} : { name }), from: from?.value ?? null, to: to?.value ?? null }];
  });
}

interface Row {
  readonly rule: 'all' | 'role' | 'group' | 'grace_period_days';
  readonly name?: string;
  readonly value: string | number;
  readonly source: string;
}

function rowsOf({ all, roles, groups, gracePeriodDays }: EffectivePolicy): ReadonlyMap<string, Row> {
  return new Map<string, Row>([
    ['all', { rule: 'all', value: all.level, source: all.source }],
    ...roles.map(({ role, level, source }): [string, Row] => [
      `role ${role}`,
      { rule: 'role', name: role, value: level, source },
    ]),
    ...groups.map(({ id, name, level, source }): [string, Row] => [
      `group ${id}`,
      { rule: 'group', name, value: level, source },
    ]),
    ['days', { rule: 'grace_period_days', value: gracePeriodDays.value, source: gracePeriodDays.source }],
  ]);
}
