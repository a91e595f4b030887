/** What the encryption keys are needed for, counted; and since when everything new is made with the first. */
import { sql } from 'kysely';
import type { Connection } from '../database/schema.js';
import { isSealed, keyIdOf } from './reseal-store.js';
import { sealedColumns } from './sealed-columns.js';

/** How many texts of a table a key has sealed. */
export interface SealedCount {
  readonly table: string;
  readonly keyId: string;
  readonly count: number;
}

/** One statement; it reads every sealed row, though little of each. */
export async function countSealed(connection: Connection): Promise<readonly SealedCount[]> {
  const counts = sealedColumns.map(
    ({ table, column }) => sql`SELECT ${table}::text AS "table", ${keyIdOf(column)} AS "keyId", count(*)::int AS count
      FROM ${sql.table(table)} WHERE ${isSealed(column)} GROUP BY 2`,
  );
  const { rows } = await sql<SealedCount>`${sql.join(counts, sql` UNION ALL `)}`.execute(connection);
  return rows;
}

/** Row of the table `installation`: its value is the id of the key, its moment that of the first run. */
const rotationKey = 'encryption_rotation';

/** To which key the latest re-sealing went, and when it first ran. */
export interface EncryptionRotation {
  readonly keyId: string;
  readonly since: Date;
}

export async function readEncryptionRotation(connection: Connection): Promise<EncryptionRotation | undefined> {
  const { rows } = await sql<EncryptionRotation>`
    SELECT value AS "keyId", at AS since FROM installation WHERE key = ${rotationKey}`.execute(connection);
  return rows[0];
}

/** One statement. A run that goes on with an earlier one keeps that one's moment. */
export async function beginEncryptionRotation(connection: Connection, keyId: string): Promise<void> {
  await sql`INSERT INTO installation (key, value) VALUES (${rotationKey}, ${keyId})
    ON CONFLICT (key) DO UPDATE SET value = excluded.value, at = now()
    WHERE installation.value <> excluded.value`.execute(connection);
}

/** What was hashed before a moment and may still be presented: a hash cannot be made anew without what it is of. */
export interface EarlierHashes {
  readonly backupCodes: number;
  readonly mailLinks: number;
  /** When the last of these links ends. */
  readonly mailLinksUntil: Date | null;
}

/** One statement. Everything there is when `before` is undefined. */
export async function countEarlierHashes(connection: Connection, before: Date | undefined): Promise<EarlierHashes> {
  const moment = sql`coalesce(${before ?? null}::timestamptz, 'infinity')`;
  const { rows } = await sql<EarlierHashes>`SELECT
    (SELECT count(*)::int FROM backup_code WHERE used_at IS NULL AND created_at < ${moment}) AS "backupCodes",
    count(*)::int AS "mailLinks", max(link_expires_at) AS "mailLinksUntil"
    FROM mail WHERE link_expires_at > now() AND link_used_at IS NULL AND sent_at < ${moment}`.execute(connection);
  const [row] = rows;
  if (row === undefined) throw new Error('The hashes were not counted.');
  return row;
}
