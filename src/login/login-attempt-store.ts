/** Keeps sign-ins in progress. Every change is one guarded statement; the row's id is a hash of the interaction's uid. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { AuditEvent } from '../audit/audit-event.js';
import { auditInsert } from '../audit/audit-store.js';
import { type Fragment, namedParts } from '../database/fragment.js';
import type { Connection } from '../database/schema.js';
import type { SecondFactorMethod } from '../mfa/second-factor.js';
import { loginAttemptMinutes } from './login-attempt.js';

/** The row's id for an interaction; the uid is a bearer secret and is not stored. */
export function attemptIdOf(interactionUid: string): string {
  return createHash('sha256').update(interactionUid).digest('base64url');
}

/** Which sign-in, and for whom: a step-up's first act creates the row, so every act brings both. */
export interface AttemptKey {
  readonly id: string;
  readonly accountId: string;
  /** Authentication generation that the proofs so far belong to. */
  readonly generation: number;
}

const lifetime = sql`now() + make_interval(mins => ${sql.lit(loginAttemptMinutes)})`;

/**
 * Records a verified password, forgetting every later proof of this sign-in; the password starts it anew.
 * `alsoWrite` are statements that commit with it (each ends in RETURNING). Returns the database's time of the proof.
 */
export async function recordPassword(
  connection: Connection,
  key: AttemptKey,
  alsoWrite: readonly Fragment[] = [],
): Promise<Date> {
  const recorded = sql`INSERT INTO login_attempt (id, account_id, generation, password_verified_at, expires_at)
    VALUES (${key.id}, ${key.accountId}, ${key.generation}, now(), ${lifetime})
    ON CONFLICT (id) DO UPDATE SET account_id = excluded.account_id, generation = excluded.generation,
      password_verified_at = now(), factor_verified_at = NULL, factor_method = NULL, wrong_codes = 0,
      enrolment_id = NULL, enrolment_seed_sealed = NULL, enrolment_started_at = NULL,
      backup_codes_issued_at = NULL, backup_codes_saved_at = NULL, backup_codes_asked_at = NULL, reminder_dismissed_at = NULL,
      restarted_at = NULL,
      expires_at = excluded.expires_at
    RETURNING password_verified_at`;
  const parts = Object.fromEntries(alsoWrite.map((part, index) => [`also_${index}`, part]));
  const { rows } = await sql<{ password_verified_at: Date }>`WITH ${namedParts({ recorded, ...parts })}
    SELECT password_verified_at FROM recorded`.execute(connection);
  const [row] = rows;
  if (row === undefined) throw new Error('The password could not be recorded.');
  return row.password_verified_at;
}

/**
 * Counts one more code in this sign-in, before it is checked; yields no row when `maxAttempts` are used up, or when the sign-in
 * was sent back to the password since this request read it: else codes sent together would begin a second count.
 * A fragment for VerifyRequest.onlyIf, so that it commits with the daily budget's reservation.
 */
export function countCode(key: AttemptKey, maxAttempts: number): Fragment {
  return sql`INSERT INTO login_attempt AS l (id, account_id, generation, wrong_codes, expires_at)
    VALUES (${key.id}, ${key.accountId}, ${key.generation}, 1, ${lifetime})
    ON CONFLICT (id) DO UPDATE SET wrong_codes = l.wrong_codes + 1
      WHERE l.wrong_codes < ${maxAttempts}::int AND l.account_id = excluded.account_id AND l.generation = excluded.generation
        AND (l.password_verified_at IS NOT NULL OR l.restarted_at IS NULL)
    RETURNING l.wrong_codes`;
}

/** Records a verified second factor, when `accepted` yields a row. A fragment for VerifyRequest.alsoWrite. */
export function recordFactor(key: AttemptKey, method: SecondFactorMethod, accepted: Fragment): Fragment {
  return sql`UPDATE login_attempt l SET factor_verified_at = now(), factor_method = ${method}, wrong_codes = 0
    FROM ${accepted} accepted WHERE l.id = ${key.id} AND l.account_id = accepted.account_id RETURNING 1`;
}

/** Sends a sign-in back to the password when its codes are used up. Returns whether it did. */
export async function restartWhenExhausted(
  connection: Connection,
  key: AttemptKey,
  maxAttempts: number,
  events: readonly AuditEvent[],
): Promise<boolean> {
  const restarted = sql`UPDATE login_attempt SET password_verified_at = NULL, factor_verified_at = NULL,
      enrolment_id = NULL, enrolment_seed_sealed = NULL, enrolment_started_at = NULL, wrong_codes = 0, restarted_at = now()
    WHERE id = ${key.id} AND wrong_codes >= ${maxAttempts}::int RETURNING id`;
  const audit = auditInsert(events, sql.ref('restarted'));
  const result = await sql`WITH ${namedParts({ restarted, audit })} SELECT id FROM restarted`.execute(connection);
  return result.rows.length > 0;
}

/** A pending enrolment as it is kept. */
export interface EnrolmentToKeep {
  readonly id: string;
  readonly seedSealed: string;
}

/**
 * Begins an enrolment, unless one younger than `setupMinutes` is pending: then that one stays, so that a reload or a
 * second tab shows the same key; with 0 none stays. Returns the one that is pending now.
 */
export async function beginEnrolment(
  connection: Connection,
  key: AttemptKey,
  fresh: EnrolmentToKeep,
  setupMinutes: number,
): Promise<EnrolmentToKeep> {
  const keep = sql`l.enrolment_started_at > now() - make_interval(mins => ${setupMinutes}::int)`;
  const result = await sql<{ id: string; seed_sealed: string }>`
    INSERT INTO login_attempt AS l (id, account_id, generation, enrolment_id, enrolment_seed_sealed, enrolment_started_at, expires_at)
    VALUES (${key.id}, ${key.accountId}, ${key.generation}, ${fresh.id}, ${fresh.seedSealed}, now(), ${lifetime})
    ON CONFLICT (id) DO UPDATE SET
      enrolment_id = CASE WHEN ${keep} THEN l.enrolment_id ELSE excluded.enrolment_id END,
      enrolment_seed_sealed = CASE WHEN ${keep} THEN l.enrolment_seed_sealed ELSE excluded.enrolment_seed_sealed END,
      enrolment_started_at = CASE WHEN ${keep} THEN l.enrolment_started_at ELSE now() END
      WHERE l.account_id = excluded.account_id
    RETURNING l.enrolment_id::text AS id, l.enrolment_seed_sealed AS seed_sealed`.execute(connection);
  const [row] = result.rows;
  if (row === undefined) throw new Error('The sign-in belongs to another account.');
  return { id: row.id, seedSealed: row.seed_sealed };
}

/**
 * Takes the pending enrolment, once, as part of its confirmation (see ClaimEnrolment): no row when it expired, was confirmed
 * or replaced. The confirming code is a verified second factor; the sign-in moves on to the account's new generation.
 */
export function claimEnrolment(key: AttemptKey, enrolmentId: string, setupMinutes: number, held: Fragment): Fragment {
  return sql`UPDATE login_attempt l SET enrolment_id = NULL, enrolment_seed_sealed = NULL, enrolment_started_at = NULL,
      factor_verified_at = now(), factor_method = 'totp', wrong_codes = 0, generation = held.next_generation,
      backup_codes_issued_at = CASE WHEN held.is_first THEN now() END, backup_codes_saved_at = NULL
    FROM ${held} held
    WHERE l.id = ${key.id} AND l.account_id = held.id AND l.enrolment_id = ${enrolmentId}
      AND l.generation = held.next_generation - 1
      AND l.enrolment_started_at > now() - make_interval(mins => ${setupMinutes}::int)
    RETURNING 1`;
}

/** Notes, in this sign-in and on the account, that the person saved the backup codes. The account is locked first. */
export async function recordCodesSaved(connection: Connection, key: AttemptKey): Promise<void> {
  const confirmed = sql`UPDATE account SET backup_codes_confirmed_at = now()
    WHERE id = ${key.accountId} AND generation = ${key.generation} RETURNING id`;
  const saved = sql`UPDATE login_attempt l SET backup_codes_saved_at = now() FROM confirmed
    WHERE l.id = ${key.id} AND l.account_id = confirmed.id AND l.backup_codes_issued_at IS NOT NULL RETURNING 1`;
  await sql`WITH ${namedParts({ confirmed, saved })} SELECT 1 FROM saved`.execute(connection);
}

/**
 * Notes "Not now", in this sign-in and on the account: an encouragement waits 30 days from it.
 * The account is locked first, as every statement that takes both rows does.
 */
export async function recordReminderDismissed(connection: Connection, key: AttemptKey): Promise<void> {
  const reminded = sql`UPDATE account SET mfa_reminded_at = now() WHERE id = ${key.accountId} RETURNING id`;
  const dismissed = sql`INSERT INTO login_attempt AS l (id, account_id, generation, reminder_dismissed_at, expires_at)
    SELECT ${key.id}, reminded.id, ${key.generation}, now(), ${lifetime} FROM reminded
    ON CONFLICT (id) DO UPDATE SET reminder_dismissed_at = now(), enrolment_id = NULL, enrolment_seed_sealed = NULL,
      enrolment_started_at = NULL WHERE l.account_id = excluded.account_id
    RETURNING l.account_id`;
  await sql`WITH ${namedParts({ reminded, dismissed })} SELECT 1 FROM dismissed`.execute(connection);
}

/**
 * Ends a sign-in: the account's last sign-in and the events commit together, once, and only if the account has not
 * changed since its proofs. Returns false when it has: then the sign-in must start again.
 * `alsoWrite` gets the name of the part that yields the account's `id` exactly then.
 */
export async function recordFinished(
  connection: Connection,
  key: AttemptKey,
  events: readonly AuditEvent[],
  alsoWrite: (finished: Fragment) => readonly Fragment[] = () => [],
): Promise<boolean> {
  const current = sql`UPDATE account SET last_sign_in_at = now()
    WHERE id = ${key.accountId} AND generation = ${key.generation} AND status = 'active' RETURNING id`;
  const finished = sql.ref('finished_account');
  const audit = auditInsert(events, finished);
  const parts = Object.fromEntries(alsoWrite(finished).map((part, index) => [`also_${index}`, part]));
  const result = await sql`WITH ${namedParts({ finished_account: current, audit, ...parts })}
    SELECT id FROM finished_account`.execute(connection);
  return result.rows.length > 0;
}
