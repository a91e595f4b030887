/** The census: every account once, as the one decision sees it. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { takeCensus } from '../../src/census/take-census.js';
import { fillAccounts } from '../support/many-accounts.js';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../support/test-database.js';
import { adoptionSettings, fillSmall } from './census-fixture.js';

describe.each(databaseKinds)('on %s', (kind) => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase(kind);
    await fillSmall(opened.database);
  });
  afterAll(() => opened.close());

  test('each account counts once in all, and once in each of its roles and groups', async () => {
    const census = await takeCensus(opened.database, adoptionSettings);
    expect(census.all).toEqual({ enrolled: 2, in_grace: 1, overdue: 2, exempt: 2, pending: 1, disabled: 1 });
    expect(census.roles).toEqual([
      { name: 'staff', enrolled: 1, in_grace: 0, overdue: 0, exempt: 1, pending: 1, disabled: 1 },
      { name: 'admin', enrolled: 1, in_grace: 0, overdue: 1, exempt: 0, pending: 0, disabled: 0 },
    ]);
    expect(census.groups).toEqual([
      { name: 'Sales', enrolled: 1, in_grace: 1, overdue: 0, exempt: 0, pending: 0, disabled: 0 },
    ]);
  });

  test('accounts of all pages count', async () => {
    await sql`INSERT INTO account (email, email_key) SELECT 'n' || n, 'n' || n FROM generate_series(1, 4500) AS n`.execute(
      opened.database,
    );
    const { all } = await takeCensus(opened.database, adoptionSettings);
    expect(all.exempt).toBe(4502);
  });
});

describe('a hundred thousand accounts', () => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase('postgres');
    await fillAccounts(opened);
    await sql`INSERT INTO mfa_rule (scope, name, level, required_since) VALUES ('all', '', 'encouraged', NULL),
      ('role', 'staff', 'required', now())`.execute(opened.database);
  }, 120_000);
  afterAll(() => opened.close());

  test('are counted whole, two thousand in a statement', async () => {
    opened.statements.length = 0;
    const { all } = await takeCensus(opened.database, adoptionSettings);
    expect(Object.values(all).reduce((sum, count) => sum + count)).toBe(100_000);
    expect(opened.statements).toHaveLength(52);
  }, 60_000);
});
