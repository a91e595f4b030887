/** The figures of each day: written once, whoever writes. */
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { isDayRecorded, listDays, recordDay, sweepDays } from '../../src/census/adoption-store.js';
import { recordAdoption } from '../../src/census/record-adoption.js';
import { takeCensus } from '../../src/census/take-census.js';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../support/test-database.js';
import { adoptionSettings, fillSmall } from './census-fixture.js';

const ever = { from: '2000-01-01', to: '2100-01-01' };
const counts = { enrolled: 1, in_grace: 2, overdue: 3, exempt: 4, pending: 5, disabled: 6 };

describe.each(databaseKinds)('on %s', (kind) => {
  let opened: TestDatabase;
  beforeEach(async () => {
    opened ??= await openTestDatabase(kind);
    await sql`TRUNCATE account, account_group, adoption_day CASCADE`.execute(opened.database);
    await fillSmall(opened.database);
  });
  afterAll(() => opened.close());

  test('a day is written with all, each role and each group', async () => {
    await recordAdoption(opened.database, adoptionSettings);
    const days = await listDays(opened.database, ever);
    expect(days.map(({ scope, name, enrolled, overdue }) => [scope, name, enrolled, overdue])).toEqual([
      ['all', '', 2, 2],
      ['group', 'Sales', 1, 0],
      ['role', 'admin', 1, 1],
      ['role', 'staff', 1, 0],
    ]);
    expect(days[0]?.day).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  });

  test('the first count of a day stays, and later rounds only ask whether there is one', async () => {
    await recordAdoption(opened.database, adoptionSettings);
    await sql`UPDATE account SET mfa_configured_at = now()`.execute(opened.database);
    opened.statements.length = 0;
    await recordAdoption(opened.database, adoptionSettings);
    expect(opened.statements).toHaveLength(1);
    expect((await listDays(opened.database, ever))[0]?.enrolled).toBe(2);
  });

  test('nodes that count at once write one day', async () => {
    const census = await takeCensus(opened.database, adoptionSettings);
    const others = { ...census, all: counts, roles: [{ name: 'late', ...counts }] };
    await Promise.all([recordDay(opened.database, census), recordDay(opened.database, census)]);
    await recordDay(opened.database, others);
    const days = await listDays(opened.database, ever);
    expect(days).toHaveLength(4);
    expect(days.map(({ name }) => name)).not.toContain('late');
  });

  test('days are found by period, role and group, and forgotten after three years', async () => {
    const add = (daysAgo: number) =>
      sql`INSERT INTO adoption_day (day, scope, name, enrolled, in_grace, overdue, exempt, pending, disabled)
      SELECT (now() AT TIME ZONE 'UTC')::date - ${daysAgo}::int, scope, name, 1, 2, 3, 4, 5, 6
      FROM (VALUES ('all', ''), ('role', 'staff'), ('group', 'staff')) AS d(scope, name)`.execute(opened.database);
    for (const daysAgo of [2, 1_000, 1_200]) await add(daysAgo);
    expect(await isDayRecorded(opened.database)).toBe(false);
    const of = { scope: 'role', name: 'staff' } as const;
    const [first] = await listDays(opened.database, { ...ever, of });
    expect(first).toEqual({ day: expect.any(String), scope: 'role', name: 'staff', ...counts });
    expect(await listDays(opened.database, { ...ever, of })).toHaveLength(3);
    expect(await listDays(opened.database, { from: first?.day ?? '', to: first?.day ?? '' })).toHaveLength(3);
    await sweepDays(opened.database);
    expect(await listDays(opened.database, { ...ever, of })).toHaveLength(2);
  });
});
