/** Commits an accepted proof: what consumes it, the budget given back, the account's time, the audit, and the caller's writes. */
import { sql } from 'kysely';
import type { AuditEvent } from '../audit/audit-event.js';
import { auditInsert } from '../audit/audit-store.js';
import { type Fragment, namedParts } from '../database/fragment.js';
import type { Connection } from '../database/schema.js';
import { type GuessReservation, releaseGuess } from './budget-store.js';

export interface Proof {
  readonly reservation: GuessReservation;
  /**
   * The guarded UPDATE that consumes the proof, RETURNING account_id: one row, or none when another request was faster.
   * It reads from the part named `held`, the locked account, so that all proofs of an account stand in one line.
   */
  consume(held: Fragment): Fragment;
  /** Further changes of the factor itself, reading from the accepted part. */
  readonly alongside?: Readonly<Record<string, (accepted: Fragment) => Fragment>>;
  readonly acceptedEvents: readonly AuditEvent[];
  readonly refusedEvents: readonly AuditEvent[];
  readonly alsoWrite: (accepted: Fragment) => readonly Fragment[];
}

export type CommitProofResult =
  | { readonly ok: true; readonly verifiedAt: Date; readonly written: readonly number[] }
  /** Somebody else consumed it first; nothing was written but `refusedEvents`. */
  | { readonly ok: false; readonly because: 'already_used' };

/**
 * ONE statement, so that it happens whole or not at all. Locks in the order account, the factor's row, what the caller writes,
 * factor_budget: every statement that takes several of them takes them in this order.
 */
export async function commitProof(connection: Connection, proof: Proof): Promise<CommitProofResult> {
  const accepted = sql.ref('accepted');
  const also = proof.alsoWrite(accepted);
  const alsoNames = also.map((_, index) => `also_${index}`);
  // Counting the caller's rows first makes PostgreSQL run the caller's writes before it locks the budget.
  const written = sql`ARRAY[${sql.join(alsoNames.map((name) => sql`(SELECT count(*) FROM ${sql.ref(name)})`))}]::int[]`;
  const parts = namedParts({
    held: sql`SELECT id FROM account WHERE id = ${proof.reservation.accountId}::uuid FOR NO KEY UPDATE`,
    accepted: proof.consume(sql.ref('held')),
    ...Object.fromEntries(Object.entries(proof.alongside ?? {}).map(([name, part]) => [name, part(accepted)])),
    verified: sql`UPDATE account a SET mfa_last_verified_at = now() FROM accepted WHERE a.id = accepted.account_id RETURNING 1`,
    ...Object.fromEntries(also.map((part, index) => [`also_${index}`, part])),
    released: releaseGuess(
      proof.reservation,
      sql`EXISTS (SELECT 1 FROM accepted) AND cardinality(${written}) = ${also.length}::int`,
    ),
    refused: sql`SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM accepted)`,
    audited: auditInsert(proof.acceptedEvents, accepted),
    audited_refusal: auditInsert(proof.refusedEvents, sql.ref('refused')),
  });
  const { rows } = await sql<{ verified_at: Date; written: number[] }>`WITH ${parts}
    SELECT now() AS verified_at, ${written} AS written FROM accepted`.execute(connection);
  const row = rows[0];
  if (row === undefined) return { ok: false, because: 'already_used' };
  return { ok: true, verifiedAt: row.verified_at, written: row.written };
}
