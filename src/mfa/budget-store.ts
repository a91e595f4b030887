/** How many wrong codes an account may have: reserved before a code is looked at, given back when it is right. */
import { sql } from 'kysely';
import { type Fragment, namedParts } from '../database/fragment.js';
import type { Connection } from '../database/schema.js';
import type { SecondFactorMethod } from './second-factor.js';

/** Failures in a row after which only a person can lift the refusal. */
export const blockingFailures = 100;

/** A counted attempt; `releaseGuess` takes it back. */
export interface GuessReservation {
  readonly accountId: string;
  readonly kind: SecondFactorMethod;
  /** known_browser.id whose own budget it is, or '' for the budget that all others share. */
  readonly browser: string;
  /** When it was counted, to the microsecond, as the database writes it: a Date would lose three digits. */
  readonly at: string;
}

export interface ReserveGuess {
  readonly accountId: string;
  readonly kind: SecondFactorMethod;
  /** What the browser claims. Its own budget counts only if it passed the factor of this account's present generation. */
  readonly browserId: string | null;
  /** Wrong codes in any 24 hours. */
  readonly dailyAttempts: number;
  /** See VerifyRequest. */
  readonly onlyIf: Fragment | undefined;
  /** A scalar subquery read in the same statement, such as the account's credentials. */
  readonly read: Fragment;
}

export type ReserveGuessResult<Read> =
  | {
      readonly ok: true;
      readonly reservation: GuessReservation;
      /** Whether the budget is used up by this attempt, should it be wrong. */
      readonly isLast: boolean;
      /** Whether the account has signed in with this browser before, with the second factor or without. */
      readonly isKnownBrowser: boolean;
      readonly read: Read;
    }
  | { readonly ok: false; readonly because: 'too_many_attempts'; readonly retryAt: Date | null }
  | { readonly ok: false; readonly because: 'not_permitted' };

interface ReservedRow {
  permitted: boolean;
  browser: string;
  is_known: boolean;
  at: string | null;
  count: number | null;
  in_a_row: number | null;
  blocked: boolean;
  retry_at: Date;
  read: unknown;
}

/** ONE statement. However many arrive at once, no more than the budget get a reservation. */
export async function reserveGuess<Read>(
  connection: Connection,
  guess: ReserveGuess,
): Promise<ReserveGuessResult<Read>> {
  const { accountId, kind, dailyAttempts } = guess;
  const browserId = (guess.browserId ?? '').replaceAll('\0', '');
  const recent = sql`ARRAY(SELECT t FROM unnest(b.failed_at) AS t WHERE t > now() - interval '24 hours' ORDER BY t)`;
  const parts = namedParts({
    permitted: guess.onlyIf ?? sql`SELECT 1`,
    source: sql`SELECT a.id AS account_id, CASE WHEN k.factor_verified THEN k.id ELSE '' END AS browser,
        k.id IS NOT NULL AS is_known
      FROM account a
      LEFT JOIN known_browser k ON k.id = ${browserId} AND k.account_id = a.id AND k.generation = a.generation
      WHERE a.id = ${accountId}::uuid`,
    reserved: sql`INSERT INTO factor_budget AS b (account_id, kind, browser, failed_at, failures_in_a_row)
      SELECT source.account_id, ${kind}, source.browser, ARRAY[clock_timestamp()], 1
      FROM source WHERE EXISTS (SELECT 1 FROM permitted)
      ON CONFLICT (account_id, kind, browser) DO UPDATE SET
        failed_at = ${recent} || clock_timestamp(),
        failures_in_a_row = b.failures_in_a_row + 1
      WHERE cardinality(${recent}) < ${dailyAttempts}::int AND b.failures_in_a_row < ${blockingFailures}::int
      RETURNING b.failed_at[cardinality(b.failed_at)]::text AS at, cardinality(b.failed_at) AS count,
        b.failures_in_a_row AS in_a_row`,
  });
  // The last join sees the row as it was before this statement. With k attempts remembered, one more is free when the
  // (k - allowed + 1)th oldest is a day old.
  const { rows } = await sql<ReservedRow>`WITH ${parts}
    SELECT EXISTS (SELECT 1 FROM permitted) AS permitted, source.browser, source.is_known, reserved.at, reserved.count, reserved.in_a_row,
      coalesce(b.failures_in_a_row >= ${blockingFailures}::int, false) AS blocked,
      coalesce((${recent})[greatest(1, cardinality(${recent}) - ${dailyAttempts}::int + 1)], now()) + interval '24 hours' AS retry_at,
      (${guess.read}) AS read
    FROM source LEFT JOIN reserved ON true
    LEFT JOIN factor_budget b ON b.account_id = source.account_id AND b.kind = ${kind} AND b.browser = source.browser`.execute(
    connection,
  );
  const row = rows[0];
  if (row === undefined || !row.permitted) return { ok: false, because: 'not_permitted' };
  if (row.at === null) return { ok: false, because: 'too_many_attempts', retryAt: row.blocked ? null : row.retry_at };
  return {
    ok: true,
    reservation: { accountId, kind, browser: row.browser, at: row.at },
    isLast: Number(row.count) >= dailyAttempts || Number(row.in_a_row) >= blockingFailures,
    isKnownBrowser: row.is_known,
    read: row.read as Read,
  };
}

/** The UPDATE that gives a reservation back and ends the row of failures, as a part of a statement; only if `onlyIf` yields a row. */
export function releaseGuess(reservation: GuessReservation, onlyIf: Fragment): Fragment {
  const { accountId, kind, browser, at } = reservation;
  return sql`UPDATE factor_budget SET failed_at = array_remove(failed_at, ${at}::timestamptz), failures_in_a_row = 0
    WHERE account_id = ${accountId}::uuid AND kind = ${kind} AND browser = ${browser} AND ${onlyIf} RETURNING 1`;
}

/** A condition on the factor_budget row named `alias`: no further code is looked at now. For lists; guesses are decided by `reserveGuess`. */
export function budgetIsSpent(alias: string, dailyAttempts: number): Fragment {
  const [failedAt, inARow] = [sql.ref(`${alias}.failed_at`), sql.ref(`${alias}.failures_in_a_row`)];
  return sql`(${inARow} >= ${blockingFailures}::int OR ${dailyAttempts}::int <=
    (SELECT count(*) FROM unnest(${failedAt}) AS t WHERE t > now() - interval '24 hours'))`;
}

/** One statement: an administrator's "unlock" gives the account all its budgets back. */
export async function clearBudgets(connection: Connection, accountId: string): Promise<void> {
  await sql`DELETE FROM factor_budget WHERE account_id = ${accountId}::uuid`.execute(connection);
}

/** One statement: forgets budgets that decide nothing any more, at most `limit` of them. Returns how many. */
export async function sweepBudgets(connection: Connection, limit = 1000): Promise<number> {
  const result = await sql`DELETE FROM factor_budget WHERE (account_id, kind, browser) IN (
      SELECT b.account_id, b.kind, b.browser FROM factor_budget b
      WHERE NOT EXISTS (SELECT 1 FROM unnest(b.failed_at) AS t WHERE t > now() - interval '24 hours')
        AND (b.failures_in_a_row = 0 OR b.browser <> '' AND NOT EXISTS (SELECT 1 FROM known_browser k WHERE k.id = b.browser))
      LIMIT ${limit}::int
    )`.execute(connection);
  return Number(result.numAffectedRows ?? 0n);
}
