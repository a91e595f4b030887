/** Reads the audit log for those who look after it: filtered, the newest first, a page at a time. */
import { sql } from 'kysely';
import type { Connection } from '../database/schema.js';
import type { AuditEventType } from './audit-event.js';

/** An event under its public names. */
export interface AuditEventJson {
  /** Decimal text: grows beyond what JSON readers take for a number. */
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly type: string;
  readonly actor: { readonly type: string; readonly id: string | null };
  readonly subject_id: string | null;
  readonly client_id: string | null;
  readonly ip: string | null;
  readonly user_agent: string | null;
  readonly outcome: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface AuditFilter {
  readonly type?: AuditEventType | undefined;
  /** The account it happened to; a UUID. */
  readonly subjectId?: string | undefined;
  readonly actorId?: string | undefined;
  /** Not before. */
  readonly from?: Date | undefined;
  /** Before. */
  readonly to?: Date | undefined;
}

export interface AuditEventPage {
  readonly events: readonly AuditEventJson[];
  /** Id after which the next page begins; null on the last one. */
  readonly next: string | null;
}

type Row = Omit<AuditEventJson, 'at' | 'actor'> & { at: Date; actor_type: string; actor_id: string | null };

/**
 * One statement. By id, which is the order in which events were begun to be written: what commits late can appear behind a page
 * that was read already.
 * @param page.after id of the last event of the page before
 */
export async function listAuditEvents(
  connection: Connection,
  filter: AuditFilter,
  page: { readonly limit: number; readonly after: string | undefined },
): Promise<AuditEventPage> {
  const { type, subjectId, actorId, from, to } = filter;
  const conditions = [
    sql`true`,
    ...(page.after === undefined ? [] : [sql`e.id < ${page.after}::bigint`]),
    ...(type === undefined ? [] : [sql`e.type = ${type}`]),
    ...(subjectId === undefined ? [] : [sql`e.subject_id = ${subjectId}::uuid`]),
    ...(actorId === undefined ? [] : [sql`e.actor_id = ${actorId}`]),
    ...(from === undefined ? [] : [sql`e.at >= ${from}::timestamptz`]),
    ...(to === undefined ? [] : [sql`e.at < ${to}::timestamptz`]),
  ];
  const { rows } = await sql<Row>`
    SELECT e.id::text AS id, e.at, e.type, e.actor_type, e.actor_id, e.subject_id, e.client_id, e.ip, e.user_agent,
      e.outcome, e.detail
    FROM audit_event e WHERE ${sql.join(conditions, sql` AND `)}
    ORDER BY e.id DESC LIMIT ${page.limit + 1}::int`.execute(connection);
  const shown = rows.slice(0, page.limit);
  return {
    events: shown.map(({ id, at, type: eventType, actor_type, actor_id, ...rest }) => ({
      id,
      at: at.toISOString(),
      type: eventType,
      actor: { type: actor_type, id: actor_id },
      ...rest,
    })),
    next: rows.length > page.limit ? (shown.at(-1)?.id ?? null) : null,
  };
}
