/** Confirms the enrolment of an authenticator app: the factor, its codes and what they change, in one statement. */
import { sql } from 'kysely';
import { endingParts, type Kept, keepingParts } from '../accounts/generation-store.js';
import type { AuditEvent } from '../audit/audit-event.js';
import { auditInsert } from '../audit/audit-store.js';
import { type Fragment, namedParts } from '../database/fragment.js';
import type { Connection } from '../database/schema.js';
import type { ClaimEnrolment } from './second-factor.js';

/** Authenticator apps one account may have: with each one more, a guess may hit one code more. */
export const mostTotpCredentials = 5;

export interface ConfirmedTotp {
  readonly accountId: string;
  readonly credentialId: string;
  /** Unchanged from where the pending enrolment kept it: it was sealed for this row. */
  readonly seedSealed: string;
  readonly name: string;
  /** The step of the code that confirmed it; that code is spent. */
  readonly matchedStep: number;
  /** Stored only when this is the account's first factor. */
  readonly backupCodeHashes: readonly string[];
  readonly claim: ClaimEnrolment;
  readonly kept: Kept | undefined;
  readonly events: readonly AuditEvent[];
}

export type StoreEnrolmentResult =
  | {
      readonly ok: true;
      /** Whether the account had no factor before, and so has the new backup codes now. */
      readonly isFirstFactor: boolean;
      readonly generation: number;
      readonly verifiedAt: Date;
    }
  /** Confirmed already, replaced, expired, or the account has changed since; or it has as many apps as it may have. */
  | { readonly ok: false; readonly because: 'enrolment_gone' };

/**
 * ONE statement. The claim is taken behind the account's lock, so that one of any number of confirmations wins, and whether it
 * is the first factor is read from the locked row, not from a snapshot that may be older.
 */
export async function storeConfirmedTotp(connection: Connection, totp: ConfirmedTotp): Promise<StoreEnrolmentResult> {
  const { accountId, kept = {} } = totp;
  const raised = sql.ref('raised');
  const { loginAttemptId: _claimed, ...keptOtherwise } = kept;
  const parts = namedParts({
    held: sql`SELECT id, generation + 1 AS next_generation, mfa_configured_at IS NULL AS is_first
      FROM account WHERE id = ${accountId}::uuid
        AND (SELECT count(*) FROM totp_credential c WHERE c.account_id = ${accountId}::uuid) < ${mostTotpCredentials}::int
      FOR NO KEY UPDATE`,
    claimed: totp.claim(sql.ref('held')),
    confirmed: sql`SELECT held.id, held.is_first FROM held WHERE EXISTS (SELECT 1 FROM claimed)`,
    added: sql`INSERT INTO totp_credential (id, account_id, name, seed_sealed, last_accepted_step, last_used_at)
      SELECT ${totp.credentialId}::uuid, confirmed.id, ${freeName(accountId, totp.name)}, ${totp.seedSealed},
        ${totp.matchedStep}::bigint, now()
      FROM confirmed RETURNING 1`,
    outdated: sql`UPDATE totp_credential c SET last_accepted_step = ${totp.matchedStep - 1}::bigint FROM confirmed
      WHERE c.account_id = confirmed.id AND c.last_accepted_step < ${totp.matchedStep - 1}::bigint RETURNING 1`,
    dropped_codes: sql`DELETE FROM backup_code b USING confirmed
      WHERE confirmed.is_first AND b.account_id = confirmed.id RETURNING 1`,
    added_codes: sql`INSERT INTO backup_code (account_id, code_hash)
      SELECT confirmed.id, unnest(${[...totp.backupCodeHashes]}::text[]) FROM confirmed WHERE confirmed.is_first RETURNING 1`,
    raised: sql`UPDATE account a SET
        generation = a.generation + 1,
        mfa_configured_at = coalesce(a.mfa_configured_at, now()),
        mfa_last_verified_at = now(),
        grace_ended_at = coalesce(a.grace_ended_at, now()),
        grace_extended_until = NULL,
        enrolment_demanded_at = NULL,
        updated_at = now()
      FROM confirmed WHERE a.id = confirmed.id
      RETURNING a.id, a.generation, confirmed.is_first`,
    ...endingParts(raised, kept),
    // The claim has moved its own sign-in to the new generation; one statement cannot change that row twice.
    ...keepingParts(raised, keptOtherwise),
    audited: auditInsert(totp.events, raised),
  });
  const { rows } = await sql<{ generation: number; is_first: boolean; verified_at: Date }>`WITH ${parts}
    SELECT generation, is_first, now() AS verified_at FROM raised`.execute(connection);
  const row = rows[0];
  if (row === undefined) return { ok: false, because: 'enrolment_gone' };
  return { ok: true, isFirstFactor: row.is_first, generation: row.generation, verifiedAt: row.verified_at };
}

/** The name, or the name with the lowest number that makes it new to the account: names differ in more than case. */
function freeName(accountId: string, name: string): Fragment {
  return sql`(SELECT candidate FROM (
      SELECT n, CASE WHEN n = 1 THEN ${name}::text ELSE ${name}::text || ' ' || n END AS candidate FROM generate_series(1, 100) AS n
    ) names
    WHERE NOT EXISTS (
      SELECT 1 FROM totp_credential c WHERE c.account_id = ${accountId}::uuid AND lower(c.name) = lower(candidate)
    ) ORDER BY n LIMIT 1)`;
}
