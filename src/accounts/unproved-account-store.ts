/** Forgets accounts that somebody signed up for and nobody activated. */
import { sql } from 'kysely';
import { recordEvents } from '../audit/audit-store.js';
import type { Connection } from '../database/schema.js';

/** Days after which an address may be anybody's again. */
const forgottenAfterDays = 7;

/** One transaction, at most `limit` accounts, stepping around those in use. Returns how many are gone. */
export async function sweepUnprovedAccounts(connection: Connection, limit = 1000): Promise<number> {
  return connection.transaction().execute(async (transaction) => {
    const { rows } = await sql<{ id: string }>`WITH forgotten AS (
        SELECT id FROM account WHERE status = 'pending' AND email_verified_at IS NULL
          AND created_at < now() - make_interval(days => ${forgottenAfterDays}::int)
        LIMIT ${limit}::int FOR UPDATE SKIP LOCKED
      ) DELETE FROM account a USING forgotten f WHERE a.id = f.id RETURNING a.id`.execute(transaction);
    const events = rows.map(({ id }) => ({
      type: 'user.deleted' as const,
      actor: { type: 'system' as const, id: null },
      subjectId: id,
      outcome: 'success' as const,
      detail: { because: 'never_activated' },
    }));
    await recordEvents(transaction, events);
    return rows.length;
  });
}
