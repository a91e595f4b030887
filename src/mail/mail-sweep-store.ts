/** Forgets old mails. Until then a row keeps a reminder from being sent again, and a used link from working. */
import { sql } from 'kysely';
import type { Database } from '../database/schema.js';

/** Longer than any link works, and than any grace period that a reminder was about. */
const keepMailDays = 90;

/** Deletes in batches, around rows in use; several nodes may sweep at once. Returns how many are gone. */
export async function sweepMail(database: Database, batchSize: number): Promise<number> {
  let deleted = 0;
  for (;;) {
    const { numAffectedRows = 0n } = await sql`WITH old AS (
        SELECT id FROM mail WHERE created_at < now() - make_interval(days => ${keepMailDays}::int)
        ORDER BY created_at LIMIT ${batchSize}::int FOR UPDATE SKIP LOCKED
      )
      DELETE FROM mail m USING old WHERE m.id = old.id`.execute(database);
    deleted += Number(numAffectedRows);
    if (Number(numAffectedRows) < batchSize) return deleted;
  }
}
