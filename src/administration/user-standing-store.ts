/** What stands in an account's way at this moment: sources that are locked out, codes that are refused, an app that waits. */
import { sql } from 'kysely';
import type { Account } from '../accounts/account.js';
import type { Connection } from '../database/schema.js';
import { accountKeys } from '../lockout/attempt-source.js';
import { blockingFailures, budgetIsSpent } from '../mfa/budget-store.js';
import type { KeyRing } from '../secrets/key-ring.js';

export interface UserStanding {
  /** Until when the last of the locked sources is refused after wrong passwords; null: none is. */
  readonly passwordsRefusedUntil: Date | null;
  /** Until when the last of the used-up budgets refuses codes; null: none does, or one for good. */
  readonly codesRefusedUntil: Date | null;
  /** So many wrong codes in a row that time does not lift it. */
  readonly areCodesRefusedForGood: boolean;
  /** Until when an app that was handed over waits for its first code; null: none does. */
  readonly handedOverUntil: Date | null;
}

/** Whether anything is refused that an unlock would permit. */
export function isLockedOut({ passwordsRefusedUntil, codesRefusedUntil, areCodesRefusedForGood }: UserStanding) {
  return passwordsRefusedUntil !== null || codesRefusedUntil !== null || areCodesRefusedForGood;
}

/** One statement, by the database's time. */
export async function readUserStanding(
  connection: Connection,
  keyRing: KeyRing,
  { id, email }: Pick<Account, 'id' | 'email'>,
  { dailyAttempts }: { readonly dailyAttempts: number },
): Promise<UserStanding> {
  const { rows } = await sql<{
    passwords_until: Date | null;
    codes_until: Date | null;
    for_good: boolean;
    handed_until: Date | null;
  }>`
    SELECT
      (SELECT max(f.locked_until) FROM password_failure f
        WHERE f.account_key = ANY (${[...accountKeys(keyRing, email)]}::text[]) AND f.locked_until > now()) AS passwords_until,
      budget.codes_until, coalesce(budget.for_good, false) AS for_good,
      (SELECT e.expires_at FROM totp_enrolment e JOIN account a ON a.id = e.account_id
        WHERE e.account_id = ${id}::uuid AND e.handed_over AND e.generation = a.generation AND e.expires_at > now()
          AND a.mfa_configured_at IS NULL) AS handed_until
    FROM (
      SELECT max(recent.failures[cardinality(recent.failures) - ${dailyAttempts}::int + 1]) + interval '24 hours' AS codes_until,
        bool_or(b.failures_in_a_row >= ${blockingFailures}::int) AS for_good
      FROM factor_budget b, LATERAL (
        SELECT ARRAY(SELECT t FROM unnest(b.failed_at) AS t WHERE t > now() - interval '24 hours' ORDER BY t) AS failures
      ) recent
      WHERE b.account_id = ${id}::uuid AND ${budgetIsSpent('b', dailyAttempts)}
    ) budget`.execute(connection);
  const row = rows[0];
  return {
    passwordsRefusedUntil: row?.passwords_until ?? null,
    codesRefusedUntil: row?.codes_until ?? null,
    areCodesRefusedForGood: row?.for_good ?? false,
    handedOverUntil: row?.handed_until ?? null,
  };
}
