/** No way around the second factor: what exists after the password alone is worth nothing anywhere. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { newPerson, type Person } from '../support/person.js';
import { startTestServer, type TestServer, testPassword } from '../support/test-server.js';
import {
  authorizeUrl,
  cookiesFor,
  type Enrolled,
  enrolledAccount,
  type SignIn,
  sendAct,
  signInOf,
  type TestClient,
} from './attack-fixture.js';
import { sendRaw } from './raw-request.js';

let server: TestServer;
let client: TestClient;
let otherClient: TestClient;
let consentClient: TestClient;
let victim: Enrolled;
let thief: Person;
let signIn: SignIn;

beforeAll(async () => {
  server = await startTestServer({ env: { RATE_LIMIT: 'off' } });
  client = await server.addClient();
  otherClient = await server.addClient({ client_name: 'Another application' });
  consentClient = await server.addClient({ client_name: 'Asks for consent', skip_consent: false });
  victim = await enrolledAccount(server, { roles: ['admin'] });
});

beforeEach(async () => {
  thief = newPerson(server.issuer);
  signIn = signInOf(thief, await thief.open(authorizeUrl(server, client)));
  const page = await thief.act('password', { email: victim.email, password: testPassword });
  expect(page.html).toContain('one-time-code');
});

afterAll(() => server.stop());

/** Nothing that could be redeemed: neither a code for the relying party nor a session for later. */
async function expectNothing(): Promise<void> {
  const names = [...thief.cookies.keys()].map((key) => key.split(' ')[0]);
  expect(names).not.toContain('countersign_session');
  const { rows } = await sql<{ model: string }>`SELECT DISTINCT model FROM oidc_record
    WHERE model IN ('Session', 'AuthorizationCode', 'Grant', 'AccessToken', 'RefreshToken')`.execute(server.database);
  expect(rows).toEqual([]);
}

test('opening the resume address gives no code and no session', async () => {
  const page = await thief.open(`/authorize/${signIn.uid}`);
  expect(page.leftFor).toBeUndefined();
  expect(page.html).toMatch(/one-time-code|current-password/);
  await expectNothing();
});

test('prompt=none gives login_required, also for other clients', async () => {
  for (const { clientId } of [client, otherClient, consentClient]) {
    const { leftFor } = await thief.open(authorizeUrl(server, { clientId }, { prompt: 'none' }));
    expect(leftFor?.searchParams.get('error')).toBe('login_required');
    expect(leftFor?.searchParams.get('code')).toBeNull();
  }
  await expectNothing();
});

test('another client’s authorization begins at the password again', async () => {
  const page = await thief.open(authorizeUrl(server, otherClient));
  expect(page.html).toContain('current-password');
  await expectNothing();
});

test('the acts of later steps do not skip the challenge', async () => {
  for (const act of ['allow', 'codes_saved', 'not_now', 'set_up_now', 'confirm_enrolment', 'new_backup_codes']) {
    const answer = await sendAct(server, signIn, act, { saved: 'yes' });
    expect([act, answer.status, answer.headers.location]).toEqual([act, 303, `/interaction/${signIn.uid}`]);
  }
  const page = await thief.open(`/interaction/${signIn.uid}`);
  expect(page.html).toContain('one-time-code');
  await expectNothing();
});

test('the interaction’s cookies are neither a session at /userinfo nor a token at the API', async () => {
  const everything = [...thief.cookies].map(([key, { value }]) => `${key.split(' ')[0]}=${value}`).join('; ');
  const values = [...thief.cookies.values()].map(({ value }) => value);
  for (const target of ['/userinfo', `/api/users/${victim.account.id}`, '/api/users']) {
    for (const authorization of [undefined, `Bearer ${signIn.uid}`, ...values.map((value) => `Bearer ${value}`)]) {
      const headers = { Cookie: everything, ...(authorization === undefined ? {} : { Authorization: authorization }) };
      const { status } = await sendRaw({ port: server.port, target, headers: { Host: hostOf(), ...headers } });
      expect([400, 401]).toContain(status);
    }
  }
});

test('the interaction’s cookie as session cookie signs nobody in', async () => {
  const value = thief.cookies.get(`countersign_interaction /interaction/${signIn.uid}`)?.value ?? '';
  const signature = thief.cookies.get(`countersign_interaction.sig /interaction/${signIn.uid}`)?.value ?? '';
  expect(value).not.toBe('');
  const cookie = `countersign_session=${value}; countersign_session.sig=${signature}`;
  const target = authorizeUrl(server, client, { prompt: 'none' }).slice(server.issuer.length);
  const { headers } = await sendRaw({ port: server.port, target, headers: { Host: hostOf(), Cookie: cookie } });
  expect(headers.location).toContain('error=login_required');
});

test('signing out, the device page and the token endpoint take nothing of it either', async () => {
  const logout = await thief.open('/logout');
  expect(logout.leftFor).toBeUndefined();
  const device = await thief.open('/device');
  expect(device.html).not.toContain(victim.email);
  for (const code of [signIn.uid, ...[...thief.cookies.values()].map(({ value }) => value)]) {
    const answer = await sendRaw({
      port: server.port,
      target: '/token',
      method: 'POST',
      headers: { Host: hostOf(), 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        redirect_uri: client.redirectUri,
        client_id: client.clientId,
        client_secret: client.clientSecret ?? '',
        code_verifier: 'a'.repeat(43),
      }).toString(),
    });
    expect([400, 401]).toContain(answer.status);
  }
});

test('a sign-in in the challenge does not become one for another account by typing the other’s password', async () => {
  const accomplice = await server.addAccount('accomplice@example.com');
  const page = await thief.act('password', { email: accomplice.email, password: testPassword });
  const code = page.leftFor?.searchParams.get('code');
  expect(code).toBeTruthy();
  const { rows } = await sql<{ subject_id: string }>`SELECT subject_id FROM audit_event
    WHERE type = 'user.login' ORDER BY id DESC LIMIT 1`.execute(server.database);
  expect(rows[0]?.subject_id).toBe(accomplice.id);
  await sql`DELETE FROM oidc_record WHERE account_id = ${accomplice.id}::uuid`.execute(server.database);
  await sql`DELETE FROM account WHERE id = ${accomplice.id}::uuid`.execute(server.database);
});

test('a password typed again keeps no second factor that was proved for it before', async () => {
  const path = `/interaction/${signIn.uid}`;
  await sql`UPDATE login_attempt SET factor_verified_at = now(), factor_method = 'totp'`.execute(server.database);
  const answer = await sendAct(server, signIn, 'password', { email: victim.email, password: testPassword });
  expect([answer.status, answer.headers.location]).toEqual([303, path]);
  const shown = await sendRaw({
    port: server.port,
    target: path,
    headers: { Host: hostOf(), Accept: 'text/html', Cookie: cookiesFor(thief, path) },
  });
  expect(shown.text).toContain('one-time-code');
});

function hostOf(): string {
  return new URL(server.issuer).host;
}
