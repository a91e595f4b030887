/** The database's time: the one clock all nodes share, by which locks, grace periods and expiries are decided. */
import { sql } from 'kysely';
import type { Connection } from './schema.js';

/** The present moment by the database's clock, also in the middle of a transaction. Milliseconds are kept. */
export async function readDatabaseTime(connection: Connection): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`SELECT clock_timestamp() AS now`.execute(connection);
  const now = rows[0]?.now;
  if (now === undefined) throw new Error('The database did not tell the time.');
  return now;
}
