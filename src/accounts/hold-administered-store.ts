/** Locks an administrator and the account that they are about to change, so that the decision and the change see the same. */
import { sql } from 'kysely';
import type { Connection, Database } from '../database/schema.js';
import { type Account, adminRoles, isAdmin } from './account.js';
import { type AccountRow, accountColumns, toAccount } from './account-store.js';

/** As the accounts are now; nobody else changes them before the transaction ends. */
export interface HeldAccounts {
  readonly actor: Account | undefined;
  /** Undefined when there is no such account, or none was asked for. */
  readonly target: Account | undefined;
  /** When the target is an administrator: the others who are active and have a password. */
  readonly otherAdmins: readonly Account[];
}

/**
 * Runs `work` in a transaction. One statement locks all rows in the order of their ids, so that two administrators who disable
 * each other at the same moment stand in line: the second finds itself disabled. The other administrators are locked only when
 * one may go; who becomes one meanwhile is not counted, which errs on the safe side.
 */
export async function holdAdministered<T>(
  database: Database,
  { actorId, targetId }: { readonly actorId: string; readonly targetId: string | undefined },
  work: (transaction: Connection, held: HeldAccounts) => Promise<T>,
): Promise<T> {
  const admins = [...adminRoles];
  return database.transaction().execute(async (transaction) => {
    const { rows } = await sql<AccountRow & { has_password: boolean }>`
      SELECT ${accountColumns('a')}, a.password_hash IS NOT NULL AS has_password
      FROM account a
      WHERE a.id IN (
        SELECT unnest(ARRAY[${actorId}::uuid, ${targetId ?? null}::uuid])
        UNION
        SELECT o.id FROM account o WHERE o.roles && ${admins}::text[] AND o.status = 'active' AND EXISTS (
          SELECT 1 FROM account t WHERE t.id = ${targetId ?? null}::uuid AND t.roles && ${admins}::text[]
        )
      )
      ORDER BY a.id FOR NO KEY UPDATE OF a`.execute(transaction);
    const find = (id: string | undefined) => {
      const row = rows.find((candidate) => candidate.id === id?.toLowerCase());
      return row === undefined ? undefined : toAccount(row);
    };
    const others = rows.filter(
      (row) => row.id !== targetId?.toLowerCase() && row.has_password && row.status === 'active',
    );
    return work(transaction, {
      actor: find(actorId),
      target: find(targetId),
      otherAdmins: others.map(toAccount).filter(isAdmin),
    });
  });
}
