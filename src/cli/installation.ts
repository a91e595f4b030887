/** Opens the installation for a command that reads or changes it, or refuses in words. */
import { markEventsWith } from '../audit/event-mark.js';
import { migrateToLatest, migrationStatus } from '../database/migrate.js';
import type { Database } from '../database/schema.js';
import type { KeyRing } from '../secrets/key-ring.js';
import { inMemory } from '../settings/server-definitions.js';
import { type CommandContext, CommandRefused } from './command.js';
import { checkKeys } from './installation-store.js';

export interface Installation {
  readonly database: Database;
  readonly keyRing: KeyRing;
}

/**
 * A new database is set up on the way, so that the first command may come before the first start. One that has data and
 * lacks migrations is left alone: an older server may be running on it.
 */
export async function openInstallation(context: CommandContext): Promise<Installation> {
  const { database } = await context.connect();
  const states = await migrationStatus(database);
  if (states.every(({ appliedAt }) => appliedAt === null)) await migrateToLatest(database);
  else if (states.some(({ appliedAt }) => appliedAt === null)) {
    throw new CommandRefused('not_migrated', 'The database is of an older version. Run: countersign migrate');
  }
  const keyRing = await context.keyRing();
  markEventsWith(keyRing);
  const check = await checkKeys(database, keyRing);
  if (!check.ok) throw new CommandRefused('wrong_keys', check.because);
  return { database, keyRing };
}

/** In memory each process has a database of its own, gone when it ends: a command would do nothing, and say that it did. */
export function refuseMemory({ databaseUrl, dataDir }: { databaseUrl?: string | undefined; dataDir: string }): void {
  if (databaseUrl !== undefined || dataDir !== inMemory) return;
  const message = `DATA_DIR=${inMemory} keeps nothing and cannot be shared with a running server. Set DATA_DIR to a folder, or DATABASE_URL.`;
  throw new CommandRefused('nothing_kept', message);
}
