/** Opens the database the settings name: PostgreSQL by its URL, else the embedded one in the data folder. */
import { openEmbedded } from './embedded.js';
import type { DatabaseLog, OpenDatabase } from './open-database.js';
import { openPostgres } from './postgres.js';

export type { OpenDatabase } from './open-database.js';

export interface OpenDatabaseOptions {
  /** A `postgres://` URL. Without it the embedded database is opened. */
  databaseUrl?: string | undefined;
  /** Absolute path of the data folder, or `memory://` for an embedded database that ends with the process. */
  dataDir: string;
  /** Called after every statement, also `begin`, `commit` and `rollback`: for counting and tracing. Parameters are not passed. */
  onStatement?: ((sql: string) => void) | undefined;
  log?: DatabaseLog | undefined;
}

/**
 * Opens the database. PostgreSQL is connected to on the first statement; the embedded database is ready when this
 * returns.
 * @throws DirectoryInUse when another process has the embedded database open.
 */
export async function openDatabase(options: OpenDatabaseOptions): Promise<OpenDatabase> {
  const { databaseUrl, dataDir, onStatement, log } = options;
  if (databaseUrl !== undefined) return openPostgres(databaseUrl, { onStatement, log });
  return openEmbedded(dataDir, { onStatement });
}
