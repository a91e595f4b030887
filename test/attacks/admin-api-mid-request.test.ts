/** What is decided over an account counts at the moment of the change: roles that change while a request waits for its turn. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { changeAccount } from '../../src/accounts/account-change-store.js';
import { type AdminApp, callApi, newAdminApp, outcomeOf, type Reply } from '../support/admin-api.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import { type Enrolled, enrolledAccount } from './attack-fixture.js';

let server: TestServer;
let app: AdminApp;
let admin: Enrolled;
let token: string;
let victim: Enrolled;

beforeAll(async () => {
  server = await startTestServer({ env: { RATE_LIMIT: 'off', REQUIRE_ADMIN_MFA: 'true' } });
  app = await newAdminApp(server);
  await enrolledAccount(server, { roles: ['super_admin'] });
});
afterAll(() => server?.stop());

beforeEach(async () => {
  admin = await enrolledAccount(server, { roles: ['admin'] });
  token = await app.tokenOf(admin);
  victim = await enrolledAccount(server);
});

/** Makes the change while the request, whose token was read already, waits for the lock; then lets it go on. */
async function duringRequest(change: (transaction: typeof server.database) => Promise<unknown>): Promise<Reply> {
  let reply: Promise<Reply> | undefined;
  await server.database.transaction().execute(async (transaction) => {
    await change(transaction);
    const body = { reason: 'lost phone' };
    reply = callApi(server, token, 'POST', `/users/${victim.account.id}/mfa/disable`, { body });
    await waitingRequest();
  });
  if (reply === undefined) throw new Error('nothing was asked');
  return reply;
}

async function waitingRequest(): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ n: number }>`SELECT count(*)::int AS n FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'`.execute(server.database);
    if ((rows[0]?.n ?? 0) > 0) return;
  }
}

const hasFactor = async () => {
  const { rows } = await sql`SELECT 1 FROM totp_credential WHERE account_id = ${victim.account.id}::uuid`.execute(
    server.database,
  );
  return rows.length > 0;
};

test('an administrator who is demoted in mid-request changes nothing', async () => {
  const reply = await duringRequest((transaction) => changeAccount(transaction, admin.account.id, { roles: [] }, []));
  expect(outcomeOf(reply)).toBe('401 invalid_token');
  expect(await hasFactor()).toBe(true);
});

test('somebody who becomes an administrator in mid-request is not an admin’s to change any more', async () => {
  const reply = await duringRequest((transaction) =>
    changeAccount(transaction, victim.account.id, { roles: ['admin'] }, []),
  );
  expect(outcomeOf(reply)).toBe('403 super_admin_required');
  expect(await hasFactor()).toBe(true);
});

test('an account that is removed in mid-request is not found', async () => {
  const reply = await duringRequest((transaction) =>
    sql`DELETE FROM account WHERE id = ${victim.account.id}::uuid`.execute(transaction),
  );
  expect(outcomeOf(reply)).toBe('404 account_not_found');
});

test('two removals at the same moment are one', async () => {
  const replies = await Promise.all(
    Array.from({ length: 10 }, () => callApi(server, token, 'DELETE', `/users/${victim.account.id}`)),
  );
  expect(replies.map(outcomeOf).toSorted()).toEqual(['204', ...Array(9).fill('404 account_not_found')]);
});
