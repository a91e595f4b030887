/** All rules of the database as a change would leave them, without changing any. */
import { sql } from 'kysely';
import type { AccountRule } from '../accounts/account-rules.js';
import { gracePeriodKey } from '../accounts/account-rules-store.js';
import type { Connection, Database } from '../database/schema.js';
import { type PolicyChange, storePolicy } from '../mfa/policy-change-store.js';

/** A rule with all that an account's decision needs of it; `id` is that of a group. */
export interface BookedRule extends Omit<AccountRule, 'joinedAt'> {
  readonly id: string;
}

export interface RuleBook {
  readonly rules: readonly BookedRule[];
  readonly gracePeriodDays: number | null;
}

export type PreviewResult =
  | { readonly ok: true; readonly book: RuleBook }
  | { readonly ok: false; readonly because: 'group_not_found' };

/**
 * Makes the change and takes it back, in a transaction of three short statements: what a change does to the rules is written once, and a
 * simulation cannot differ from it. Another change that is under way is waited for.
 */
export async function previewRules(database: Database, change: PolicyChange): Promise<PreviewResult> {
  const groups = new Set((change.groups ?? []).map(({ id }) => id.toLowerCase()));
  const transaction = await database.startTransaction().execute();
  try {
    const found = await storePolicy(transaction, change);
    if (found.size < groups.size) return { ok: false, because: 'group_not_found' };
    return { ok: true, book: await readRuleBook(transaction) };
  } finally {
    await transaction.rollback().execute();
  }
}

interface Row {
  readonly scope: BookedRule['scope'] | 'grace';
  readonly id: string;
  readonly name: string;
  readonly level: string;
  readonly required_since: Date | null;
  readonly set_at: Date;
}

/** One statement. */
async function readRuleBook(connection: Connection): Promise<RuleBook> {
  const { rows } = await sql<Row>`
    SELECT scope, '' AS id, name, level, required_since, set_at FROM mfa_rule
    UNION ALL SELECT 'group', id::text, name, mfa_policy, mfa_required_since, mfa_policy_set_at FROM account_group
      WHERE mfa_policy <> 'optional'
    UNION ALL SELECT 'grace', '', '', value, NULL, at FROM installation WHERE key = ${gracePeriodKey}`.execute(
    connection,
  );
  const days = rows.find(({ scope }) => scope === 'grace')?.level;
  const rules = rows.flatMap(({ scope, required_since: requiredSince, set_at: setAt, level, ...rule }) =>
    scope === 'grace' ? [] : [{ ...rule, scope, level: level as BookedRule['level'], requiredSince, setAt }],
  );
  return { rules, gracePeriodDays: days === undefined ? null : Number(days) };
}
