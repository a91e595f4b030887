/** Deletes rows whose time has passed, in small batches that step around rows in use. Audit, lockout and budgets sweep their own. */
import { type RawBuilder, sql } from 'kysely';
import type { Database } from './schema.js';

/** What one sweep deleted, by table. */
export interface SweepCounts {
  oidc_record: number;
  login_attempt: number;
  known_browser: number;
  totp_enrolment: number;
}

/** A browser that was not seen for this long is new again. */
const forgetBrowserAfterDays = 400;

/**
 * Deletes at most `batchSize` rows of each table; call it again while a count equals `batchSize`. Several nodes may
 * sweep at once: each takes rows the others have not locked. Judged by the database's clock.
 */
export async function sweepExpired(database: Database, batchSize: number): Promise<SweepCounts> {
  // Chosen in a WITH part, which runs once: a subquery after IN may be run again per row, and then exceeds its LIMIT.
  const locked = sql`LIMIT ${batchSize}::int FOR UPDATE SKIP LOCKED`;
  return {
    oidc_record: await countDeleted(
      database,
      sql`WITH expired AS (SELECT model, id FROM oidc_record WHERE expires_at < now() ORDER BY expires_at ${locked})
        DELETE FROM oidc_record r USING expired e WHERE r.model = e.model AND r.id = e.id`,
    ),
    login_attempt: await countDeleted(
      database,
      sql`WITH expired AS (SELECT id FROM login_attempt WHERE expires_at < now() ORDER BY expires_at ${locked})
        DELETE FROM login_attempt a USING expired e WHERE a.id = e.id`,
    ),
    known_browser: await countDeleted(
      database,
      sql`WITH expired AS (SELECT id FROM known_browser
          WHERE last_used_at < now() - make_interval(days => ${forgetBrowserAfterDays}::int) ${locked})
        DELETE FROM known_browser b USING expired e WHERE b.id = e.id`,
    ),
    // Kept for a day after its end, so that whoever comes back late is told that it has expired.
    totp_enrolment: await countDeleted(
      database,
      sql`WITH expired AS (SELECT id FROM totp_enrolment WHERE expires_at < now() - interval '1 day' ${locked})
        DELETE FROM totp_enrolment t USING expired e WHERE t.id = e.id`,
    ),
  };
}

async function countDeleted(database: Database, statement: RawBuilder<unknown>): Promise<number> {
  const { numAffectedRows = 0n } = await statement.execute(database);
  return Number(numAffectedRows);
}
