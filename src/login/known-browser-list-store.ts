/** The browsers that an account has signed in with: listed for their owner, and forgotten at a word. */
import { sql } from 'kysely';
import type { AuditEvent } from '../audit/audit-event.js';
import { auditInsert } from '../audit/audit-store.js';
import { namedParts } from '../database/fragment.js';
import type { Connection } from '../database/schema.js';

/** Rows that are shown at most. */
const mostBrowsers = 200;

export interface ListedBrowser {
  /** known_browser.id: the hash of the browser's cookie, which it does not replace. */
  readonly id: string;
  /** As the browser called itself; empty when it did not. */
  readonly userAgent: string;
  /** Whether it has a budget of wrong codes of its own. */
  readonly factorVerified: boolean;
  readonly firstSeenAt: Date;
  readonly lastUsedAt: Date;
}

/** One statement; the last used first. Only what counts under the account's present generation. */
export async function listKnownBrowsers(connection: Connection, accountId: string): Promise<readonly ListedBrowser[]> {
  const { rows } = await sql<{
    id: string;
    user_agent: string;
    factor_verified: boolean;
    created_at: Date;
    last_used_at: Date;
  }>`
    SELECT b.id, b.user_agent, b.factor_verified, b.created_at, b.last_used_at
    FROM known_browser b JOIN account a ON a.id = b.account_id AND a.generation = b.generation
    WHERE b.account_id = ${accountId}::uuid
    ORDER BY b.last_used_at DESC, b.id LIMIT ${mostBrowsers}::int`.execute(connection);
  return rows.map((row) => ({
    id: row.id,
    userAgent: row.user_agent,
    factorVerified: row.factor_verified,
    firstSeenAt: row.created_at,
    lastUsedAt: row.last_used_at,
  }));
}

/**
 * One statement. From then on it is a stranger: its wrong codes count with everybody else's, and its next sign-in is that of a
 * new browser. Somebody else's, or none, changes nothing.
 * @returns whether there was such a browser
 */
export async function forgetBrowser(
  connection: Connection,
  accountId: string,
  browserId: string,
  events: readonly AuditEvent[],
): Promise<boolean> {
  const parts = namedParts({
    forgotten: sql`DELETE FROM known_browser
      WHERE id = ${browserId} AND account_id = ${accountId}::uuid RETURNING id`,
    audited: auditInsert(events, sql.ref('forgotten')),
  });
  const { rows } = await sql`WITH ${parts} SELECT id FROM forgotten`.execute(connection);
  return rows.length > 0;
}
