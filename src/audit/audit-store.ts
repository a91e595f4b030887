/** Writes audit events, in the transaction or the very statement of the change they report. */
import { sql } from 'kysely';
import type { Fragment } from '../database/fragment.js';
import type { Connection } from '../database/schema.js';
import { auditRow } from './audit-detail.js';
import type { AuditEvent } from './audit-event.js';
import { markOf } from './event-mark.js';

/** One statement for any number of events; none for none. */
export async function recordEvents(connection: Connection, events: readonly AuditEvent[]): Promise<void> {
  if (events.length > 0) await auditInsert(events).execute(connection);
}

/**
 * The INSERT as a part of another statement: `WITH changed AS (UPDATE …), audit AS (auditInsert(events, sql.ref('changed')))`.
 * With `onlyIf`, the name of another part, nothing is written unless that part yields a row.
 */
export function auditInsert(events: readonly AuditEvent[], onlyIf?: Fragment): Fragment {
  return insertWhere(events, onlyIf === undefined ? sql`true` : sql`EXISTS (SELECT 1 FROM ${onlyIf})`);
}

/** The same for changes of many accounts at once: an event is written when the part of this name has its subject as `id`. */
export function auditInsertForEach(events: readonly AuditEvent[], subjects: Fragment): Fragment {
  return insertWhere(events, sql`EXISTS (SELECT 1 FROM ${subjects} s WHERE s.id = e.subject_id)`);
}

function insertWhere(events: readonly AuditEvent[], condition: Fragment): Fragment {
  const rows = JSON.stringify(events.map(auditRow).map((row) => ({ ...row, mark: markOf(row) })));
  return sql`INSERT INTO audit_event
      (type, actor_type, actor_id, subject_id, client_id, ip, user_agent, outcome, detail, mail_kind, mark)
    SELECT e.type, e.actor_type, e.actor_id, e.subject_id, e.client_id, e.ip, e.user_agent, e.outcome, e.detail,
      e.mail_kind, e.mark
    FROM jsonb_to_recordset(${rows}::jsonb) AS e(type text, actor_type text, actor_id text, subject_id uuid,
      client_id text, ip text, user_agent text, outcome text, detail jsonb, mail_kind text, mark text)
    WHERE ${condition}
    RETURNING id`;
}
