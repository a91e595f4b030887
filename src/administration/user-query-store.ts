/** Reads accounts for administrators, over the API, the pages and the command line: one statement, and no column that is not asked for. */
import { sql } from 'kysely';
import { accountRules } from '../accounts/account-rules-store.js';
import type { AccountRow } from '../accounts/account-store.js';
import type { Fragment } from '../database/fragment.js';
import type { Connection } from '../database/schema.js';
import { isUuid } from '../database/uuid.js';
import type { UserPosition, UserSort } from './user-cursor.js';
import { conditionAfter, filterConditions, orderOf, type UserFilter } from './user-filter-store.js';

/** A second factor as `mfa_factors` shows it; times already written as ISO 8601 in UTC. */
interface FactorRow {
  readonly id: string;
  readonly type: 'totp';
  readonly name: string;
  readonly created_at: string;
  readonly last_used_at: string | null;
}

/** Everything that can be selected. A reading holds the columns asked for and no others. */
export interface UserRow extends AccountRow {
  readonly backup_codes_remaining: number;
  readonly mfa_factors: readonly FactorRow[];
  /** Names of the groups it is in. */
  readonly groups: readonly string[];
  /** The database's time of the reading: grace periods are measured by it. */
  readonly read_at: Date;
}

export type UserColumn = keyof UserRow;

/** What the decision about a second factor looks at: the whole account, and when it was read. */
export const decisionColumns = Object.keys({
  id: true,
  email: true,
  email_verified_at: true,
  name: true,
  locale: true,
  roles: true,
  status: true,
  generation: true,
  mfa_configured_at: true,
  mfa_last_verified_at: true,
  role_gained_at: true,
  grace_ended_at: true,
  grace_extended_until: true,
  enrolment_demanded_at: true,
  mfa_reminded_at: true,
  backup_codes_confirmed_at: true,
  created_at: true,
  updated_at: true,
  last_sign_in_at: true,
  roles_gained_at: true,
  mfa_rules: true,
  read_at: true,
} satisfies Record<keyof AccountRow | 'read_at', true>) as readonly (keyof AccountRow | 'read_at')[];

/** A row of a list, with its place there. */
export interface ListedUserRow extends UserRow {
  readonly position_id: string;
  readonly position_key: string;
}

/** One page of rows, and where the next begins. */
export interface UserRowPage {
  readonly rows: readonly ListedUserRow[];
  readonly next: UserPosition | null;
}

/** One statement. Text that is no id at all finds nothing. */
export async function findUserRow(
  connection: Connection,
  id: string,
  columns: ReadonlySet<UserColumn>,
): Promise<UserRow | undefined> {
  if (!isUuid(id)) return undefined;
  const { rows } = await sql<UserRow>`
    SELECT ${selection(columns)} FROM account a WHERE a.id = ${id}::uuid`.execute(connection);
  return rows[0];
}

export interface AskedPage {
  readonly limit: number;
  readonly sort: UserSort;
  readonly after: UserPosition | undefined;
}

/** One statement. By age, accounts made while someone pages appear at the end. */
export async function listUserRows(
  connection: Connection,
  filter: UserFilter,
  page: AskedPage,
  columns: ReadonlySet<UserColumn>,
): Promise<UserRowPage> {
  const conditions = [...filterConditions(filter), ...(page.after === undefined ? [] : [conditionAfter(page.after)])];
  const { orderBy, key } = orderOf(page.sort);
  const { rows } = await sql<ListedUserRow>`
    SELECT ${selection(columns)}, a.id AS position_id, ${key} AS position_key
    FROM account a WHERE ${sql.join(conditions, sql` AND `)}
    ORDER BY ${orderBy} LIMIT ${page.limit + 1}::int`.execute(connection);
  const shown = rows.slice(0, page.limit);
  const last = rows.length > page.limit ? shown.at(-1) : undefined;
  return {
    rows: shown,
    next: last === undefined ? null : positionOf(last, page.sort),
  };
}

/** Behind this row. */
export function positionOf({ position_id: id, position_key: key }: ListedUserRow, sort: UserSort): UserPosition {
  return { sort, key, id };
}

function selection(columns: ReadonlySet<UserColumn>): Fragment {
  return sql.join([...columns].map((column) => computed[column] ?? sql.ref(`a.${column}`)));
}

/** Columns that are not the account's own. */
const computed: Partial<Record<UserColumn, Fragment>> = {
  read_at: sql`now() AS read_at`,
  mfa_rules: sql`${accountRules('a')} AS mfa_rules`,
  backup_codes_remaining: sql`(
    SELECT count(*)::int FROM backup_code b WHERE b.account_id = a.id AND b.used_at IS NULL
  ) AS backup_codes_remaining`,
  mfa_factors: sql`(
    SELECT coalesce(json_agg(json_build_object('id', t.id, 'type', 'totp', 'name', t.name,
      'created_at', ${isoText('t.created_at')}, 'last_used_at', ${isoText('t.last_used_at')})
      ORDER BY t.created_at, t.id), '[]'::json)
    FROM totp_credential t WHERE t.account_id = a.id
  ) AS mfa_factors`,
  groups: sql`(
    SELECT coalesce(json_agg(g.name ORDER BY lower(g.name)), '[]'::json)
    FROM account_group_member m JOIN account_group g ON g.id = m.group_id WHERE m.account_id = a.id
  ) AS groups`,
};

/** Inside JSON the drivers see only text, and its form would depend on the connection's time zone. */
function isoText(column: string): Fragment {
  return sql`to_char(${sql.ref(column)} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
