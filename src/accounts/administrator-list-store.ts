/** The administrators who can sign in. */
import { sql } from 'kysely';
import type { Connection } from '../database/schema.js';
import { type Account, adminRoles } from './account.js';
import { type AccountRow, accountColumns, toAccount } from './account-store.js';

/** One statement: active, with a password. */
export async function listAdministrators(connection: Connection): Promise<readonly Account[]> {
  const { rows } = await sql<AccountRow>`SELECT ${accountColumns('a')} FROM account a
    WHERE a.roles && ${[...adminRoles]}::text[] AND a.status = 'active' AND a.password_hash IS NOT NULL
    ORDER BY a.id`.execute(connection);
  return rows.map(toAccount);
}
