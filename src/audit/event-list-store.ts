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
  readonly clientId?: string | undefined;
  readonly outcome?: 'success' | 'failure' | undefined;
  /** Not before. */
  readonly from?: Date | undefined;
  /** Before. */
  readonly to?: Date | undefined;
}

export interface AuditEventPage {
  readonly events: readonly AuditEventJson[];
  /** Where the next page begins; null on the last one. */
  readonly next: string | null;
}

type Row = Omit<AuditEventJson, 'at' | 'actor'> & {
  at: Date;
  actor_type: string;
  actor_id: string | null;
  position: string;
};

/** Moment of an event in microseconds, and its id. */
const positionShape = /^(-?\d{1,17})_(-?\d{1,19})$/;

/** Whether a text could be the `next` of a page: an earlier one, or nothing that the database would refuse. */
export function isEventPosition(text: string): boolean {
  const [, , id] = positionShape.exec(text) ?? [];
  return id !== undefined && BigInt.asIntN(64, BigInt(id)) === BigInt(id);
}

/**
 * One statement. By time, and by id within a moment; each filter has an index in this order. What commits late can appear behind a
 * page that was read already.
 * @param page.after `next` of the page before
 */
export async function listAuditEvents(
  connection: Connection,
  filter: AuditFilter,
  page: { readonly limit: number; readonly after: string | undefined },
): Promise<AuditEventPage> {
  const { type, subjectId, actorId, clientId, outcome, from, to } = filter;
  const conditions = [
    sql`true`,
    ...(page.after === undefined ? [] : [isBehind(page.after)]),
    ...(type === undefined ? [] : [sql`e.type = ${type}`]),
    ...(subjectId === undefined ? [] : [sql`e.subject_id = ${subjectId}::uuid`]),
    ...(actorId === undefined ? [] : [sql`e.actor_id = ${actorId}`]),
    ...(clientId === undefined ? [] : [sql`e.client_id = ${clientId}`]),
    // Written out, so that the index of the failures is known to hold what is asked for.
    ...(outcome === undefined ? [] : [outcome === 'failure' ? sql`e.outcome = 'failure'` : sql`e.outcome = 'success'`]),
    ...(from === undefined ? [] : [sql`e.at >= ${from}::timestamptz`]),
    ...(to === undefined ? [] : [sql`e.at < ${to}::timestamptz`]),
  ];
  const { rows } = await sql<Row>`
    SELECT e.id::text AS id, e.at, e.type, e.actor_type, e.actor_id, e.subject_id, e.client_id, e.ip, e.user_agent,
      e.outcome, e.detail, (extract(epoch FROM e.at) * 1000000)::bigint || '_' || e.id AS position
    FROM audit_event e WHERE ${sql.join(conditions, sql` AND `)}
    ORDER BY e.at DESC, e.id DESC LIMIT ${page.limit + 1}::int`.execute(connection);
  const shown = rows.slice(0, page.limit);
  return {
    events: shown.map(({ id, at, type: eventType, actor_type, actor_id, position: _, ...rest }) => ({
      id,
      at: at.toISOString(),
      type: eventType,
      actor: { type: actor_type, id: actor_id },
      ...rest,
    })),
    next: rows.length > page.limit ? (shown.at(-1)?.position ?? null) : null,
  };
}

/** A row comparison, which an index can begin at. Microseconds are added as such: a number of seconds would be rounded. */
function isBehind(position: string) {
  const [, microseconds = '0', id = '0'] = positionShape.exec(position) ?? [];
  return sql`(e.at, e.id) < (timestamptz 'epoch' + ${microseconds}::bigint * interval '1 microsecond', ${id}::bigint)`;
}
