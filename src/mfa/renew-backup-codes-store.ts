/** New backup codes for somebody who has a second factor: the old ones are dead, and what was signed in elsewhere ends. */
import { sql } from 'kysely';
import { endingParts, type Kept, keepingParts } from '../accounts/generation-store.js';
import type { AuditEvent } from '../audit/audit-event.js';
import { auditInsert } from '../audit/audit-store.js';
import { namedParts } from '../database/fragment.js';
import type { Connection } from '../database/schema.js';

export interface RenewBackupCodes {
  readonly accountId: string;
  readonly hashes: readonly string[];
  readonly kept: Kept;
  readonly events: readonly AuditEvent[];
}

/**
 * One statement, for an account that the caller has locked in this transaction and found to have a factor. Whoever made codes in
 * the owner's place, or had the old ones, is signed out with this. That the new ones are saved is not known yet.
 */
export async function renewBackupCodes(
  transaction: Connection,
  { accountId, hashes, kept, events }: RenewBackupCodes,
): Promise<{ readonly generation: number }> {
  const raised = sql.ref('raised');
  const parts = namedParts({
    raised: sql`UPDATE account SET generation = generation + 1, backup_codes_confirmed_at = NULL, updated_at = now()
      WHERE id = ${accountId}::uuid RETURNING id, generation`,
    dropped: sql`DELETE FROM backup_code c USING raised WHERE c.account_id = raised.id RETURNING 1`,
    added: sql`INSERT INTO backup_code (account_id, code_hash)
      SELECT raised.id, unnest(${[...hashes]}::text[]) FROM raised RETURNING 1`,
    ...endingParts(raised, kept),
    ...keepingParts(raised, kept),
    audited: auditInsert(events, raised),
  });
  const { rows } = await sql<{ generation: number }>`WITH ${parts} SELECT generation FROM raised`.execute(transaction);
  const row = rows[0];
  if (row === undefined) throw new Error('A locked account was not there when its backup codes were renewed.');
  return { generation: row.generation };
}

/** One statement: the person says that the codes are saved. Nothing when there are none. */
export async function confirmBackupCodes(connection: Connection, accountId: string): Promise<void> {
  await sql`UPDATE account SET backup_codes_confirmed_at = now()
    WHERE id = ${accountId}::uuid AND mfa_configured_at IS NOT NULL`.execute(connection);
}
