/** The list of clients, with ten thousand of them: a page, whatever it is narrowed by, takes the database 50 ms at most. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { type ClientFilter, listClientPage } from '../../src/oidc/client-list-store.js';
import { listResourcePage } from '../../src/oidc/resource-list-store.js';
import { explained } from '../support/explained.js';
import { openTestDatabase, type TestDatabase } from '../support/test-database.js';

const longestMilliseconds = 50;
const clients = 10_000;

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase('postgres');
  const metadata = sql`jsonb_build_object('client_name', CASE WHEN n % 1000 = 0 THEN 'Shop ' ELSE 'App ' END || n,
    'redirect_uris', jsonb_build_array('https://app' || n || '.example/callback'), 'grant_types', '["authorization_code"]'::jsonb,
    'response_types', '["code"]'::jsonb, 'post_logout_redirect_uris', '[]'::jsonb,
    'token_endpoint_auth_method', CASE WHEN n % 2 = 0 THEN 'none' ELSE 'client_secret_basic' END)`;
  await sql`INSERT INTO client (id, metadata, require_mfa, created_at)
    SELECT 'client-' || n, ${metadata}, n % 2500 = 0, now() - (${clients} - n) * interval '1 minute'
    FROM generate_series(1, ${clients}::int) n`.execute(opened.database);
  await sql`INSERT INTO resource (identifier, scope, token_format)
    SELECT 'https://api' || n || '.example/', 'read', CASE WHEN n % 5000 = 0 THEN 'opaque' ELSE 'jwt' END
    FROM generate_series(1, ${clients}::int) n`.execute(opened.database);
  await sql`ANALYZE client`.execute(opened.database);
  await sql`ANALYZE resource`.execute(opened.database);
}, 60_000);
afterAll(() => opened.close());

/** The quickest of a few: what else the machine does is not the plan's fault. */
async function measured(work: (connection: TestDatabase['database']) => Promise<unknown>) {
  const runs = await explained(opened.database, async (connection) => {
    for (let run = 0; run < 3; run += 1) await work(connection);
  });
  return {
    milliseconds: Math.min(...runs.map(({ milliseconds }) => milliseconds)),
    wholeTables: runs.flatMap(({ wholeTables }) => wholeTables),
  };
}
const quick = { milliseconds: expect.any(Number), wholeTables: [] };

describe('clients', () => {
  test.each<[string, ClientFilter, number]>([
    ['nothing in particular', {}, 50],
    ['the beginning of most names', { namePrefix: 'app' }, 50],
    ['the beginning of a few', { namePrefix: 'SHOP' }, 10],
    ['one name', { namePrefix: 'App 9999' }, 1],
    ['no name', { namePrefix: 'nobody' }, 0],
    ['public ones', { isPublic: true }, 50],
    ['confidential ones', { isPublic: false }, 50],
    ['those that require a second factor', { requireMfa: true }, 4],
    ['those that do not', { requireMfa: false }, 50],
    ['confidential ones that require one, of which there are none', { isPublic: false, requireMfa: true }, 0],
    ['a few names among the confidential', { namePrefix: 'shop', isPublic: false }, 0],
  ])('%s', async (_what, filter, found) => {
    const page = { limit: 50, after: undefined, filter };
    const { clients: shown, next } = await listClientPage(opened.database, page);
    expect(shown).toHaveLength(found);
    const first = await measured((connection) => listClientPage(connection, page));
    expect(first).toEqual(quick);
    expect(first.milliseconds).toBeLessThan(longestMilliseconds);
    if (next === null) return;
    const second = await measured((connection) => listClientPage(connection, { ...page, after: next }));
    expect(second).toEqual(quick);
    expect(second.milliseconds).toBeLessThan(longestMilliseconds);
  });

  test('the last page is as quick as the first', async () => {
    const after = { createdMicroseconds: String((Date.now() - 5 * 60_000) * 1000), id: 'client-x' };
    const last = await measured((connection) => listClientPage(connection, { limit: 50, after }));
    expect(last).toEqual(quick);
    expect(last.milliseconds).toBeLessThan(longestMilliseconds);
  });
});

describe('resources', () => {
  test.each([
    ['nothing in particular', {}, 50],
    ['the beginning of all', { identifierPrefix: 'https://api' }, 50],
    ['the beginning of a few', { identifierPrefix: 'https://api999' }, 11],
    ['none', { identifierPrefix: 'urn:' }, 0],
    ['opaque ones, of which there are two', { tokenFormat: 'opaque' }, 2],
  ] as const)('%s', async (_what, filter, found) => {
    const page = { limit: 50, after: undefined };
    expect((await listResourcePage(opened.database, filter, page)).resources).toHaveLength(found);
    const first = await measured((connection) => listResourcePage(connection, filter, page));
    expect(first.milliseconds).toBeLessThan(longestMilliseconds);
  });
});
