/** Lists accounts page by page, oldest first. */
import { sql } from 'kysely';
import type { Connection } from '../database/schema.js';
import { isUuid } from '../database/uuid.js';
import type { Account, AccountStatus } from './account.js';
import { type AccountRow, accountColumns, toAccount } from './account-store.js';
import { emailKey } from './email.js';

export interface AccountFilter {
  /** The whole address, in any spelling of it. */
  readonly email?: string;
  readonly mfaEnabled?: boolean;
  readonly role?: string;
  readonly status?: AccountStatus;
}

export type AccountPage =
  | { readonly ok: true; readonly accounts: readonly Account[]; readonly nextCursor: string | null }
  | { readonly ok: false; readonly because: 'malformed_cursor' };

/** One statement. `limit` is the caller's to bound. Accounts made while someone pages appear at the end. */
export async function listAccounts(
  connection: Connection,
  filter: AccountFilter,
  page: { readonly limit: number; readonly cursor?: string },
): Promise<AccountPage> {
  const after = page.cursor === undefined ? { microseconds: '-1', id: zeroId } : parseCursor(page.cursor);
  if (after === null) return { ok: false, because: 'malformed_cursor' };
  const conditions = [
    sql`(a.created_at, a.id) > (timestamptz 'epoch' + ${after.microseconds}::bigint * interval '1 microsecond', ${after.id}::uuid)`,
  ];
  if (filter.email !== undefined) conditions.push(sql`a.email_key = ${emailKey(filter.email)}`);
  if (filter.mfaEnabled !== undefined) {
    conditions.push(filter.mfaEnabled ? sql`a.mfa_configured_at IS NOT NULL` : sql`a.mfa_configured_at IS NULL`);
  }
  if (filter.role !== undefined) conditions.push(sql`a.roles @> ARRAY[${filter.role.replaceAll('\0', '')}]::text[]`);
  if (filter.status !== undefined) conditions.push(sql`a.status = ${filter.status}`);

  const { rows } = await sql<AccountRow & { microseconds: string }>`
    SELECT ${accountColumns('a')}, (extract(epoch FROM a.created_at) * 1000000)::bigint::text AS microseconds
    FROM account a WHERE ${sql.join(conditions, sql` AND `)}
    ORDER BY a.created_at, a.id LIMIT ${page.limit + 1}::int`.execute(connection);
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  return {
    ok: true,
    accounts: shown.map(toAccount),
    nextCursor: rows.length > page.limit && last !== undefined ? formatCursor(last.microseconds, last.id) : null,
  };
}

const zeroId = '00000000-0000-0000-0000-000000000000';

/** Microseconds, because a Date would lose the last three digits and with them rows of the same millisecond. */
function formatCursor(microseconds: string, id: string): string {
  return Buffer.from(`${microseconds}.${id}`).toString('base64url');
}

function parseCursor(cursor: string): { microseconds: string; id: string } | null {
  const [microseconds = '', id = ''] = Buffer.from(cursor.slice(0, 200), 'base64url').toString().split('.', 2);
  return /^\d{1,16}$/.test(microseconds) && isUuid(id) ? { microseconds, id } : null;
}
