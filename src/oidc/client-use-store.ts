/** When clients were last used: noted in the statement that reports their tokens, at most once an hour for each. */
import { sql } from 'kysely';
import type { AuditEvent } from '../audit/audit-event.js';
import type { Fragment } from '../database/fragment.js';

/** Clients that these events say were given tokens. */
export function clientsGivenTokens(events: readonly AuditEvent[]): readonly string[] {
  const ids = events.flatMap(({ type, clientId }) => (type === 'token.issued' && clientId != null ? [clientId] : []));
  return [...new Set(ids)];
}

/**
 * An UPDATE as a part of another statement. A row that somebody holds, to change or remove the client or for this very purpose, is
 * passed over: nobody waits for a note, so a client's tokens never stand in line behind each other.
 */
export function noteUse(clientIds: readonly string[]): Fragment {
  return sql`UPDATE client c SET last_used_at = now() WHERE c.id IN (
      SELECT k.id FROM client k WHERE k.id = ANY (${[...clientIds]}::text[])
        AND (k.last_used_at IS NULL OR k.last_used_at < now() - interval '1 hour')
      ORDER BY k.id FOR NO KEY UPDATE SKIP LOCKED
    ) RETURNING c.id`;
}
