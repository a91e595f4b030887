/** State changes only by a POST from our own pages: forged forms, foreign origins, links and frames get nothing. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { startTestServer, type TestServer, testPassword } from '../support/test-server.js';
import {
  authorizeUrl,
  codeNow,
  cookiesFor,
  type Enrolled,
  enrolledAccount,
  sendAct,
  signInAtChallenge,
  signInOf,
  type TestClient,
} from './attack-fixture.js';
import { sendForm, sendRaw } from './raw-request.js';

let server: TestServer;
let client: TestClient;
let consentClient: TestClient;
let victim: Enrolled;

beforeAll(async () => {
  server = await startTestServer({ env: { RATE_LIMIT: 'off', MFA_DAILY_ATTEMPTS: '1000' } });
  client = await server.addClient();
  consentClient = await server.addClient({ skip_consent: false });
  victim = await enrolledAccount(server);
});

afterAll(() => server.stop());

/** Everything that a sign-in can change, as text. */
async function state(): Promise<string> {
  const tables = [
    'account',
    'login_attempt',
    'factor_budget',
    'backup_code',
    'totp_credential',
    'consent',
    'password_failure',
  ];
  const dumps = await Promise.all(
    tables.map(async (table) => {
      const { rows } = await sql<{ row: string }>`SELECT t::text AS row FROM ${sql.table(table)} t ORDER BY 1`.execute(
        server.database,
      );
      return rows.map(({ row }) => row).join('\n');
    }),
  );
  return dumps.join('\n');
}

const origins: readonly [string, Record<string, string>][] = [
  ['another site', { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }],
  ['another site, by its Origin alone', { Origin: 'https://evil.example' }],
  ['a sandboxed frame', { Origin: 'null' }],
  ['a sandboxed frame that calls itself the same origin', { Origin: 'null', 'Sec-Fetch-Site': 'same-origin' }],
  ['another port of this machine', { Origin: 'http://127.0.0.1:1' }],
  ['a sister domain', { 'Sec-Fetch-Site': 'same-site', Origin: '' }],
  ['another site without Origin', { 'Sec-Fetch-Site': 'cross-site', Origin: '' }],
  ['another site’s page', { Origin: '', Referer: 'https://evil.example/interaction/x' }],
  ['a host that begins with ours', { Origin: 'http://127.0.0.1.evil.example' }],
];

describe.each(origins)('a form from %s', (_name, headers) => {
  test('is refused with 403 and a sentence, for every act, though it brings cookie and token', async () => {
    const signIn = await signInAtChallenge(server, client, victim);
    const before = await state();
    for (const act of ['verify_factor', 'password', 'cancel', 'not_now', 'switch_account']) {
      const path = `/interaction/${signIn.uid}`;
      const form = {
        csrf: signIn.csrf,
        act,
        code: codeNow(server, victim),
        email: victim.email,
        password: testPassword,
      };
      const sent = Object.entries({ Cookie: cookiesFor(signIn.person, path), ...headers }).filter(
        ([, value]) => value !== '',
      );
      const answer = await sendForm(server.port, path, form, { Host: hostOf(), ...Object.fromEntries(sent) });
      expect([act, answer.status]).toEqual([act, 403]);
      expect(answer.text).toMatch(/<h1/);
    }
    expect(await state()).toBe(before);
  });
});

test('a form without a token, with an empty, a changed and a foreign one is refused and changes nothing', async () => {
  const signIn = await signInAtChallenge(server, client, victim);
  const foreign = await signInAtChallenge(server, client, victim);
  const before = await state();
  for (const csrf of ['', 'A'.repeat(43), `${signIn.csrf}A`, signIn.csrf.slice(1), foreign.csrf, signIn.uid]) {
    const answer = await sendAct(server, { ...signIn, csrf }, 'verify_factor', { code: codeNow(server, victim) });
    expect([csrf, answer.status, answer.headers.location]).toEqual([csrf, 410, undefined]);
  }
  expect(await state()).toBe(before);
});

test('a form that states no origin at all is held to its token, and changes nothing without it', async () => {
  const signIn = await signInAtChallenge(server, client, victim);
  const foreign = await signInAtChallenge(server, client, victim);
  const before = await state();
  const path = `/interaction/${signIn.uid}`;
  for (const csrf of ['', 'A'.repeat(43), foreign.csrf, signIn.uid]) {
    const form = { csrf, act: 'verify_factor', code: codeNow(server, victim) };
    const headers = { Host: hostOf(), Cookie: cookiesFor(signIn.person, path) };
    const answer = await sendForm(server.port, path, form, headers);
    expect([csrf, answer.status, answer.headers.location]).toEqual([csrf, 410, undefined]);
  }
  expect(await state()).toBe(before);
});

test('a link changes nothing: GET and HEAD with every act and field of the form', async () => {
  const signIn = await signInAtChallenge(server, client, victim);
  const path = `/interaction/${signIn.uid}`;
  const headers = { Host: hostOf(), Accept: 'text/html', Cookie: cookiesFor(signIn.person, path) };
  const before = await state();
  for (const method of ['GET', 'HEAD']) {
    for (const act of ['verify_factor', 'cancel', 'password', 'allow', 'not_now', 'confirm_enrolment']) {
      const query = new URLSearchParams({ act, csrf: signIn.csrf, code: codeNow(server, victim), saved: 'yes' });
      const answer = await sendRaw({ port: server.port, target: `${path}?${query}`, method, headers });
      expect([act, answer.status, answer.headers.location]).toEqual([act, 200, undefined]);
    }
  }
  expect(await state()).toBe(before);
});

test('other methods than GET and POST are refused on a sign-in’s page', async () => {
  const signIn = await signInAtChallenge(server, client, victim);
  const path = `/interaction/${signIn.uid}`;
  const headers = { Host: hostOf(), Cookie: cookiesFor(signIn.person, path), Origin: server.issuer };
  const before = await state();
  for (const method of ['PUT', 'PATCH', 'DELETE']) {
    const { status } = await sendRaw({ port: server.port, target: path, method, headers });
    expect([method, status >= 400 && status < 500]).toEqual([method, true]);
  }
  const overridden = await sendForm(server.port, path, { _method: 'POST', csrf: signIn.csrf }, headers);
  expect(overridden.status).toBe(303);
  expect(await state()).toBe(before);
});

test('consent cannot be given by another site or by a link', async () => {
  const { person } = await signInAtChallenge(server, consentClient, victim);
  const page = await person.act('verify_factor', { code: codeNow(server, victim) });
  server.clock.move(30);
  const consent = signInOf(person, page);
  const path = `/interaction/${consent.uid}`;
  const cookie = cookiesFor(person, path);
  const form = { csrf: consent.csrf, act: 'allow' };
  const foreign = { Host: hostOf(), Cookie: cookie, Origin: 'https://evil.example' };
  expect((await sendForm(server.port, path, form, foreign)).status).toBe(403);
  const link = await sendRaw({
    port: server.port,
    target: `${path}?${new URLSearchParams(form)}`,
    headers: { Host: hostOf(), Cookie: cookie, Accept: 'text/html' },
  });
  expect(link.text).toContain('value="allow"');
  const { rows } = await sql`SELECT 1 FROM consent`.execute(server.database);
  expect(rows).toEqual([]);
});

test('another site can neither sign a person out nor approve a device for them with a form of its own', async () => {
  const { person } = await signInAtChallenge(server, client, victim);
  await person.act('verify_factor', { code: codeNow(server, victim) });
  server.clock.move(30);
  const cookie = cookiesFor(person, '/');
  const headers = { Host: hostOf(), Cookie: cookie, Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' };
  const logout = await sendForm(server.port, '/logout/confirm', { logout: 'yes', xsrf: 'guessed' }, headers);
  expect(logout.status).toBe(400);
  const device = await sendForm(
    server.port,
    '/device',
    { user_code: 'BCDF-GHJK', confirm: 'yes', xsrf: 'guessed' },
    headers,
  );
  expect(device.text).not.toMatch(/connected|success/i);
  const target = authorizeUrl(server, client, { prompt: 'none' }).slice(server.issuer.length);
  const still = await sendRaw({ port: server.port, target, headers: { Host: hostOf(), Cookie: cookie } });
  expect(still.headers.location).toContain('code=');
});

function hostOf(): string {
  return new URL(server.issuer).host;
}
