/** Reads a whole sign-in in one statement: the attempt, its account, and the database's time. */
import { type Selectable, sql } from 'kysely';
import type { Account } from '../accounts/account.js';
import { type AccountRow, accountColumns, toAccount } from '../accounts/account-store.js';
import type { LoginAttemptTable } from '../database/account-tables.js';
import type { Connection } from '../database/schema.js';
import { unusedBackupCodes } from '../mfa/backup-code-store.js';
import type { LoginAttempt } from './login-attempt.js';

/** A sign-in as the database had it at one moment. */
export interface SignInReading {
  readonly attempt: LoginAttempt | null;
  /** The attempt's account, or else the one whose session asks for a step-up. */
  readonly account: Account | null;
  /** Unused backup codes of the account; 0 without one. */
  readonly backupCodesRemaining: number;
  /** The database's time of the reading. */
  readonly now: Date;
}

/** A login_attempt row as `attemptColumns` selects it; every column null when an outer join found none. */
export type AttemptRow = {
  readonly [Name in keyof LoginAttemptTable as `attempt_${Name}`]: Selectable<LoginAttemptTable>[Name];
};
type Row = { readonly [Name in keyof AccountRow]: AccountRow[Name] | null } & {
  readonly [Name in keyof AttemptRow]: AttemptRow[Name] | null;
} & { readonly read_at: Date; readonly backup_codes_remaining: number };

/** The columns of a table or part named `l`, for a SELECT that reads a sign-in along. */
export const attemptColumns = sql.join(
  [
    'id',
    'account_id',
    'generation',
    'password_verified_at',
    'factor_verified_at',
    'factor_method',
    'wrong_codes',
    'enrolment_id',
    'enrolment_seed_sealed',
    'enrolment_started_at',
    'backup_codes_issued_at',
    'backup_codes_saved_at',
    'backup_codes_asked_at',
    'reminder_dismissed_at',
    'restarted_at',
  ].map((name) => sql`${sql.ref(`l.${name}`)} AS ${sql.ref(`attempt_${name}`)}`),
);

/** One statement. `stepUpAccountId` is the account of the session that asks for a step-up, or null. */
export async function readSignIn(
  connection: Connection,
  attemptId: string,
  stepUpAccountId: string | null,
): Promise<SignInReading> {
  const { rows } = await sql<Row>`
    SELECT ${attemptColumns}, ${accountColumns('a')}, (${unusedBackupCodes(sql.ref('a.id'))}) AS backup_codes_remaining,
      now() AS read_at
    FROM (SELECT 1) AS one
    LEFT JOIN login_attempt l ON l.id = ${attemptId} AND l.expires_at > now()
    LEFT JOIN account a ON a.id = coalesce(l.account_id, ${stepUpAccountId}::uuid)`.execute(connection);
  const [row] = rows;
  if (row === undefined) throw new Error('A SELECT without a condition returned no row.');
  return {
    attempt: row.attempt_id === null ? null : toAttempt(row as AttemptRow),
    account: row.id === null ? null : toAccount(row as AccountRow),
    backupCodesRemaining: row.backup_codes_remaining,
    now: row.read_at,
  };
}

/** The value of a row that `attemptColumns` selected. */
export function toAttempt(row: AttemptRow): LoginAttempt {
  const { attempt_enrolment_id: id, attempt_enrolment_seed_sealed: seedSealed } = row;
  const startedAt = row.attempt_enrolment_started_at;
  return {
    id: row.attempt_id,
    accountId: row.attempt_account_id,
    generation: row.attempt_generation,
    passwordVerifiedAt: row.attempt_password_verified_at,
    factorVerifiedAt: row.attempt_factor_verified_at,
    factorMethod: row.attempt_factor_method,
    wrongCodes: row.attempt_wrong_codes,
    enrolment: id === null || seedSealed === null || startedAt === null ? null : { id, seedSealed, startedAt },
    backupCodesIssuedAt: row.attempt_backup_codes_issued_at,
    backupCodesSavedAt: row.attempt_backup_codes_saved_at,
    backupCodesAskedAt: row.attempt_backup_codes_asked_at,
    reminderDismissedAt: row.attempt_reminder_dismissed_at,
    restartedAt: row.attempt_restarted_at,
  };
}
