/** Reads the newest audit events. */
import { sql } from 'kysely';
import type { AuditEventType } from '../audit/audit-event.js';
import type { Connection } from '../database/schema.js';

/** An event under its public names. */
export interface AuditEventJson {
  readonly id: string;
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

type Row = Omit<AuditEventJson, 'at' | 'actor'> & { at: Date; actor_type: string; actor_id: string | null };

/** One statement. */
export async function recentEvents(
  connection: Connection,
  asked: { readonly limit: number; readonly type: AuditEventType | undefined; readonly subjectId: string | undefined },
): Promise<readonly AuditEventJson[]> {
  const { limit, type, subjectId } = asked;
  const conditions = [
    ...(type === undefined ? [] : [sql`type = ${type}`]),
    ...(subjectId === undefined ? [] : [sql`subject_id = ${subjectId}::uuid`]),
  ];
  const { rows } = await sql<Row>`
    SELECT id::text AS id, at, type, actor_type, actor_id, subject_id, client_id, ip, user_agent, outcome, detail
    FROM audit_event WHERE ${sql.join([sql`true`, ...conditions], sql` AND `)}
    ORDER BY audit_event.id DESC LIMIT ${limit}::int`.execute(connection);
  return rows.map(({ id, at, type, actor_type, actor_id, ...rest }) => ({
    id,
    at: at.toISOString(),
    type,
    actor: { type: actor_type, id: actor_id },
    ...rest,
  }));
}
