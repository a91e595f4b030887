/** What a command must know of the database before it changes anything: that it is migrated, and that the keys are its own. */
import { sql } from 'kysely';
import type { Connection, Database } from '../database/schema.js';
import { type KeyCheck, makeKeyCheck, verifyKeyCheck } from '../secrets/key-check.js';
import type { KeyRing } from '../secrets/key-ring.js';

/**
 * Whether these keys belong to this database; a database that has none yet is given to them. One statement, two when
 * another process gave it away at the same moment.
 */
export async function checkKeys(connection: Connection, keyRing: KeyRing): Promise<KeyCheck> {
  for (let round = 0; round < 2; round += 1) {
    const { rows } = await sql<{ value: string }>`
      WITH made AS (
        INSERT INTO installation (key, value) VALUES ('key_check', ${makeKeyCheck(keyRing)})
        ON CONFLICT (key) DO NOTHING RETURNING value
      )
      SELECT value FROM made UNION ALL SELECT value FROM installation WHERE key = 'key_check'`.execute(connection);
    const stored = rows[0]?.value;
    if (stored !== undefined) return verifyKeyCheck(keyRing, stored);
  }
  throw new Error('The key check was neither made nor found.');
}

/** The same without giving anything away: null when the database belongs to no keys yet. */
export async function lookAtKeys(connection: Connection, keyRing: KeyRing): Promise<KeyCheck | null> {
  const { rows } = await sql<{ value: string }>`SELECT value FROM installation WHERE key = 'key_check'`.execute(
    connection,
  );
  const stored = rows[0]?.value;
  return stored === undefined ? null : verifyKeyCheck(keyRing, stored);
}

/** What PostgreSQL says of itself. */
export interface DatabaseFacts {
  /** Such as `16.3`. */
  readonly version: string;
  readonly majorVersion: number;
  /** Its clock. */
  readonly now: Date;
}

/** One statement. */
export async function databaseFacts(database: Database): Promise<DatabaseFacts> {
  const { rows } = await sql<{ version: string; number: string; now: Date }>`
    SELECT current_setting('server_version') AS version, current_setting('server_version_num') AS number,
      clock_timestamp() AS now`.execute(database);
  const row = rows[0];
  if (row === undefined) throw new Error('PostgreSQL said nothing of itself.');
  return { version: row.version, majorVersion: Math.floor(Number(row.number) / 10_000), now: row.now };
}
