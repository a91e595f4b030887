/** Clients in the database, a page at a time. */
import { sql } from 'kysely';
import type { Fragment } from '../database/fragment.js';
import type { Connection } from '../database/schema.js';
import { type Client, isClientId } from './client.js';
import { type ClientRow, clientColumns, toClient } from './client-store.js';

/** The last client of a page, by the order of the list. It need not exist any more. */
export interface ClientPosition {
  /** Microseconds since 1970 as decimal text: a Date would lose three digits, and with them clients of the same millisecond. */
  readonly createdMicroseconds: string;
  readonly id: string;
}

export interface ClientPage {
  readonly clients: readonly Client[];
  /** Null on the last page. */
  readonly next: ClientPosition | null;
}

/** One statement. Oldest first; `after` is the last id of the page before. */
export async function listClients(
  connection: Connection,
  { limit = 200, after }: { readonly limit?: number; readonly after?: string } = {},
): Promise<readonly Client[]> {
  const from =
    after === undefined
      ? sql`true`
      : sql`(c.created_at, c.id) > (SELECT l.created_at, l.id FROM client l WHERE l.id = ${isClientId(after) ? after : ''})`;
  return (await selectClients(connection, from, limit)).map(toClient);
}

/** One statement. Oldest first, from a place that `next` of the page before gave. */
export async function listClientPage(
  connection: Connection,
  { limit, after }: { readonly limit: number; readonly after: ClientPosition | undefined },
): Promise<ClientPage> {
  const from =
    after === undefined
      ? sql`true`
      : sql`(c.created_at, c.id) >
        (timestamptz 'epoch' + ${after.createdMicroseconds}::bigint * interval '1 microsecond', ${after.id}::text)`;
  const rows = await selectClients(connection, from, limit + 1);
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  const next = last === undefined ? null : { createdMicroseconds: last.position_at, id: last.client_id };
  return { clients: shown.map(toClient), next };
}

async function selectClients(connection: Connection, from: Fragment, limit: number) {
  const { rows } = await sql<ClientRow & { position_at: string }>`
    SELECT ${clientColumns('c')}, (extract(epoch FROM c.created_at) * 1000000)::bigint::text AS position_at
    FROM client c WHERE ${from} ORDER BY c.created_at, c.id LIMIT ${limit}::int`.execute(connection);
  return rows;
}
