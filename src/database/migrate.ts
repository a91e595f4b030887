/** Brings the schema up to this program's version, once, however many nodes start together. */
import { sql } from 'kysely';
import { type Migration, type MigrationResultSet, Migrator } from 'kysely/migration';
import { migrations } from '../../migrations/index.js';
import type { Database } from './schema.js';
import { withoutAnswerLimit } from './steady-client.js';

/** The database was migrated by a newer program than this one. */
export class SchemaTooNew extends Error {
  override readonly name = 'SchemaTooNew';

  constructor(readonly unknownMigrations: readonly string[]) {
    super(
      'The database was upgraded by a newer version of Countersign ' +
        `(this version does not know ${unknownMigrations.join(', ')}). ` +
        'Start that version again, or restore the backup taken before the upgrade.',
    );
  }
}

export interface MigrationState {
  name: string;
  /** When it was applied, by the clock of the node that applied it; null when it is still to come. */
  appliedAt: Date | null;
}

const known: Record<string, Migration> = migrations;

/**
 * Applies the migrations that are missing, in one transaction, and returns their names. Other nodes doing the same
 * wait their turn and then find nothing to do.
 * @throws SchemaTooNew when the database holds a migration this program does not know.
 */
export async function migrateToLatest(database: Database): Promise<string[]> {
  await refuseNewerSchema(database);
  const { error, results = [] } = await withoutAnswerLimit(() => database.connection().execute(migrateOn));
  if (error !== undefined) {
    // The newer program may have been the one we waited for.
    await refuseNewerSchema(database);
    throw error;
  }
  return results.filter(({ status }) => status === 'Success').map(({ migrationName }) => migrationName);
}

/** Kysely's migrator takes an advisory lock, and works in one transaction. Waiting for the lock is a statement, too. */
async function migrateOn(connection: Database): Promise<MigrationResultSet> {
  await sql`SET statement_timeout = 0`.execute(connection);
  try {
    const migrator = new Migrator({ db: connection, provider: { getMigrations: async () => known } });
    return await migrator.migrateToLatest();
  } finally {
    await sql`RESET statement_timeout`.execute(connection);
  }
}

/**
 * Every migration this program knows, in order, with the time it was applied.
 * @throws SchemaTooNew when the database holds a migration this program does not know.
 */
export async function migrationStatus(database: Database): Promise<MigrationState[]> {
  const applied = await refuseNewerSchema(database);
  return Object.keys(known).map((name) => ({ name, appliedAt: applied.get(name) ?? null }));
}

async function refuseNewerSchema(database: Database): Promise<Map<string, Date>> {
  const applied = await appliedMigrations(database);
  const unknown = [...applied.keys()].filter((name) => !Object.hasOwn(known, name));
  if (unknown.length > 0) throw new SchemaTooNew(unknown);
  return applied;
}

async function appliedMigrations(database: Database): Promise<Map<string, Date>> {
  const table = await sql<{ present: boolean }>`SELECT to_regclass('kysely_migration') IS NOT NULL AS present`.execute(
    database,
  );
  if (table.rows[0]?.present !== true) return new Map();
  const { rows } = await sql<{ name: string; timestamp: string }>`
    SELECT name, "timestamp" FROM kysely_migration ORDER BY name`.execute(database);
  return new Map(rows.map((row) => [row.name, new Date(row.timestamp)]));
}
