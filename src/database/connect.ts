/** Opens the database the settings name: PostgreSQL by its URL, else the embedded one in the data folder. */
import { openEmbedded } from './embedded.js';
import { openPostgres } from './postgres.js';
import type { Database } from './schema.js';

/** Where a lost connection is reported. A pino logger fits. */
export interface DatabaseLog {
  warn(details: object, message: string): void;
}

export interface OpenDatabaseOptions {
  /** A `postgres://` URL. Without it the embedded database is opened. */
  databaseUrl?: string | undefined;
  /** Absolute path of the data folder, or `memory://` for an embedded database that ends with the process. */
  dataDir: string;
  /** Called after every statement, also `begin`, `commit` and `rollback`: for counting and tracing. Parameters are not passed. */
  onStatement?: ((sql: string) => void) | undefined;
  log?: DatabaseLog | undefined;
}

export interface OpenDatabase {
  database: Database;
  kind: 'postgres' | 'embedded';
  /** Ends all connections and gives the data folder free. May be called twice. */
  close(): Promise<void>;
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
