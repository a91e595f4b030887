/** Sign-in without pages gives an attacker nothing that the pages would not: no client, no guess and no second use more. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { raiseGeneration } from '../../src/accounts/generation-store.js';
import { checkClient } from '../../src/oidc/client-registration.js';
import { newPerson } from '../support/person.js';
import { redirectUri, startTestServer, type TestServer, testPassword } from '../support/test-server.js';
import {
  anotherNode,
  authorizeUrl,
  challenge,
  codeNow,
  cookiesFor,
  type Enrolled,
  enrolledAccount,
  failuresCounted,
  many,
  redeem,
  sendAct,
  sendAsClient,
  signInAtChallenge,
  type TestClient,
  tokensOf,
  wrongCode,
} from './attack-fixture.js';
import { expectRefusal, oddTexts } from './odd-values.js';
import { type RawAnswer, sendForm, sendRaw } from './raw-request.js';

const endpoint = '/authorize-challenge';
const racers = 20;

let server: TestServer;
let otherNode: TestServer;
let client: TestClient;
let other: TestClient;

beforeAll(async () => {
  server = await startTestServer({ env: { RATE_LIMIT: 'off' } });
  otherNode = await anotherNode(server);
  client = await server.addClient({ first_party_challenge: true });
  other = await server.addClient({ first_party_challenge: true });
});
afterAll(() => server.stop());

const request = () => ({
  response_type: 'code',
  redirect_uri: redirectUri,
  scope: 'openid email',
  code_challenge: challenge,
  code_challenge_method: 'S256',
});

const begin = (username: string, more: Record<string, string> = {}, of = client, node = server) =>
  sendAsClient(node, endpoint, of, { ...request(), username, password: testPassword, ...more });

const sendCode = (authSession: string, otp: string, of = client, node = server) =>
  sendAsClient(node, endpoint, of, { auth_session: authSession, otp });

const read = ({ text }: RawAnswer): Record<string, string> => JSON.parse(text);
const outcome = (answer: RawAnswer) => (answer.status === 200 ? 200 : `${answer.status} ${read(answer).error}`);

async function waiting(of: Enrolled): Promise<string> {
  const answer = await begin(of.email);
  expect(outcome(answer)).toBe('403 insufficient_authorization');
  return read(answer).auth_session ?? '';
}

async function newVictim(): Promise<Enrolled> {
  server.clock.move(60);
  return enrolledAccount(server);
}

const differing = (answers: readonly unknown[]) => [...new Set(answers.map((answer) => JSON.stringify(answer)))];

test('who is not registered for it, or not the client it says, does not get as far as the password', async () => {
  const ordinary = await server.addClient();
  const victim = await newVictim();
  expect(outcome(await begin(victim.email, {}, ordinary))).toBe('400 unauthorized_client');
  expect(outcome(await begin(victim.email, {}, { ...client, clientSecret: 'guessed' }))).toBe('401 invalid_client');
  expect(outcome(await begin(victim.email, {}, { ...client, clientSecret: undefined }))).toBe('401 invalid_client');
  expect(outcome(await begin(victim.email, {}, { ...client, clientId: 'nobody' }))).toBe('401 invalid_client');
  const session = await waiting(victim);
  const code = codeNow(server, victim);
  expect(outcome(await sendCode(session, code, { ...client, clientSecret: 'guessed' }))).toBe('401 invalid_client');
  expect(outcome(await sendCode(session, code, ordinary))).toBe('400 unauthorized_client');
  expect(await failuresCounted(server, victim.account.id)).toBe(0);
  expect(outcome(await sendCode(session, code))).toBe(200);
});

test.each([
  ['a page in a browser', 'https://app.example.com/'],
  ['an app on a phone', 'com.example.app:/done'],
])('%s cannot be registered for it, and one that the database says is, is refused all the same', async (_kind, uri) => {
  const page = {
    client_name: 'Page',
    redirect_uris: [uri],
    token_endpoint_auth_method: 'none',
    first_party_challenge: true,
  } as const;
  expect(checkClient(page)).toMatchObject({
    ok: false,
    problems: [{ field: 'first_party_challenge', because: 'not_allowed' }],
  });
  const { first_party_challenge: _, ...allowed } = page;
  const registered = await server.addClient({ ...allowed, redirect_uris: [...page.redirect_uris] });
  await sql`UPDATE client SET metadata = metadata || '{"first_party_challenge": true}' WHERE id = ${registered.clientId}`.execute(
    server.database,
  );
  const victim = await newVictim();
  const answer = await begin(victim.account.email, { redirect_uri: registered.redirectUri }, registered);
  expect(outcome(answer)).toBe('400 unauthorized_client');
  expect(read(answer).auth_session).toBeUndefined();
  const session = await waiting(victim);
  expect(outcome(await sendCode(session, codeNow(server, victim), registered))).toBe('400 unauthorized_client');
  expect(await failuresCounted(server, victim.account.id)).toBe(0);
});

test("another client's auth_session is as good as none, and stays good for its own", async () => {
  const victim = await newVictim();
  const session = await waiting(victim);
  const stolen = await sendCode(session, codeNow(server, victim), other);
  const invented = await sendCode('x'.repeat(43), codeNow(server, victim), other);
  expect(outcome(stolen)).toBe('400 invalid_session');
  expect(stolen.text).toBe(invented.text);
  expect(outcome(await sendCode(session, codeNow(server, victim)))).toBe(200);
});

test('one code in one sign-in, sent 20 times at the same moment on two nodes, wins once', async () => {
  for (let round = 0; round < 5; round += 1) {
    const victim = await newVictim();
    const session = await waiting(victim);
    const otp = codeNow(server, victim);
    const answers = await Promise.all(
      Array.from({ length: racers }, (_, index) => sendCode(session, otp, client, index % 2 ? otherNode : server)),
    );
    const outcomes = answers.map(outcome);
    expect([round, outcomes.filter((one) => one === 200)]).toEqual([round, [200]]);
    expect(outcomes.filter((one) => !/^(200|40[03] )/.test(String(one)))).toEqual([]);
    expect(outcome(await sendCode(session, codeNow(server, victim, 1)))).toBe('400 invalid_session');
  }
});

test('ten right codes in one sign-in at the same moment give one authorization', async () => {
  const victim = await newVictim();
  const session = await waiting(victim);
  const answers = await Promise.all(victim.backupCodes.map((otp) => sendCode(session, otp)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  const { rows } = await sql`SELECT 1 FROM oidc_record
    WHERE account_id = ${victim.account.id} AND model = 'AuthorizationCode'`.execute(server.database);
  expect(rows).toHaveLength(1);
});

test('an authorization code from here is redeemed once, by its client, with its verifier', async () => {
  const victim = await newVictim();
  const code = read(await sendCode(await waiting(victim), codeNow(server, victim))).authorization_code ?? '';
  expect(outcome(await redeem(server, other, code))).toBe('400 invalid_grant');
  expect(outcome(await redeem(server, client, code, { code_verifier: 'w'.repeat(43) }))).toBe('400 invalid_grant');
  const answers = await Promise.all(
    Array.from({ length: racers }, (_, index) => redeem(index % 2 ? otherNode : server, client, code)),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
});

test('wrong codes here and on the pages are one budget, however many sign-ins they are spread over', async () => {
  const victim = await newVictim();
  await many(5, async () => {
    expect(outcome(await sendCode(await waiting(victim), wrongCode(server, victim)))).toBe(
      '403 insufficient_authorization',
    );
  });
  await many(5, async () => {
    const signIn = await signInAtChallenge(server, client, victim);
    expect((await sendAct(server, signIn, 'verify_factor', { code: wrongCode(server, victim) })).status).toBe(422);
  });
  expect(await failuresCounted(server, victim.account.id)).toBe(10);
  for (const otp of [wrongCode(server, victim), codeNow(server, victim)]) {
    const refused = await sendCode(await waiting(victim), otp);
    expect(outcome(refused)).toBe('429 access_denied');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(23 * 3600);
  }
  const onPage = await sendAct(server, await signInAtChallenge(server, client, victim), 'verify_factor', {
    code: codeNow(server, victim),
  });
  expect(onPage.status).toBe(429);
});

test('guesses sent together in one sign-in are three, and then it is over', async () => {
  const victim = await newVictim();
  const session = await waiting(victim);
  await Promise.all(Array.from({ length: racers }, () => sendCode(session, wrongCode(server, victim))));
  expect(await failuresCounted(server, victim.account.id)).toBe(3);
  expect(outcome(await sendCode(session, codeNow(server, victim)))).toBe('400 invalid_session');
});

test('wrong passwords here and on the pages are one count', async () => {
  const victim = await newVictim();
  const wrong = { password: 'not the password at all' };
  for (let tries = 0; tries < 3; tries += 1) await begin(victim.email, wrong);
  const person = newPerson(server.issuer);
  await person.open(authorizeUrl(server, client));
  for (let tries = 0; tries < 2; tries += 1) await person.act('password', { email: victim.email, ...wrong });
  expect(outcome(await begin(victim.email))).toBe('429 access_denied');
});

test('unknown, disabled and known accounts answer with the same bytes, status and locks', async () => {
  await server.addAccount('known@example.com');
  await server.addAccount('disabled@example.com', { status: 'disabled' });
  const seen = async (email: string, password: string) => {
    const { status, text, headers } = await begin(email, { password });
    return [status, text, Object.keys(headers).sort()];
  };
  const tries: readonly (readonly [string, string])[] = [
    ['known@example.com', 'not the password at all'],
    ['unknown@example.com', 'not the password at all'],
    ['disabled@example.com', testPassword],
  ];
  for (let round = 0; round < 6; round += 1) {
    const answers = await Promise.all(tries.map(([email, password]) => seen(email, password)));
    expect([round, differing(answers)]).toEqual([round, [JSON.stringify(answers[0])]]);
    expect(answers[0]?.[0]).toBe(round < 5 ? 400 : 429);
  }
});

test('what changes between password and code ends the sign-in', async () => {
  const victim = await newVictim();
  const session = await waiting(victim);
  await raiseGeneration(server.database, victim.account.id);
  expect(outcome(await sendCode(session, codeNow(server, victim)))).toBe('400 invalid_session');

  const blocked = await waiting(victim);
  await sql`UPDATE account SET status = 'disabled' WHERE id = ${victim.account.id}`.execute(server.database);
  expect(outcome(await sendCode(blocked, codeNow(server, victim)))).toBe('400 invalid_session');
});

test('what changes between code and redemption ends the authorization', async () => {
  const victim = await newVictim();
  const code = read(await sendCode(await waiting(victim), codeNow(server, victim))).authorization_code ?? '';
  await raiseGeneration(server.database, victim.account.id);
  expect(outcome(await redeem(server, client, code))).toBe('400 invalid_grant');
});

test('an auth_session ends when a sign-in does', async () => {
  const victim = await newVictim();
  const session = await waiting(victim);
  await sql`UPDATE login_attempt SET expires_at = now() - interval '1 second' WHERE account_id = ${victim.account.id}`.execute(
    server.database,
  );
  expect(outcome(await sendCode(session, codeNow(server, victim)))).toBe('400 invalid_session');
});

test('the auth_session opens nothing else, and the database does not hold it', async () => {
  const victim = await newVictim();
  const session = await waiting(victim);
  const headers = { Authorization: `Bearer ${session}`, Cookie: `countersign_session=${session}` };
  for (const target of [
    `/interaction/${session}`,
    '/userinfo',
    '/account',
    '/api/users',
    authorizeUrl(server, client),
  ]) {
    const path = target.replace(server.issuer, '');
    const answer = await sendRaw({ port: server.port, target: path, headers });
    expect([path, answer.status === 200]).toEqual([path, false]);
    expect(answer.headers.location ?? '').not.toContain('code=');
  }
  const grant = { grant_type: 'refresh_token', refresh_token: session };
  expect(outcome(await sendAsClient(server, '/token', client, grant))).toBe('400 invalid_grant');
  const { rows } = await sql<{ all: string }>`SELECT concat(
      (SELECT string_agg(r::text, '') FROM oidc_record r), (SELECT string_agg(l::text, '') FROM login_attempt l),
      (SELECT string_agg(e::text, '') FROM audit_event e)) AS all`.execute(server.database);
  expect(rows[0]?.all).not.toContain(session);
  expect(server.log.join('')).not.toContain(session);
  expect(server.log.join('')).not.toContain(testPassword);
});

test('the request is as strict as at the authorization endpoint, and PKCE is not optional', async () => {
  const victim = await newVictim();
  const wrong: Record<string, string>[] = [
    { code_challenge_method: 'plain' },
    { code_challenge: 'short' },
    { response_type: 'token' },
    { redirect_uri: 'https://evil.example.com/' },
    { scope: 'openid admin \u0007' },
    { claims: '{' },
    { max_age: '-1' },
    { resource: 'https://unknown.example.com' },
    { prompt: 'none' },
    { request: 'eyJhbGciOiJub25lIn0.e30.' },
    { request_uri: 'urn:ietf:params:oauth:request_uri:x' },
    { response_mode: 'form_post' },
    { username: '' },
    { password: '' },
  ];
  for (const more of wrong) {
    const answer = await begin(victim.email, more);
    expect([more, answer.status]).toEqual([more, 400]);
    expect(read(answer).error).toMatch(/^(invalid_|unsupported_)/);
  }
  const { code_challenge: _, code_challenge_method: __, ...without } = request();
  const form = { ...without, username: victim.email, password: testPassword };
  expect(outcome(await sendAsClient(server, endpoint, client, form))).toBe('400 invalid_request');
});

test('odd, repeated, oversized and wrongly typed bodies are refused with 4xx, and nothing breaks', async () => {
  const victim = await newVictim();
  const session = await waiting(victim);
  for (const [name, value] of Object.entries(oddTexts)) {
    for (const field of [
      'username',
      'password',
      'client_id',
      'auth_session',
      'scope',
      'nonce',
      'acr_values',
      'claims',
    ]) {
      const answer = await begin('odd@example.com', { [field]: value });
      expectRefusal(answer, `${field} ${name}`);
      // A nonce may be anything that a header may hold.
      if (field !== 'nonce') expect([field, name, answer.status >= 400]).toEqual([field, name, true]);
    }
  }
  await sql`DELETE FROM password_failure`.execute(server.database);
  const credentials = `client_id=${client.clientId}&client_secret=${client.clientSecret}`;
  const raw: readonly (readonly [string, number])[] = [
    [`${credentials}&auth_session=${session}&auth_session=${session}&otp=123456`, 400],
    [`${credentials}&auth_session=${session}&otp=123456&otp=654321`, 400],
    [`${credentials}&auth_session[]=${session}&otp=123456`, 400],
    [`${credentials}&auth_session=${session}`, 400],
    [`${credentials}&username=a%00b&password=x`, 400],
    [`${credentials}&username=%ff&password=x`, 400],
    [`${credentials}&auth_session=${session}&otp=${'1'.repeat(40_000)}`, 413],
    ['', 400],
  ];
  for (const [body, status] of raw) {
    const answer = await sendForm(server.port, endpoint, body, { Accept: 'application/json' });
    expect([body.slice(0, 300), answer.status]).toEqual([body.slice(0, 300), status]);
    expect(read(answer).error).toMatch(/^invalid_/);
  }
  expect(await failuresCounted(server, victim.account.id)).toBe(0);
  const json = JSON.stringify({ client_id: client.clientId, username: victim.email, password: testPassword });
  const headers = { 'Content-Type': 'application/json', Accept: 'application/json' };
  expect((await sendForm(server.port, endpoint, json, headers)).status).toBe(415);
  const query = `${endpoint}?${new URLSearchParams({ username: victim.email, password: testPassword })}`;
  expect((await sendRaw({ port: server.port, target: query })).status).toBe(404);
  expect(outcome(await sendCode(session, codeNow(server, victim)))).toBe(200);
});

test("a browser's cookies are not read: neither a session nor a known browser makes a difference, and none is set", async () => {
  const victim = await newVictim();
  const { person } = await signInAtChallenge(server, client, victim);
  await person.act('verify_factor', { code: codeNow(server, victim) });
  server.clock.move(30);
  const cookie = cookiesFor(person, '/');
  expect(cookie).toContain('countersign_session');
  const form = { ...request(), client_id: client.clientId, client_secret: client.clientSecret ?? '' };
  const headers = { Accept: 'application/json', Cookie: cookie };
  const silent = await sendForm(server.port, endpoint, form, headers);
  expect(outcome(silent)).toBe('400 invalid_request');
  const asked = await sendForm(
    server.port,
    endpoint,
    { ...form, username: victim.email, password: testPassword },
    headers,
  );
  expect(outcome(asked)).toBe('403 insufficient_authorization');
  const done = await sendCode(read(asked).auth_session ?? '', codeNow(server, victim));
  expect(tokensOf(await redeem(server, client, read(done).authorization_code ?? '')).scope).toBe('openid email');
  for (const answer of [silent, asked, done]) expect(answer.headers['set-cookie']).toBeUndefined();
});

test("pages elsewhere do not read the answers; those of the client's own origin do", async () => {
  const own = await server.addClient({ first_party_challenge: true, redirect_uris: ['https://app.example.com/back'] });
  const ask = (origin: string) => {
    const form = { ...request(), redirect_uri: own.redirectUri, username: 'nobody@example.com', password: 'x' };
    const credentials = { client_id: own.clientId, client_secret: own.clientSecret ?? '' };
    return sendForm(server.port, endpoint, { ...form, ...credentials }, { Origin: origin, Accept: 'application/json' });
  };
  const stranger = await ask('https://evil.example.com');
  expect(outcome(stranger)).toBe('400 invalid_request');
  expect(stranger.headers['access-control-allow-origin']).toBeUndefined();
  const friend = await ask('https://app.example.com');
  expect(outcome(friend)).toBe('400 access_denied');
  expect(friend.headers['access-control-allow-origin']).toBe('https://app.example.com');
  expect(friend.headers['access-control-allow-credentials']).toBeUndefined();
});
