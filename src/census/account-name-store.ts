/** What accounts are called, for a list that people read. */
import { sql } from 'kysely';
import type { Connection } from '../database/schema.js';

/** One statement; by id. */
export async function findNames(
  connection: Connection,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { readonly email: string; readonly name: string }>> {
  const { rows } = await sql<{ id: string; email: string; name: string }>`
    SELECT id, email, name FROM account WHERE id = ANY (${[...ids]}::uuid[])`.execute(connection);
  return new Map(rows.map(({ id, email, name }) => [id, { email, name }]));
}
