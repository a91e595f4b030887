/** Enrolments that are not part of a sign-in: begun on the security page or over the API, confirmed once, at most one per account. */
import { sql } from 'kysely';
import type { Connection } from '../database/schema.js';
import { isUuid } from '../database/uuid.js';
import type { ClaimEnrolment } from './second-factor.js';

/** Codes that may be tried on one enrolment. Whoever enrols holds the seed: this bounds work, it guards nothing. */
export const mostConfirmationAttempts = 10;

/** `seedSealed` is sealed for the row that the factor will have; see EnrollableFactor.reopenEnrolment. */
export interface PendingEnrolment {
  /** Becomes the id of the factor. */
  readonly id: string;
  /** As the person gave it; cleaned when it is confirmed. */
  readonly name: string;
  readonly seedSealed: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export interface BeginPendingEnrolment {
  /** The account as it was when the request was permitted. */
  readonly account: { readonly id: string; readonly generation: number };
  readonly name: string;
  /** oidc_record.uid of the session whose page shows the key; absent when it is given to a program. */
  readonly shownIn?: string;
  readonly fresh: { readonly id: string; readonly seedSealed: string };
}

export type BeginPendingResult =
  | { readonly ok: true; readonly pending: PendingEnrolment }
  /** The account is gone, or its generation was raised since it was read; or an administrator has handed an app over meanwhile. */
  | { readonly ok: false; readonly because: 'account_changed' };

interface PendingRow {
  readonly id: string;
  readonly name: string;
  readonly seed_sealed: string;
  readonly created_at: Date;
  readonly expires_at: Date;
}

/**
 * One statement. With `reuse` an enrolment that can still be confirmed stays as it is, so that a reload or a second tab shows
 * the same key; otherwise, and without `reuse`, the new one takes its place. Returns the one that is pending now.
 * A page shows no key again but its own session's: else a program that has begun an enrolment, and so knows the secret, could
 * wait until the owner sets that very one up.
 */
export async function beginPendingEnrolment(
  connection: Connection,
  { account, name, shownIn, fresh }: BeginPendingEnrolment,
  setupMinutes: number,
  { reuse }: { readonly reuse: boolean },
): Promise<BeginPendingResult> {
  const stays = sql`(${reuse}::boolean AND e.generation = excluded.generation AND e.expires_at > now()
    AND e.shown_in IS NOT DISTINCT FROM excluded.shown_in AND e.attempts < ${mostConfirmationAttempts}::int)`;
  const kept = (column: string) => sql`CASE WHEN ${stays} THEN ${sql.ref(`e.${column}`)}
    ELSE ${sql.ref(`excluded.${column}`)} END`;
  const { rows } = await sql<PendingRow>`
    INSERT INTO totp_enrolment AS e (id, account_id, generation, name, seed_sealed, shown_in, expires_at)
    SELECT ${fresh.id}::uuid, a.id, a.generation, ${name}, ${fresh.seedSealed}, ${shownIn ?? null}, now() + make_interval(mins => ${setupMinutes}::int)
    FROM account a WHERE a.id = ${account.id}::uuid AND a.generation = ${account.generation}::int
    ON CONFLICT (account_id) DO UPDATE SET
      id = ${kept('id')}, generation = ${kept('generation')}, name = ${kept('name')}, seed_sealed = ${kept('seed_sealed')},
      shown_in = excluded.shown_in, handed_over = ${kept('handed_over')},
      attempts = ${kept('attempts')}, created_at = ${kept('created_at')}, expires_at = ${kept('expires_at')}
    WHERE NOT (e.handed_over AND e.generation = excluded.generation AND e.expires_at > now())
    RETURNING ${pendingColumns}`.execute(connection);
  const row = rows[0];
  return row === undefined ? { ok: false, because: 'account_changed' } : { ok: true, pending: toPending(row) };
}

export type FindPendingResult =
  | { readonly ok: true; readonly pending: PendingEnrolment }
  /** `expired`: its time has passed, or the account has changed since. `absent`: there is none, or not under this id. */
  | {
      readonly ok: false;
      readonly because: 'expired' | 'absent' | 'too_many_attempts';
      readonly expiresAt: Date | null;
    };

type FoundRow = PendingRow & { readonly is_alive: boolean; readonly is_counted: boolean; readonly attempts: number };

/** One statement; counts nothing. Without `factorId`: whichever is pending. Text that is no id finds nothing. */
export async function findPendingEnrolment(
  connection: Connection,
  accountId: string,
  factorId?: string,
): Promise<FindPendingResult> {
  if (factorId !== undefined && !isUuid(factorId)) return absent;
  const { rows } = await sql<FoundRow>`
    SELECT ${pendingColumns}, e.attempts, ${isAlive} AS is_alive,
      e.attempts < ${mostConfirmationAttempts}::int AS is_counted
    FROM totp_enrolment e JOIN account a ON a.id = e.account_id
    WHERE e.account_id = ${accountId}::uuid AND ${isAsked(factorId)}`.execute(connection);
  return resultOf(rows[0]);
}

/**
 * One statement: the same, and one of its attempts is taken, before the code is looked at; of codes that are sent together no
 * more than the bound are looked at.
 */
export async function countConfirmation(
  connection: Connection,
  accountId: string,
  factorId?: string,
): Promise<FindPendingResult> {
  if (factorId !== undefined && !isUuid(factorId)) return absent;
  const { rows } = await sql<FoundRow>`WITH counted AS (
      UPDATE totp_enrolment e SET attempts = e.attempts + 1 FROM account a
      WHERE a.id = e.account_id AND e.account_id = ${accountId}::uuid AND ${isAsked(factorId)} AND ${isAlive}
        AND e.attempts < ${mostConfirmationAttempts}::int
      RETURNING e.id
    )
    SELECT ${pendingColumns}, e.attempts, ${isAlive} AS is_alive, c.id IS NOT NULL AS is_counted
    FROM totp_enrolment e JOIN account a ON a.id = e.account_id LEFT JOIN counted c ON c.id = e.id
    WHERE e.account_id = ${accountId}::uuid AND ${isAsked(factorId)}`.execute(connection);
  return resultOf(rows[0]);
}

/** Takes the enrolment, once: no row when it was confirmed, replaced or has expired, or when the account has changed since. */
export function claimPendingEnrolment(pendingId: string): ClaimEnrolment {
  return (held) => sql`DELETE FROM totp_enrolment e USING ${held} h
    WHERE e.id = ${pendingId}::uuid AND e.account_id = h.id AND e.generation = h.next_generation - 1 AND e.expires_at > now()
    RETURNING 1`;
}

const absent = { ok: false, because: 'absent', expiresAt: null } as const;

const pendingColumns = sql`e.id, e.name, e.seed_sealed, e.created_at, e.expires_at`;

const isAlive = sql`(e.generation = a.generation AND e.expires_at > now())`;

function isAsked(factorId: string | undefined) {
  return factorId === undefined ? sql`true` : sql`e.id = ${factorId}::uuid`;
}

function resultOf(row: FoundRow | undefined): FindPendingResult {
  if (row === undefined) return absent;
  if (row.is_alive && row.is_counted) return { ok: true, pending: toPending(row) };
  // Read before it was counted: when others took the last attempts meanwhile, or confirmed it, starting over helps as well.
  const isSpent = row.is_alive && row.attempts >= mostConfirmationAttempts;
  return { ok: false, because: isSpent ? 'too_many_attempts' : 'expired', expiresAt: row.expires_at };
}

function toPending(row: PendingRow): PendingEnrolment {
  const { id, name, seed_sealed: seedSealed, created_at: createdAt, expires_at: expiresAt } = row;
  return { id, name, seedSealed, createdAt, expiresAt };
}
