/** The overview of adoption: what was recorded last, by role and group, and day by day. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { readSecurityOverview } from '../../src/audit/security-event-store.js';
import { readAdoptionOverview } from '../../src/census/adoption-overview-store.js';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../support/test-database.js';

describe.each(databaseKinds)('on %s', (kind) => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase(kind);
  });
  afterAll(() => opened.close());

  test('before the first count there is none', async () => {
    expect(await readAdoptionOverview(opened.database)).toBeNull();
  });
  test('without events there are none', async () => {
    expect(await readSecurityOverview(opened.database, 10)).toEqual({ events: [], failures: 0 });
  });

  test('the last count, the roles and groups of it with the most overdue first, and half a year of days', async () => {
    await sql`INSERT INTO adoption_day (day, scope, name, enrolled, in_grace, overdue, exempt, pending, disabled, taken_at)
      SELECT date '2026-11-20' - ago, scope, name, 500 - ago, 2, weight, 3, 4, 5, timestamptz '2026-11-20T00:05:00Z'
      FROM generate_series(0, 400) AS ago, (VALUES ('all', '', 50), ('role', 'staff', 30), ('role', 'admin', 1),
        ('role', 'editor', 40), ('group', 'Finance', 7)) AS scopes(scope, name, weight)
      WHERE ago <> 3`.execute(opened.database);
    const overview = await readAdoptionOverview(opened.database);
    expect(overview?.takenAt).toEqual(new Date('2026-11-20T00:05:00Z'));
    expect(overview?.latest).toMatchObject({
      enrolled: 500,
      in_grace: 2,
      overdue: 50,
      exempt: 3,
      pending: 4,
      disabled: 5,
    });
    expect(overview?.roles.map(({ name }) => name)).toEqual(['editor', 'staff', 'admin']);
    expect(overview?.groups).toMatchObject([{ name: 'Finance', enrolled: 500, overdue: 7 }]);
    const days = overview?.days.map(({ day }) => day) ?? [];
    expect([days.length, days[0], days.at(-1)]).toEqual([179, '2026-05-25', '2026-11-20']);
    expect(days).not.toContain('2026-11-17');
    expect(days).toEqual(days.toSorted());
  });
});
