/** Migrating is safe to repeat, to do at once, and to refuse. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Kysely, sql } from 'kysely';
import { migrations } from '../../migrations/index.js';
import { openDatabase } from '../../src/database/connect.js';
import { migrateToLatest, migrationStatus, SchemaTooNew } from '../../src/database/migrate.js';
import type { Database } from '../../src/database/schema.js';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../support/test-database.js';

const names = Object.keys(migrations);

/** Back to a database that has never been migrated. */
async function empty(database: Database): Promise<void> {
  await sql`DROP SCHEMA public CASCADE`.execute(database);
  await sql`CREATE SCHEMA public`.execute(database);
}

describe.each(databaseKinds)('%s', (kind) => {
  let opened: TestDatabase;
  beforeEach(async () => {
    opened = await openTestDatabase(kind);
  });
  afterEach(() => opened.close());

  test('an empty database shows every migration as still to come, then as applied', async () => {
    await empty(opened.database);
    expect(await migrationStatus(opened.database)).toEqual(names.map((name) => ({ name, appliedAt: null })));
    expect(await migrateToLatest(opened.database)).toEqual(names);
    expect(await migrationStatus(opened.database)).toEqual(
      names.map((name) => ({ name, appliedAt: expect.any(Date) })),
    );
  });

  test('migrating a migrated database changes nothing', async () => {
    const before = await migrationStatus(opened.database);
    expect(await migrateToLatest(opened.database)).toEqual([]);
    expect(await migrationStatus(opened.database)).toEqual(before);
  });

  test('a database that a newer version migrated is refused in plain words, and left as it was', async () => {
    await sql`INSERT INTO kysely_migration (name, "timestamp") VALUES ('9999-later', '2030-01-01T00:00:00Z')`.execute(
      opened.database,
    );
    await expect(migrateToLatest(opened.database)).rejects.toThrow(SchemaTooNew);
    await expect(migrationStatus(opened.database)).rejects.toThrow(
      'The database was upgraded by a newer version of Countersign (this version does not know 9999-later). ' +
        'Start that version again, or restore the backup taken before the upgrade.',
    );
  });

  test('every migration can be taken back, last first, and applied again', async () => {
    const reversed = Object.values(migrations).toReversed();
    for (const migration of reversed) await migration.down(opened.database as Kysely<unknown>);
    const { rows } = await sql`SELECT table_name FROM information_schema.tables
      WHERE table_schema = 'public' AND table_name NOT LIKE 'kysely%'`.execute(opened.database);
    expect(rows).toEqual([]);
    await empty(opened.database);
    expect(await migrateToLatest(opened.database)).toEqual(names);
  });
});

test('on postgres, five nodes that migrate at the same moment apply each migration once', async () => {
  const opened = await openTestDatabase('postgres');
  await empty(opened.database);
  const nodes = await Promise.all(
    Array.from({ length: 5 }, () => openDatabase({ databaseUrl: opened.url, dataDir: 'memory://' })),
  );
  const applied = await Promise.all(nodes.map(({ database }) => migrateToLatest(database)));
  await Promise.all(nodes.map((node) => node.close()));
  expect(applied.flat()).toEqual(names);
  expect(applied.filter((list) => list.length === 0)).toHaveLength(4);
  await opened.close();
});
