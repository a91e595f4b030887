/** Notes what a person answered about the backup codes that are left. */
import { sql } from 'kysely';
import { namedParts } from '../database/fragment.js';
import type { Connection } from '../database/schema.js';
import { freshSeconds } from './freshness.js';
import type { AttemptKey } from './login-attempt-store.js';

/** `has_them`: said so, or has just used one. `not_now`: wants to be asked again later. */
export type BackupCodeAnswer = 'has_them' | 'not_now';

/**
 * One statement; the account is locked first, as every statement that takes both rows does. Returns false when the
 * sign-in is not the one that was asked any more.
 */
export async function recordBackupCodeAnswer(
  connection: Connection,
  key: AttemptKey,
  answer: BackupCodeAnswer,
): Promise<boolean> {
  const noted = sql.ref(answer === 'has_them' ? 'backup_codes_confirmed_at' : 'mfa_reminded_at');
  const parts = namedParts({
    answered: sql`UPDATE account SET ${noted} = now()
      WHERE id = ${key.accountId} AND generation = ${key.generation} RETURNING id`,
    passed: sql`UPDATE login_attempt l SET backup_codes_asked_at = now() FROM answered
      WHERE l.id = ${key.id} AND l.account_id = answered.id AND l.generation = ${key.generation}
        AND l.factor_verified_at IS NOT NULL RETURNING 1`,
  });
  const { rows } = await sql`WITH ${parts} SELECT 1 FROM passed`.execute(connection);
  return rows.length > 0;
}

/**
 * Takes the offer of new codes, once in a sign-in, while its TOTP is fresh. From then on the sign-in waits until the person has
 * saved them. One statement, for an account that the caller has locked. Returns whether it was taken.
 */
export async function takeNewCodes(transaction: Connection, key: AttemptKey): Promise<boolean> {
  const { rows } =
    await sql`UPDATE login_attempt SET backup_codes_issued_at = now(), backup_codes_saved_at = NULL, backup_codes_asked_at = now()
    WHERE id = ${key.id} AND account_id = ${key.accountId} AND generation = ${key.generation}
      AND factor_method = 'totp' AND factor_verified_at > now() - make_interval(secs => ${freshSeconds}::int)
      AND backup_codes_asked_at IS NULL
    RETURNING 1`.execute(transaction);
  return rows.length > 0;
}
