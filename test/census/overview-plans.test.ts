/** The console's overview with a hundred thousand accounts, years of counts, and a long audit log: no statement reads them through. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { readEventNames } from '../../src/administration/event-names-store.js';
import { readSecurityOverview } from '../../src/audit/security-event-store.js';
import { readAdoptionOverview } from '../../src/census/adoption-overview-store.js';
import { readStoredPolicy } from '../../src/mfa/policy-change-store.js';
import { explained } from '../support/explained.js';
import { fillAccounts } from '../support/many-accounts.js';
import { openTestDatabase, type TestDatabase } from '../support/test-database.js';

const longestMilliseconds = 50;

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase('postgres');
  await sql`INSERT INTO adoption_day (day, scope, name, enrolled, in_grace, overdue, exempt, pending, disabled)
    SELECT date '2026-11-20' - ago, CASE WHEN n = 0 THEN 'all' ELSE 'role' END, CASE WHEN n = 0 THEN '' ELSE 'role' || n END,
      60000, 10, n, 40000, 5, 6
    FROM generate_series(0, 1000) AS ago, generate_series(0, 100) AS n`.execute(opened.database);
  await sql`INSERT INTO audit_event (at, type, actor_type, outcome, detail)
    SELECT now() - n * interval '1 second', CASE WHEN n % 5 = 0 THEN 'user.login_failed' WHEN n = 199999 THEN 'mfa.reset' ELSE 'user.login' END,
      'anonymous', CASE WHEN n % 5 = 0 THEN 'failure' ELSE 'success' END, '{}'
    FROM generate_series(1, 200000) AS n`.execute(opened.database);
  await fillAccounts(opened);
}, 120_000);
afterAll(() => opened.close());

test('all of its statements together take the database 50 ms at most, and read neither accounts nor events through', async () => {
  const event = { subject_id: null, client_id: null, actor: { type: 'account', id: null } };
  const totals: number[] = [];
  for (let run = 0; run < 3; run += 1) {
    const statements = await explained(opened.database, async (connection) => {
      await readAdoptionOverview(connection);
      await readSecurityOverview(connection, 10);
      await readEventNames(connection, [event]);
      await readStoredPolicy(connection);
    });
    for (const { wholeTables } of statements) {
      expect(wholeTables.filter((table) => ['account', 'audit_event', 'adoption_day'].includes(table))).toEqual([]);
    }
    totals.push(statements.reduce((sum, { milliseconds }) => sum + milliseconds, 0));
  }
  if (process.env.TEST_FIGURES !== undefined) process.stderr.write(`overview: ${Math.min(...totals).toFixed(1)} ms\n`);
  expect(Math.min(...totals)).toBeLessThan(longestMilliseconds);
});

test('the rare event is found behind a hundred thousand others, and failures are counted up to a thousand', async () => {
  const { events, failures } = await readSecurityOverview(opened.database, 10);
  expect([events.map(({ type }) => type), failures]).toEqual([['mfa.reset'], 1000]);
});
