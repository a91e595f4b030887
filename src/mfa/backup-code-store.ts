/** Backup codes in the database: replacing the set, and spending one once. */
import { sql } from 'kysely';
import { holdAccount } from '../accounts/hold-account-store.js';
import type { AuditEvent } from '../audit/audit-event.js';
import { auditInsert } from '../audit/audit-store.js';
import { type Fragment, namedParts } from '../database/fragment.js';
import type { Connection } from '../database/schema.js';
import { importedMark } from './backup-codes.js';
import { type CommitProofResult, commitProof, type Proof } from './proof-store.js';

/** What is known of a typed code before it is spent. */
export interface BackupCodeReading {
  readonly isUnused: boolean;
  readonly isUsed: boolean;
  /** Unused codes of the account. */
  readonly remaining: number;
  /** All codes of the account, used or not. */
  readonly total: number;
}

/** A scalar subquery: BackupCodeReading as JSON. `hashes`: the typed code under every key; none for what is no code. */
export function backupCodeReading(accountId: string, hashes: readonly string[]): Fragment {
  const typed = sql`c.code_hash = ANY (${[...hashes]}::text[])`;
  return sql`SELECT jsonb_build_object(
      'isUnused', count(*) FILTER (WHERE ${typed} AND c.used_at IS NULL) > 0,
      'isUsed', count(*) FILTER (WHERE ${typed} AND c.used_at IS NOT NULL) > 0,
      'remaining', count(*) FILTER (WHERE c.used_at IS NULL),
      'total', count(*)
    ) FROM backup_code c WHERE c.account_id = ${accountId}::uuid`;
}

/** One statement: whether the account has, or had, a code of another system's shape. What was spent counts: it is told so. */
export async function hasImportedCodes(connection: Connection, accountId: string): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`SELECT EXISTS (
      SELECT 1 FROM backup_code c WHERE c.account_id = ${accountId}::uuid AND starts_with(c.code_hash, ${importedMark})
    ) AS found`.execute(connection);
  return rows[0]?.found === true;
}

/** ONE statement: the code is spent, and everything that follows from it is written, or neither. */
export async function spendBackupCode(
  connection: Connection,
  { hashes, ...proof }: Omit<Proof, 'consume' | 'alongside'> & { hashes: readonly string[] },
): Promise<CommitProofResult> {
  return commitProof(connection, {
    ...proof,
    consume: (held) => sql`UPDATE backup_code c SET used_at = now() FROM ${held} h
      WHERE c.account_id = h.id AND c.code_hash = ANY (${[...hashes]}::text[]) AND c.used_at IS NULL
      RETURNING c.account_id`,
  });
}

export type ReplaceBackupCodesResult =
  | { readonly ok: true }
  /** Codes belong to another factor; without one there are none. */
  | { readonly ok: false; readonly because: 'mfa_not_enabled' };

/**
 * A new set; the old one is dead when this commits. Two statements in a transaction: the second begins only when the account
 * is ours, and so sees, and removes, a set that someone else stored a moment before.
 */
export async function replaceBackupCodes(
  connection: Connection,
  accountId: string,
  { hashes, events }: { readonly hashes: readonly string[]; readonly events: readonly AuditEvent[] },
): Promise<ReplaceBackupCodesResult> {
  return holdAccount(connection, accountId, async (transaction, account) => {
    if (account === undefined || account.mfaConfiguredAt === null) return { ok: false, because: 'mfa_not_enabled' };
    const parts = namedParts({
      dropped: sql`DELETE FROM backup_code WHERE account_id = ${accountId}::uuid RETURNING 1`,
      added: sql`INSERT INTO backup_code (account_id, code_hash)
        SELECT ${accountId}::uuid, unnest(${[...hashes]}::text[]) RETURNING 1`,
      audited: auditInsert(events),
    });
    await sql`WITH ${parts} SELECT 1`.execute(transaction);
    return { ok: true };
  });
}

/** A scalar subquery: how many unused codes the account with this id has; 0 for no account. */
export function unusedBackupCodes(accountId: Fragment): Fragment {
  return sql`SELECT count(*)::int FROM backup_code c WHERE c.account_id = ${accountId} AND c.used_at IS NULL`;
}

/** One statement. */
export async function countBackupCodes(connection: Connection, accountId: string): Promise<number> {
  const { rows } = await sql<{ remaining: number }>`
    SELECT (${unusedBackupCodes(sql`${accountId}::uuid`)}) AS remaining`.execute(connection);
  return rows[0]?.remaining ?? 0;
}
