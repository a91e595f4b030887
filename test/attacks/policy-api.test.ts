/** The rules about second factors, and who is under them, change over the API by a super_admin’s own sign-in, and in what the call names. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { storeBreakGlassToken } from '../../src/cli/break-glass.js';
import { readStoredPolicy } from '../../src/mfa/policy-change-store.js';
import { type AdminApp, callApi, newAdminApp, outcomeOf } from '../support/admin-api.js';
import { testKeyRing } from '../support/key-ring.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import { type Enrolled, enrolledAccount, sendAsClient } from './attack-fixture.js';

const reason = 'because an attacker says so';

describe.each(databaseKinds)('on %s', (kind) => {
  let server: TestServer;
  let app: AdminApp;
  let admin: Enrolled;
  let root: Enrolled;
  let victim: Enrolled;
  let tokens: { readonly admin: string; readonly root: string; readonly victim: string; readonly client: string };
  /** With a rule, and without. */
  let ruled: string;
  let plain: string;

  beforeAll(async () => {
    server = await startTestServer({ kind, env: { RATE_LIMIT: 'off', REQUIRE_ADMIN_MFA: 'true' } });
    app = await newAdminApp(server);
    admin = await enrolledAccount(server, { roles: ['admin'] });
    root = await enrolledAccount(server, { roles: ['super_admin'] });
    victim = await enrolledAccount(server);
    tokens = {
      admin: await app.tokenOf(admin),
      root: await app.tokenOf(root),
      victim: await app.tokenOf(victim),
      client: await clientToken(),
    };
  });
  afterAll(() => server?.stop());
  beforeEach(async () => {
    for (const table of ['mfa_rule', 'account_group'])
      await sql`DELETE FROM ${sql.table(table)}`.execute(server.database);
    ruled = await newGroup('Board');
    plain = await newGroup('Choir');
    expect(outcomeOf(await change(tokens.root, { groups: [{ id: ruled, level: 'required' }] }))).toBe('200');
  });

  const call = (token: string, method: string, path: string, body?: object) =>
    callApi(server, token, method, path, body === undefined ? {} : { body });
  const change = (token: string, body: object) => call(token, 'PATCH', '/policy', { reason, ...body });
  async function newGroup(name: string): Promise<string> {
    return String(JSON.parse((await call(tokens.root, 'POST', '/groups', { name })).text).id);
  }
  async function clientToken(): Promise<string> {
    const client = await server.addClient({
      ...{ grant_types: ['client_credentials'], redirect_uris: [], scope: 'admin:read admin' },
    });
    const form = { grant_type: 'client_credentials', scope: 'admin', resource: `${server.issuer}/api` };
    return JSON.parse((await sendAsClient(server, '/token', client, form)).text).access_token;
  }
  /** Rules, groups and who is in them. */
  async function state() {
    const { rows: groups } = await sql`SELECT * FROM account_group ORDER BY name`.execute(server.database);
    const { rows: members } = await sql`SELECT * FROM account_group_member ORDER BY account_id`.execute(
      server.database,
    );
    return { policy: await readStoredPolicy(server.database), groups, members };
  }
  const changes = (): readonly (readonly [string, string, object | undefined])[] => [
    ['PATCH', '/policy', { reason, all: 'optional' }],
    ['PATCH', '/policy', { reason, all: 'optional', force: true }],
    ['PATCH', '/policy', { reason, groups: [{ id: ruled, level: 'optional' }] }],
    ['PATCH', '/policy', { reason, roles: [{ role: 'editor', level: 'required' }] }],
    ['PATCH', '/policy', { reason, grace_period_days: 90 }],
    ['POST', '/groups', { name: 'Mine' }],
    ['PATCH', `/groups/${ruled}`, { name: 'Mine' }],
    ['PATCH', `/groups/${ruled}/members`, { add: [victim.account.id] }],
    ['PATCH', `/groups/${ruled}/members`, { add: [admin.account.id], force: true }],
    ['DELETE', `/groups/${ruled}`, undefined],
    ['DELETE', `/groups/${plain}`, undefined],
  ];

  test('people without a role and clients by themselves change no rule, no group and nobody in it', async () => {
    const before = await state();
    for (const [who, refusal] of [
      ['victim', '403 role_required'],
      ['client', '403 person_required'],
    ] as const) {
      for (const [method, path, body] of changes()) {
        const outcome = outcomeOf(await call(tokens[who], method, path, body));
        expect([who, method, path, outcome]).toEqual([who, method, path, refusal]);
      }
    }
    expect(await state()).toEqual(before);
  });

  test('reading is not changing', async () => {
    const token = await app.tokenOf(root, 'admin:read');
    const before = await state();
    for (const [method, path, body] of changes()) {
      expect([path, outcomeOf(await call(token, method, path, body))]).toEqual([path, '403 insufficient_scope']);
    }
    expect(await state()).toEqual(before);
  });

  test('an admin sets no rule, not by force, and removes no group that has one', async () => {
    const before = await state();
    for (const [method, path, body] of changes().filter(([, path]) => path === '/policy')) {
      expect(outcomeOf(await call(tokens.admin, method, path, body))).toBe('403 super_admin_required');
    }
    expect(outcomeOf(await call(tokens.admin, 'DELETE', `/groups/${ruled}`))).toBe('403 super_admin_required');
    expect(await state()).toEqual(before);
    expect(outcomeOf(await call(tokens.admin, 'DELETE', `/groups/${plain}`))).toBe('204');
  });

  test('an admin moves no administrator, themselves included, in or out, alone or among others', async () => {
    const ids = { admin: admin.account.id, root: root.account.id, victim: victim.account.id };
    expect(outcomeOf(await call(tokens.root, 'PATCH', `/groups/${ruled}/members`, { add: [ids.admin] }))).toBe('200');
    const before = await state();
    for (const body of [
      ...[
        { add: [ids.root] },
        { add: [ids.victim, ids.root] },
        { remove: [ids.admin] },
        { remove: [ids.admin], force: true },
      ],
      ...[{ add: [ids.victim], remove: [ids.admin] }, { remove: [ids.admin.toUpperCase()] }],
    ]) {
      for (const id of [ruled, plain]) {
        const outcome = outcomeOf(await call(tokens.admin, 'PATCH', `/groups/${id}/members`, body));
        expect([body, outcome]).toEqual([body, '403 super_admin_required']);
      }
    }
    expect(await state()).toEqual(before);
  });

  test('a break-glass token is the machine’s owner and the log says so; with its person’s sessions it ends', async () => {
    const { account } = await enrolledAccount(server, { roles: ['admin'] });
    const asked = { account, audience: `${server.issuer}/api`, scope: 'admin', ttl: 600, now: new Date() };
    const { accessToken } = await storeBreakGlassToken(server.database, testKeyRing(), asked);
    expect(outcomeOf(await change(accessToken, { all: 'encouraged' }))).toBe('200');
    const { rows } = await sql<{ detail: object }>`SELECT detail FROM audit_event WHERE type = 'policy.changed'
      ORDER BY id DESC LIMIT 1`.execute(server.database);
    expect(rows).toMatchObject([{ detail: { break_glass: true, reason } }]);
    const before = await state();
    expect(outcomeOf(await call(tokens.root, 'DELETE', `/users/${account.id}/sessions`))).toMatch(/^20\d$/);
    for (const [method, path, body] of changes()) {
      expect([path, outcomeOf(await call(accessToken, method, path, body))]).toEqual([path, '401 invalid_token']);
    }
    expect(await state()).toEqual(before);
  });

  test.each<[string, string, object]>([
    ['PATCH', '/policy', { source: 'environment' }],
    ['PATCH', '/policy', { fixed: false }],
    ['PATCH', '/policy', { since: '2020-01-01T00:00:00Z' }],
    ['PATCH', '/policy', { break_glass: true }],
    ['PATCH', '/policy', { policy: {} }],
    ['PATCH', '/policy', { roles: [{ role: 'editor', level: 'required', since: '2020-01-01T00:00:00Z' }] }],
    ['PATCH', '/policy', { gracePeriodDays: 90 }],
    ['POST', '/groups', { name: 'New', mfa_policy: 'optional' }],
    ['POST', '/groups', { name: 'New', id: '11111111-1111-4111-8111-111111111111' }],
    ['POST', '/groups', { name: 'New', members: [] }],
    ['PATCH', '/groups/:ruled', { name: 'Mine', mfa_policy: 'optional' }],
    ['PATCH', '/groups/:ruled', { name: 'Mine', mfa_required_since: null }],
    ['PATCH', '/groups/:ruled/members', { joined_at: '2020-01-01T00:00:00Z' }],
    ['PATCH', '/groups/:ruled/members', { group_id: 'x' }],
  ])('%s %s refuses members of nobody’s: %j', async (method, path, extra) => {
    const usual =
      path === '/policy' ? { reason, all: 'encouraged' } : path.endsWith('members') ? { add: [victim.account.id] } : {};
    const before = await state();
    const outcome = outcomeOf(await call(tokens.root, method, path.replace(':ruled', ruled), { ...usual, ...extra }));
    expect(outcome).toMatch(/^(400|422) /);
    expect(await state()).toEqual(before);
  });
});
