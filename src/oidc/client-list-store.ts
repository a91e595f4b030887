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

/** Each narrows the others; what is absent asks for nothing. */
export interface ClientFilter {
  /** What the name begins with, in capitals or not. */
  readonly namePrefix?: string | undefined;
  /** Without a secret or keys. */
  readonly isPublic?: boolean | undefined;
  readonly requireMfa?: boolean | undefined;
}

export interface ClientPage {
  readonly clients: readonly Client[];
  /** Null on the last page. */
  readonly next: ClientPosition | null;
}

/** One statement. Oldest first; `after` is the last id of the page before. */
export async function listClients(
  connection: Connection,
  {
    limit = 200,
    after,
    filter = {},
  }: { readonly limit?: number; readonly after?: string | undefined; readonly filter?: ClientFilter } = {},
): Promise<readonly Client[]> {
  const last = after !== undefined && isClientId(after) ? after : '';
  const from = sql`(c.created_at, c.id) > (SELECT l.created_at, l.id FROM client l WHERE l.id = ${last})`;
  const rows = await selectClients(connection, filter, limit, after === undefined ? undefined : from);
  return rows.map(toClient);
}

/** One statement. Oldest first, from a place that `next` of the page before gave. */
export async function listClientPage(
  connection: Connection,
  {
    limit,
    after,
    filter = {},
  }: { readonly limit: number; readonly after: ClientPosition | undefined; readonly filter?: ClientFilter },
): Promise<ClientPage> {
  const from =
    after &&
    sql`(c.created_at, c.id) >
      (timestamptz 'epoch' + ${after.createdMicroseconds}::bigint * interval '1 microsecond', ${after.id}::text)`;
  const rows = await selectClients(connection, filter, limit + 1, from);
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  const next = last === undefined ? null : { createdMicroseconds: last.position_at, id: last.client_id };
  return { clients: shown.map(toClient), next };
}

async function selectClients(connection: Connection, filter: ClientFilter, limit: number, from: Fragment | undefined) {
  const conditions = [...conditionsOf(filter), ...(from === undefined ? [] : [from])];
  const { rows } = await sql<ClientRow & { position_at: string }>`
    SELECT ${clientColumns('c')}, (extract(epoch FROM c.created_at) * 1000000)::bigint::text AS position_at
    FROM client c WHERE ${sql.join(conditions, sql` AND `)}
    ORDER BY c.created_at, c.id LIMIT ${limit}::int`.execute(connection);
  return rows;
}

/** In the words of the indexes that serve them; see migrations/0009. */
function conditionsOf({ namePrefix, isPublic, requireMfa }: ClientFilter): Fragment[] {
  const conditions: Fragment[] = [sql`true`];
  if (namePrefix !== undefined) {
    const [name, first] = [sql`lower(c.metadata->>'client_name') COLLATE "C"`, sql`lower(${namePrefix}::text)`];
    // Up to the last character that there is.
    conditions.push(sql`${name} >= ${first} AND ${name} < ${first} || chr(1114111)`);
  }
  if (isPublic === true) conditions.push(sql`c.metadata->>'token_endpoint_auth_method' = 'none'`);
  if (isPublic === false) conditions.push(sql`c.metadata->>'token_endpoint_auth_method' <> 'none'`);
  if (requireMfa === true) conditions.push(sql`c.require_mfa`);
  if (requireMfa === false) conditions.push(sql`NOT c.require_mfa`);
  return conditions;
}
