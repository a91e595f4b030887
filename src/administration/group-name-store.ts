/** Finds a group by what people call it. */
import { sql } from 'kysely';
import type { Connection } from '../database/schema.js';
import { isUuid } from '../database/uuid.js';

/** One statement. By its name, in any case, or its id. Undefined when there is none. */
export async function findGroupId(connection: Connection, group: string): Promise<string | undefined> {
  const isThis = isUuid(group) ? sql`g.id = ${group}::uuid` : sql`lower(g.name) = lower(${group.replaceAll('\0', '')})`;
  const { rows } = await sql<{ id: string }>`SELECT g.id FROM account_group g WHERE ${isThis}`.execute(connection);
  return rows[0]?.id;
}
