/** An open database of either kind, and what it tells while it is open. */
import type { Database } from './schema.js';

/** Where a lost connection is reported. A pino logger fits. */
export interface DatabaseLog {
  warn(details: object, message: string): void;
}

export interface OpenDatabase {
  database: Database;
  kind: 'postgres' | 'embedded';
  /** Ends all connections and gives the data folder free. May be called twice. */
  close(): Promise<void>;
}
