/** The rules about an account as one column of its row, for every statement that reads an account in order to decide. */
import { sql } from 'kysely';
import type { Fragment } from '../database/fragment.js';
import type { AccountRule, AccountRules } from './account-rules.js';

/** Key in `installation` under which the number of days is kept, once somebody chose one. */
export const gracePeriodKey = 'mfa_grace_period_days';

/** The column as JSON brings it: moments in ISO 8601 with an offset. */
export interface AccountRulesRow {
  readonly grace_period_days: string | null;
  readonly rules:
    | readonly (Pick<AccountRule, 'scope' | 'name' | 'level'> & {
        readonly required_since: string | null;
        readonly set_at: string;
        readonly joined_at: string | null;
      })[]
    | null;
}

/**
 * An expression over the account table or part named `alias`, which must have `id`, `roles` and `roles_gained_at`. The rules are few; of
 * groups only those are read of which the account is a member.
 */
export function accountRules(alias: string): Fragment {
  const [id, roles, gainedAt] = ['id', 'roles', 'roles_gained_at'].map((column) => sql.ref(`${alias}.${column}`));
  return sql`jsonb_build_object(
    'grace_period_days', (SELECT days.value FROM installation days WHERE days.key = ${gracePeriodKey}),
    'rules', (SELECT jsonb_agg(to_jsonb(applying)) FROM (
      SELECT rule.scope, rule.name, rule.level, rule.required_since, rule.set_at,
        (${gainedAt} ->> rule.name)::timestamptz AS joined_at
      FROM mfa_rule rule WHERE rule.scope = 'all' OR rule.name = ANY (${roles})
      UNION ALL
      SELECT 'group', own_group.name, own_group.mfa_policy, own_group.mfa_required_since, own_group.mfa_policy_set_at,
        member.joined_at
      FROM account_group_member member JOIN account_group own_group ON own_group.id = member.group_id
      WHERE member.account_id = ${id} AND own_group.mfa_policy <> 'optional'
    ) AS applying)
  )`;
}

/** The value of a row's `mfa_rules`. */
export function toAccountRules({ grace_period_days: days, rules }: AccountRulesRow): AccountRules {
  return {
    gracePeriodDays: days === null ? null : Number(days),
    rules: (rules ?? []).map(({ scope, name, level, required_since: since, set_at: setAt, joined_at: joinedAt }) => ({
      scope,
      name,
      level,
      requiredSince: since === null ? null : new Date(since),
      setAt: new Date(setAt),
      joinedAt: joinedAt === null ? null : new Date(joinedAt),
    })),
  };
}
