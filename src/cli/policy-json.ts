/** The policy as commands print it. */
import { showPolicy } from '../api/policy-schema.js';
import type { EffectivePolicy, EffectiveRule } from '../mfa/effective-policy.js';
import type { Answer } from './command.js';
import { table } from './printable.js';

/** As `GET /api/policy` answers, with `more` members first; and as a table for people. */
export function policyAnswer(policy: EffectivePolicy, more: Readonly<Record<string, unknown>> = {}): Answer {
  const { all, roles, groups, gracePeriodDays: days } = policy;
  const row = (rule: string, { level, source, since }: EffectiveRule) => ({ rule, level, source, since });
  const rows = [
    row('all', all),
    ...roles.map(({ role, ...rule }) => row(`role ${role}`, rule)),
    ...groups.map(({ name, ...rule }) => row(`group ${name}`, rule)),
    { rule: 'grace period', level: `${days.value} days`, source: days.source, since: null },
  ].map((one) => ({ ...one, since: one.since?.toISOString() ?? null }));
  return { json: { ...more, ...showPolicy(policy) }, text: table(rows, ['rule', 'level', 'source', 'since'], '') };
}
