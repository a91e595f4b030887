/** Locks one account for a transaction, so that changes which need more than one statement stand in line behind each other. */
import { sql } from 'kysely';
import type { Connection } from '../database/schema.js';
import type { Account } from './account.js';
import { type AccountRow, accountColumns, toAccount } from './account-store.js';

/**
 * Runs `work` in a transaction (the caller's, when it is in one) with the account locked and as it is now. Each statement of
 * `work` sees all that was committed before the lock was given: under READ COMMITTED a snapshot begins with its statement.
 */
export async function holdAccount<T>(
  connection: Connection,
  accountId: string,
  work: (transaction: Connection, account: Account | undefined) => Promise<T>,
): Promise<T> {
  async function held(transaction: Connection): Promise<T> {
    const { rows } = await sql<AccountRow>`SELECT ${accountColumns('a')} FROM account a WHERE a.id = ${accountId}::uuid
      FOR NO KEY UPDATE`.execute(transaction);
    const row = rows[0];
    return work(transaction, row === undefined ? undefined : toAccount(row));
  }
  return connection.isTransaction ? held(connection) : connection.transaction().execute(held);
}
