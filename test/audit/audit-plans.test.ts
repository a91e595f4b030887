/** Lists of a hundred thousand events: the first page of every filter is one walk along an index. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { type AuditFilter, listAuditEvents } from '../../src/audit/event-list-store.js';
import type { Database } from '../../src/database/schema.js';
import { explained } from '../support/explained.js';
import { openTestDatabase, type TestDatabase } from '../support/test-database.js';

const many = 120_000;
const anna = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const nobody = '3f2b8c1e-5d4a-4f6b-9c7d-8e9f0a1b2c3d';
const long = { from: new Date('2026-01-01T00:00:00Z'), to: new Date('2026-01-08T00:00:00Z') };

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase('postgres');
  // A year: an event every four and a half minutes; one in 50 a failure, one in 20 Anna's, and a few resets long ago.
  // In steps, because a statement has eight seconds.
  for (let from = 1; from <= many; from += 5000)
    await sql`INSERT INTO audit_event (at, type, actor_type, actor_id, subject_id, client_id, outcome, ip, user_agent, detail)
    SELECT timestamptz '2026-01-01T00:00:00Z' + n * interval '262 seconds',
      CASE WHEN n % 20000 = 7 AND n < 50000 THEN 'mfa.reset' WHEN n % 3 = 0 THEN 'token.issued' ELSE 'user.login' END,
      'account', CASE WHEN n % 20 = 0 THEN ${anna} ELSE md5((n % 5000)::text) END,
      CASE WHEN n % 20 = 0 THEN ${anna}::uuid ELSE md5((n % 5000)::text)::uuid END,
      CASE WHEN n % 1000 = 3 THEN 'rare' ELSE 'app-' || n % 10 END,
      CASE WHEN n % 50 = 0 THEN 'failure' ELSE 'success' END, '203.0.113.7', 'Mozilla/5.0', jsonb_build_object('n', n)
    FROM generate_series(${from}::int, ${from + 4999}::int) AS n`.execute(opened.database);
  await sql`ANALYZE audit_event`.execute(opened.database);
});
afterAll(() => opened?.close());

test.each<[string, AuditFilter]>([
  ['no filter', {}],
  ['a common type', { type: 'user.login' }],
  ['a type of long ago', { type: 'mfa.reset' }],
  ['a type that never was', { type: 'keys.rotated' }],
  ['a busy account', { subjectId: anna }],
  ['an account without events', { subjectId: nobody }],
  ['an actor', { actorId: anna }],
  ['an actor without events', { actorId: nobody }],
  ['a busy client', { clientId: 'app-3' }],
  ['a rare client', { clientId: 'rare' }],
  ['successes', { outcome: 'success' }],
  ['failures', { outcome: 'failure' }],
  ['a week of long ago', long],
  ['since a moment', { from: long.from }],
  ['a day in the middle', { from: new Date('2026-06-01T00:00:00Z'), to: new Date('2026-06-02T00:00:00Z') }],
  ['a type in a week of long ago', { ...long, type: 'token.issued' }],
  ['an account in a week of long ago', { ...long, subjectId: anna }],
  ['failures of a week of long ago', { ...long, outcome: 'failure' }],
  [
    'all of them',
    { ...long, type: 'user.login', subjectId: anna, actorId: anna, clientId: 'app-0', outcome: 'failure' },
  ],
])('the first page of %s comes from an index, in under 50 ms', async (_, filter) => {
  const list = (connection: Database) => listAuditEvents(connection, filter, { limit: 50, after: undefined });
  const [statement, ...others] = await explained(opened.database, list);
  expect([statement?.wholeTables, others]).toEqual([[], []]);
  expect(statement?.indexes.length).toBeGreaterThan(0);
  expect(statement?.milliseconds).toBeLessThan(50);
});

test('a page far behind comes from the index too', async () => {
  const { next } = await listAuditEvents(opened.database, { to: long.to }, { limit: 50, after: undefined });
  const list = (connection: Database) => listAuditEvents(connection, {}, { limit: 50, after: next ?? undefined });
  const [statement] = await explained(opened.database, list);
  expect([statement?.wholeTables, statement?.indexes]).toEqual([[], ['audit_event_at']]);
  expect(statement?.milliseconds).toBeLessThan(50);
});
