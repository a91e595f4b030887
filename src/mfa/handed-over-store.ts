/** Authenticator apps that an administrator sets up for somebody: handed over with their key, confirmed by the person's first code. */
import { sql } from 'kysely';
import type { AuditEvent } from '../audit/audit-event.js';
import { auditInsert } from '../audit/audit-store.js';
import { namedParts } from '../database/fragment.js';
import type { Connection } from '../database/schema.js';

/** Days that the person has: the key may travel on paper. */
const handOverDays = 7;

export interface HandOver {
  readonly accountId: string;
  /** See EnrollableFactor.startEnrolment. */
  readonly fresh: { readonly id: string; readonly seedSealed: string };
  readonly events: readonly AuditEvent[];
}

export type HandOverResult =
  | { readonly ok: true; readonly expiresAt: Date }
  /** There is a second factor, or no account. Beside a factor of the person's own, nobody else sets one up. */
  | { readonly ok: false; readonly because: 'mfa_already_enabled' };

/**
 * One statement; the caller holds the account. Until the app is confirmed the account has no second factor, and gets no token
 * without confirming it. It takes the place of whatever was being set up, in sign-ins too: no key from before may count.
 * Whatever raises the generation, such as another password, ends it; then the person sets up an app of their own.
 */
export async function handOverApp(
  transaction: Connection,
  { accountId, fresh, events }: HandOver,
): Promise<HandOverResult> {
  const parts = namedParts({
    demanded: sql`UPDATE account SET enrolment_demanded_at = coalesce(enrolment_demanded_at, now()), updated_at = now()
      WHERE id = ${accountId}::uuid AND mfa_configured_at IS NULL RETURNING id, generation`,
    given_up: sql`UPDATE login_attempt l SET enrolment_id = NULL, enrolment_seed_sealed = NULL, enrolment_started_at = NULL
      FROM demanded d WHERE l.account_id = d.id RETURNING 1`,
    handed: sql`INSERT INTO totp_enrolment (id, account_id, generation, name, seed_sealed, handed_over, expires_at)
      SELECT ${fresh.id}::uuid, d.id, d.generation, '', ${fresh.seedSealed}, true, now() + make_interval(days => ${handOverDays}::int)
      FROM demanded d
      ON CONFLICT (account_id) DO UPDATE SET id = excluded.id, generation = excluded.generation, name = excluded.name,
        seed_sealed = excluded.seed_sealed, shown_in = NULL, handed_over = true, attempts = 0, created_at = now(),
        expires_at = excluded.expires_at
      RETURNING expires_at`,
    audited: auditInsert(events, sql.ref('demanded')),
  });
  const { rows } = await sql<{ expires_at: Date }>`WITH ${parts} SELECT expires_at FROM handed`.execute(transaction);
  const row = rows[0];
  return row === undefined ? { ok: false, because: 'mfa_already_enabled' } : { ok: true, expiresAt: row.expires_at };
}

/** One statement: the app that waits for this account's first code. */
export async function findHandedOver(
  connection: Connection,
  accountId: string,
): Promise<{ readonly id: string; readonly seedSealed: string } | undefined> {
  const { rows } = await sql<{ id: string; seed_sealed: string }>`SELECT e.id, e.seed_sealed
    FROM totp_enrolment e JOIN account a ON a.id = e.account_id
    WHERE e.account_id = ${accountId}::uuid AND e.handed_over AND e.generation = a.generation AND e.expires_at > now()
      AND a.mfa_configured_at IS NULL`.execute(connection);
  const row = rows[0];
  return row && { id: row.id, seedSealed: row.seed_sealed };
}

/** One statement: an administrator's "unlock" lets the person try again. */
export async function forgetConfirmations(connection: Connection, accountId: string): Promise<void> {
  await sql`UPDATE totp_enrolment SET attempts = 0 WHERE account_id = ${accountId}::uuid AND handed_over`.execute(
    connection,
  );
}
