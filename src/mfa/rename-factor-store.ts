/** What a person calls an authenticator app. A name decides nothing: no session ends. */
import { sql } from 'kysely';
import { holdAccount } from '../accounts/hold-account-store.js';
import type { AuditEvent } from '../audit/audit-event.js';
import { auditInsert } from '../audit/audit-store.js';
import { namedParts } from '../database/fragment.js';
import type { Connection } from '../database/schema.js';
import { isUuid } from '../database/uuid.js';
import { factorName } from './totp-enrolment.js';

export interface RenameFactor {
  readonly accountId: string;
  readonly factorId: string;
  /** As it was typed; cleaned here. */
  readonly name: string;
  readonly events: readonly AuditEvent[];
}

export type RenameFactorResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly because: 'factor_not_found' }
  /** Another app of the account has this name, perhaps in other letter case. */
  | { readonly ok: false; readonly because: 'name_taken' };

/** Two statements in a transaction: names are compared behind the account's lock, where none can be added. */
export async function renameFactor(connection: Connection, rename: RenameFactor): Promise<RenameFactorResult> {
  const { accountId, factorId, events } = rename;
  if (!isUuid(factorId)) return { ok: false, because: 'factor_not_found' };
  const name = factorName(rename.name);
  return holdAccount(connection, accountId, async (transaction) => {
    const parts = namedParts({
      own: sql`SELECT c.id, EXISTS (
          SELECT 1 FROM totp_credential o WHERE o.account_id = c.account_id AND o.id <> c.id AND lower(o.name) = lower(${name}::text)
        ) AS is_taken
        FROM totp_credential c WHERE c.id = ${factorId}::uuid AND c.account_id = ${accountId}::uuid`,
      renamed: sql`UPDATE totp_credential c SET name = ${name}::text FROM own
        WHERE c.id = own.id AND NOT own.is_taken AND c.name <> ${name}::text RETURNING 1`,
      audited: auditInsert(events, sql.ref('renamed')),
    });
    const { rows } = await sql<{ is_taken: boolean }>`WITH ${parts} SELECT is_taken FROM own`.execute(transaction);
    const row = rows[0];
    if (row === undefined) return { ok: false, because: 'factor_not_found' };
    return row.is_taken ? { ok: false, because: 'name_taken' } : { ok: true };
  });
}
