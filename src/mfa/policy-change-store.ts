/** The rules about second factors that the database keeps: read for people to see, and changed. */
import { sql } from 'kysely';
import { adminRoles } from '../accounts/account.js';
import type { MfaLevel } from '../accounts/account-rules.js';
import { gracePeriodKey } from '../accounts/account-rules-store.js';
import { namedParts } from '../database/fragment.js';
import type { Connection } from '../database/schema.js';
import { requiredForAdmins, requiredForAll } from './policy-store.js';

/** A rule about everybody (without a name) or about a role. */
export interface StoredRule {
  readonly scope: 'all' | 'role';
  readonly name: string;
  readonly level: MfaLevel;
  /** When it first required something. */
  readonly requiredSince: Date | null;
}

/** A group that has a rule. */
export interface RuledGroup {
  readonly id: string;
  readonly name: string;
  readonly level: MfaLevel;
  readonly requiredSince: Date | null;
}

export interface StoredPolicy {
  readonly rules: readonly StoredRule[];
  readonly groups: readonly RuledGroup[];
  readonly gracePeriodDays: number | null;
}

/** What is not given stays. Null takes the rule away, so that the default counts again. */
export interface PolicyChange {
  readonly all?: MfaLevel | null | undefined;
  readonly roles?: readonly { readonly role: string; readonly level: MfaLevel | null }[] | undefined;
  readonly groups?: readonly { readonly id: string; readonly level: MfaLevel }[] | undefined;
  readonly gracePeriodDays?: number | null | undefined;
}

/** One change of the policy at a time, so that two together cannot do what each alone may not. Reading goes on. */
export async function holdPolicy(transaction: Connection): Promise<void> {
  await sql`LOCK TABLE mfa_rule IN SHARE ROW EXCLUSIVE MODE`.execute(transaction);
}

/** One statement. Groups without a rule are left out. */
export async function readStoredPolicy(connection: Connection): Promise<StoredPolicy> {
  const { rows } = await sql<{
    scope: 'all' | 'role' | 'group' | 'grace';
    id: string;
    name: string;
    level: string;
    required_since: Date | null;
  }>`
    SELECT scope, '' AS id, name, level, required_since FROM mfa_rule
    UNION ALL SELECT 'group', id::text, name, mfa_policy, mfa_required_since FROM account_group WHERE mfa_policy <> 'optional'
    UNION ALL SELECT 'grace', '', '', value, NULL FROM installation WHERE key = ${gracePeriodKey}
    ORDER BY scope, name`.execute(connection);
  const rules: StoredRule[] = [];
  const groups: RuledGroup[] = [];
  let gracePeriodDays: number | null = null;
  for (const { scope, id, name, required_since: requiredSince, ...row } of rows) {
    const level = row.level as MfaLevel;
    if (scope === 'grace') gracePeriodDays = Number(row.level);
    else if (scope === 'group') groups.push({ id, name, level, requiredSince });
    else rules.push({ scope, name, level, requiredSince });
  }
  return { rules, groups, gracePeriodDays };
}

/**
 * One statement, inside a transaction that holds the policy. Returns the ids of the groups that were found. What is required for the
 * first time is so since this moment, for ever: taking a rule away and setting it again renews nobody's grace period.
 */
export async function storePolicy(
  transaction: Connection,
  { all, roles = [], groups = [], gracePeriodDays }: PolicyChange,
): Promise<ReadonlySet<string>> {
  const forAll = all === undefined ? [] : [{ scope: 'all', name: '', level: all, key: requiredForAll }];
  const forRoles = new Map(roles.map(({ role, level }) => [role, level]));
  const rules = [
    ...forAll,
    ...[...forRoles].map(([name, level]) => ({ scope: 'role', name, level, key: keyOfRole(name) })),
  ];
  const groupRows = [...new Map(groups.map(({ id, level }) => [id, level]))].map(([id, level]) => ({ id, level }));
  const parts = namedParts({
    asked: sql`SELECT * FROM jsonb_to_recordset(${JSON.stringify(rules)}::jsonb)
      AS r(scope text, name text, level text, key text)`,
    recorded: sql`INSERT INTO installation (key, value)
      SELECT DISTINCT key, 'first applied' FROM asked WHERE level = 'required' ON CONFLICT (key) DO NOTHING RETURNING 1`,
    removed: sql`DELETE FROM mfa_rule r USING asked WHERE r.scope = asked.scope AND r.name = asked.name AND asked.level IS NULL
      RETURNING 1`,
    ruled: sql`INSERT INTO mfa_rule AS r (scope, name, level, required_since)
      SELECT asked.scope, asked.name, asked.level, coalesce(i.at, CASE WHEN asked.level = 'required' THEN now() END)
      FROM asked LEFT JOIN installation i ON i.key = asked.key WHERE asked.level IS NOT NULL
      ON CONFLICT (scope, name) DO UPDATE SET level = excluded.level,
        required_since = coalesce(r.required_since, excluded.required_since),
        set_at = CASE WHEN r.level = excluded.level THEN r.set_at ELSE now() END RETURNING 1`,
    grouped: sql`UPDATE account_group g SET mfa_policy = asked_group.level,
        mfa_required_since = coalesce(g.mfa_required_since, CASE WHEN asked_group.level = 'required' THEN now() END),
        mfa_policy_set_at = CASE WHEN g.mfa_policy = asked_group.level THEN g.mfa_policy_set_at ELSE now() END
      FROM jsonb_to_recordset(${JSON.stringify(groupRows)}::jsonb) AS asked_group(id uuid, level text)
      WHERE g.id = asked_group.id RETURNING g.id::text AS id`,
    grace_removed: sql`DELETE FROM installation WHERE key = ${gracePeriodKey} AND ${gracePeriodDays === null}::boolean RETURNING 1`,
    grace_set: sql`INSERT INTO installation (key, value) SELECT ${gracePeriodKey}, ${String(gracePeriodDays)}
      WHERE ${typeof gracePeriodDays === 'number'}::boolean
      ON CONFLICT (key) DO UPDATE SET value = excluded.value, at = now() RETURNING 1`,
  });
  const { rows } = await sql<{ id: string }>`WITH ${parts} SELECT id FROM grouped`.execute(transaction);
  return new Set(rows.map(({ id }) => id));
}

/** Where the beginning is remembered. The default about administrators and the database's rules about them share theirs. */
function keyOfRole(role: string): string {
  return adminRoles.includes(role) ? requiredForAdmins : `mfa_required_for_role:${role}`;
}
