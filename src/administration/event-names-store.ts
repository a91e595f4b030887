/** Who is who in a page of the audit log: it keeps ids, people want names. */
import { sql } from 'kysely';
import type { AuditEventJson } from '../audit/event-list-store.js';
import type { Connection } from '../database/schema.js';
import { isUuid } from '../database/uuid.js';

export interface EventNames {
  /** Id of an account that still exists → its e-mail address. */
  readonly accounts: ReadonlyMap<string, string>;
  /** Id of a client that still exists → its name. */
  readonly clients: ReadonlyMap<string, string>;
}

/** One statement, by primary keys. What is gone, or never was, has no name. */
export async function readEventNames(
  connection: Connection,
  events: readonly Pick<AuditEventJson, 'subject_id' | 'actor' | 'client_id'>[],
): Promise<EventNames> {
  const accountIds = events.flatMap(({ subject_id, actor }) => [subject_id, actor.id]).filter(isId);
  const clientIds = events.flatMap(({ client_id, actor }) => [client_id, actor.type === 'client' ? actor.id : null]);
  const { rows } = await sql<{ kind: 'account' | 'client'; id: string; name: string }>`
    SELECT 'account' AS kind, a.id::text AS id, a.email AS name FROM account a
      WHERE a.id = ANY (${[...new Set(accountIds)]}::uuid[])
    UNION ALL SELECT 'client', c.id, coalesce(c.metadata ->> 'client_name', c.id) FROM client c
      WHERE c.id = ANY (${[...new Set(clientIds.filter((id) => id !== null))]}::text[])`.execute(connection);
  const named = (kind: string) =>
    new Map(rows.filter((row) => row.kind === kind).map(({ id, name }) => [id, name] as const));
  return { accounts: named('account'), clients: named('client') };
}

function isId(id: string | null): id is string {
  return id !== null && isUuid(id);
}
