/** What stores may rely on, whichever database is behind them. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../support/test-database.js';

describe.each(databaseKinds)('%s', (kind) => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase(kind);
  });
  afterAll(() => opened.close());

  test('a fresh database is migrated and empty', async () => {
    const { rows } = await sql<{ accounts: number }>`SELECT count(*) AS accounts FROM account`.execute(opened.database);
    expect(rows).toEqual([{ accounts: 0 }]);
  });
});
