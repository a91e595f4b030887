/** Counts wrong passwords and locks a source out, in one statement that comes before the slow hash. */
import { sql } from 'kysely';
import type { SignInAccount } from '../accounts/account.js';
import { type AccountRow, accountColumns, accountColumnsOfPart, toAccount } from '../accounts/account-store.js';
import type { AuditEvent } from '../audit/audit-event.js';
import { auditInsert } from '../audit/audit-store.js';
import { type Fragment, namedParts } from '../database/fragment.js';
import type { Connection } from '../database/schema.js';
import type { KeyRing } from '../secrets/key-ring.js';
import { accountKeys, attemptKeys, type PasswordAttempt } from './attempt-source.js';
import type { LockoutRules } from './lockout-rules.js';

/** The row that counts an attempt; what `releaseAttempt` deletes when the password was right. */
export interface AttemptReservation {
  readonly accountKey: string;
  readonly sourceKey: string;
}

export type ReserveAttemptResult =
  | {
      readonly ok: true;
      readonly reservation: AttemptReservation;
      /** Whether this source is locked out now, should this password be wrong too: the moment for `user.locked`. */
      readonly isLast: boolean;
      /** Whether the account has signed in with this browser before, with a second factor or without. */
      readonly isKnownBrowser: boolean;
      readonly found: SignInAccount | undefined;
    }
  /** Too many wrong passwords from this source. The same answer for addresses of no account. */
  | { readonly ok: false; readonly because: 'locked_out'; readonly retryAt: Date };

type ReservedRow = AccountRow & {
  password_hash: string | null;
  source_key: string;
  is_known: boolean;
  failures: number | null;
  retry_at: Date;
};

/**
 * ONE statement: counts the attempt as if it were wrong, says whether it may be tried at all, and reads the account.
 * However many arrive at once, `threshold` may try; the row lock of the upsert puts them in a line.
 * A browser that has passed the account's second factor counts as a source of its own, so that strangers cannot lock the owner out.
 */
export async function reserveAttemptAndFindAccount(
  connection: Connection,
  keyRing: KeyRing,
  attempt: PasswordAttempt,
  rules: LockoutRules,
): Promise<ReserveAttemptResult> {
  const keys = attemptKeys(keyRing, attempt);
  const duration = sql`make_interval(mins => ${rules.durationMinutes}::int)`;
  const threshold = sql`${rules.threshold}::int`;
  // A lock that ran out, or a failure older than the duration, begins a new count.
  const failures = sql`CASE WHEN f.locked_until IS NOT NULL OR f.last_failed_at <= now() - ${duration}
    THEN 1 ELSE f.failures + 1 END`;
  const parts = namedParts({
    found: sql`SELECT ${accountColumns('a')}, a.password_hash FROM account a WHERE a.email_key = ${keys.emailKey}`,
    known: sql`SELECT b.factor_verified FROM known_browser b
      JOIN found ON b.account_id = found.id AND b.generation = found.generation WHERE b.id = ${keys.browserId}`,
    source: sql`SELECT CASE WHEN EXISTS (SELECT 1 FROM known WHERE factor_verified)
      THEN ${keys.browserKey}::text ELSE ${keys.addressKey}::text END AS source_key`,
    reserved: sql`INSERT INTO password_failure AS f
        (account_key, source_key, failures, last_failed_at, locked_until, account_id)
      SELECT ${keys.accountKey}, source.source_key, 1, now(), CASE WHEN 1 >= ${threshold} THEN now() + ${duration} END,
        (SELECT found.id FROM found)
      FROM source WHERE true
      ON CONFLICT (account_key, source_key) DO UPDATE SET
        failures = ${failures},
        last_failed_at = now(),
        locked_until = CASE WHEN ${failures} >= ${threshold} THEN now() + ${duration} END,
        account_id = EXCLUDED.account_id
      WHERE f.locked_until IS NULL OR f.locked_until <= now()
      RETURNING f.failures`,
  });
  // The last join sees the row as it was before this statement; a lock set at the same moment is not in it yet.
  const { rows } = await sql<ReservedRow>`WITH ${parts}
    SELECT source.source_key, EXISTS (SELECT 1 FROM known) AS is_known, reserved.failures, ${accountColumnsOfPart('found')}, found.password_hash,
      CASE WHEN f.locked_until > now() THEN f.locked_until ELSE now() + ${duration} END AS retry_at
    FROM source LEFT JOIN reserved ON true LEFT JOIN found ON true
    LEFT JOIN password_failure f ON f.account_key = ${keys.accountKey} AND f.source_key = source.source_key`.execute(
    connection,
  );
  const row = rows[0];
  if (row === undefined) throw new Error('Reserving a password attempt gave no answer.');
  if (row.failures === null) return { ok: false, because: 'locked_out', retryAt: row.retry_at };
  return {
    ok: true,
    reservation: { accountKey: keys.accountKey, sourceKey: row.source_key },
    isLast: row.failures >= rules.threshold,
    isKnownBrowser: row.is_known,
    // An outer join without a match: the type says otherwise, the row does not.
    found:
      (row.id as string | null) === null ? undefined : { account: toAccount(row), passwordHash: row.password_hash },
  };
}

/** The right password takes the count back. A statement of its own, or a part of the one that notes the success. */
export function releaseAttempt({ accountKey, sourceKey }: AttemptReservation): Fragment {
  return sql`DELETE FROM password_failure WHERE account_key = ${accountKey} AND source_key = ${sourceKey} RETURNING 1`;
}

/**
 * One statement, for an attempt whose password was never looked at: takes back this one failure, and the lock it may have set.
 * Not the whole count, as after a right password: a crowd could clear its own wrong guesses so.
 */
export async function takeBackAttempt(
  connection: Connection,
  { accountKey, sourceKey }: AttemptReservation,
  { threshold }: Pick<LockoutRules, 'threshold'>,
): Promise<void> {
  await sql`UPDATE password_failure SET failures = greatest(0, failures - 1),
      locked_until = CASE WHEN failures - 1 < ${threshold}::int THEN NULL ELSE locked_until END
    WHERE account_key = ${accountKey} AND source_key = ${sourceKey}`.execute(connection);
}

/** The DELETE after which all sources may try this address again, as a part of a statement; with `onlyIf`, only if that part yields a row. */
export function forgetFailures(keyRing: KeyRing, email: string, onlyIf?: Fragment): Fragment {
  return sql`DELETE FROM password_failure WHERE account_key = ANY (${[...accountKeys(keyRing, email)]}::text[])
    ${onlyIf === undefined ? sql`` : sql`AND EXISTS (SELECT 1 FROM ${onlyIf})`} RETURNING 1`;
}

/** One statement: all sources may try this address again. Says whether there was anything to forget. */
export async function unlockEmail(
  connection: Connection,
  keyRing: KeyRing,
  { email, events }: { readonly email: string; readonly events: readonly AuditEvent[] },
): Promise<{ readonly failuresForgotten: boolean }> {
  const parts = namedParts({
    forgotten: forgetFailures(keyRing, email),
    audited: auditInsert(events),
  });
  const { rows } = await sql`WITH ${parts} SELECT 1 FROM forgotten LIMIT 1`.execute(connection);
  return { failuresForgotten: rows.length > 0 };
}

/** One statement: forgets counts that decide nothing any more, at most `limit` of them. Returns how many. */
export async function sweepPasswordFailures(
  connection: Connection,
  { durationMinutes }: Pick<LockoutRules, 'durationMinutes'>,
  limit = 1000,
): Promise<number> {
  const result = await sql`DELETE FROM password_failure WHERE (account_key, source_key) IN (
      SELECT account_key, source_key FROM password_failure
      WHERE last_failed_at < now() - make_interval(mins => ${durationMinutes}::int) AND (locked_until IS NULL OR locked_until < now())
      ORDER BY last_failed_at LIMIT ${limit}::int
    )`.execute(connection);
  return Number(result.numAffectedRows ?? 0n);
}
