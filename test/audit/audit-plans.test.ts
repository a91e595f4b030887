/** Lists of a hundred thousand events: the first page of every filter is one walk along an index. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { CompiledQuery, sql } from 'kysely';
import { type AuditFilter, listAuditEvents } from '../../src/audit/event-list-store.js';
import type { Database } from '../../src/database/schema.js';
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

interface Plan {
  readonly 'Node Type': string;
  readonly 'Index Name'?: string;
  readonly Plans?: readonly Plan[];
}

/** The statement of `listAuditEvents` itself, explained by the database while it runs. */
async function explained(filter: AuditFilter): Promise<{ plan: Plan; milliseconds: number }> {
  let found: { plan: Plan; milliseconds: number } | undefined;
  const executor = opened.database.getExecutor();
  const explaining = new Proxy(opened.database, {
    get: (target, name) =>
      name === 'getExecutor'
        ? () =>
            new Proxy(executor, {
              get: (inner, member) => {
                if (member !== 'executeQuery') {
                  const value: unknown = Reflect.get(inner, member);
                  return typeof value === 'function' ? value.bind(inner) : value;
                }
                return async (query: CompiledQuery) => {
                  const text = `EXPLAIN (ANALYZE, FORMAT JSON) ${query.sql}`;
                  const { rows } = await inner.executeQuery(CompiledQuery.raw(text, [...query.parameters]));
                  const [result] = (rows[0] as { 'QUERY PLAN': { Plan: Plan; 'Execution Time': number }[] })[
                    'QUERY PLAN'
                  ];
                  if (result !== undefined) found = { plan: result.Plan, milliseconds: result['Execution Time'] };
                  return { rows: [] };
                };
              },
            })
        : Reflect.get(target, name),
  }) as Database;
  await listAuditEvents(explaining, filter, { limit: 50, after: undefined });
  if (found === undefined) throw new Error('nothing was explained');
  return found;
}

function nodesOf(plan: Plan): Plan[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
}

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
])('the first page of %s comes from an index, unsorted, in under 50 ms', async (_, filter) => {
  const { plan, milliseconds } = await explained(filter);
  const nodes = nodesOf(plan);
  expect(nodes.map((node) => node['Node Type'])).not.toContain('Seq Scan');
  expect(nodes.some((node) => node['Index Name'] !== undefined)).toBe(true);
  expect(milliseconds).toBeLessThan(50);
});
