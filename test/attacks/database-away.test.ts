/**
 * PostgreSQL stops, hangs or is cut off: the process lives, requests end in time and say so, nothing is accepted meanwhile, and
 * work resumes. The server is a process of its own, because Jest gives errors of Node itself another `Error` than ours.
 */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { writeSecretKeys } from '../../src/settings/secret-key.js';
import { testKeys } from '../support/key-ring.js';
import { textOf } from '../support/person.js';
import {
  haltPostgres,
  type PostgresServer,
  processesOf,
  restartPostgres,
  startPostgres,
  stopPostgres,
} from '../support/postgres-server.js';
import { typeBackupCode } from '../support/sign-in.js';
import { onServer } from '../support/test-database.js';
import { freePort, startTestServer, type TestServer, testPassword } from '../support/test-server.js';
import {
  authorizeUrl,
  beginSignIn,
  codeFrom,
  codeNow,
  cookiesFor,
  type Enrolled,
  enrolledAccount,
  failuresCounted,
  many,
  redeem,
  type SignIn,
  sendAct,
  sendAsClient,
  signInAtChallenge,
  type TestClient,
  tokensOf,
} from './attack-fixture.js';
import { type RawAnswer, sendRaw } from './raw-request.js';
import { type ServerProcess, startServerProcess, untilReady } from './server-process.js';

let postgres: PostgresServer;
let attacked: ServerProcess | undefined;
let server: TestServer;
let client: TestClient;
let victim: Enrolled;
let challenged: SignIn;
let atPassword: SignIn;
let tokens: ReturnType<typeof tokensOf>;
let sessionCookie: string;

beforeAll(async () => {
  postgres = await startPostgres();
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const env = { ISSUER: issuer, RATE_LIMIT: 'off', DATABASE_URL: postgres.url };
  // Only prepares people and clients; whatever is asked over HTTP goes to the process.
  const preparing = await startTestServer({ env: { ...env, PORT: String(await freePort()) } });
  server = { ...preparing, issuer, port };
  client = await server.addClient();
  const keys = { ENCRYPTION_KEYS: writeSecretKeys(testKeys), COOKIE_KEYS: 'cookie-key-for-tests-only' };
  attacked = startServerProcess({ ...env, ...keys, PORT: String(port) });
  await untilReady(attacked);
});

afterAll(async () => {
  attacked?.child.kill('SIGKILL');
  await attacked?.ended;
  await server?.stop();
  await stopPostgres(postgres);
});

beforeEach(async () => {
  victim = await enrolledAccount(server);
  const { person } = await signInAtChallenge(server, client, victim);
  const page = await typeBackupCode(person, victim.backupCodes[0] ?? '');
  tokens = tokensOf(await redeem(server, client, codeFrom(page)));
  sessionCookie = cookiesFor(person, '/authorize');
  challenged = await signInAtChallenge(server, client, victim);
  atPassword = await beginSignIn(server, client);
});

const get = (target: string, headers: Record<string, string> = {}): Promise<RawAnswer> =>
  sendRaw({
    port: server.port,
    target,
    headers: { Host: new URL(server.issuer).host, Accept: 'text/html', ...headers },
  });

/** Every kind of request that needs the database, by name. */
const requests = (): Readonly<Record<string, () => Promise<RawAnswer>>> => ({
  'a TOTP code': () => sendAct(server, challenged, 'verify_factor', { code: codeNow(server, victim) }),
  'a backup code': () => sendAct(server, challenged, 'verify_factor', { code: victim.backupCodes[1] ?? '' }),
  'a password': () => sendAct(server, atPassword, 'password', { email: victim.email, password: testPassword }),
  'a page': () =>
    get(`/interaction/${challenged.uid}`, { Cookie: cookiesFor(challenged.person, `/interaction/${challenged.uid}`) }),
  'a new authorization': () => get(authorizeUrl(server, client).slice(server.issuer.length)),
  'a silent one': () =>
    get(authorizeUrl(server, client, { prompt: 'none' }).slice(server.issuer.length), { Cookie: sessionCookie }),
  'a refresh': () =>
    sendAsClient(server, '/token', client, { grant_type: 'refresh_token', refresh_token: tokens.refresh_token }),
  'an introspection': () => sendAsClient(server, '/introspect', client, { token: tokens.access_token }),
  userinfo: () => get('/userinfo', { Authorization: `Bearer ${tokens.access_token}` }),
  'the API': () => get('/api/users', { Authorization: `Bearer ${tokens.access_token}` }),
});

/** 503 with a time to come back and a sentence, within ten seconds; never a redirect, a code or a token. */
async function expectUnavailable(name: string, send: () => Promise<RawAnswer>): Promise<void> {
  const begun = performance.now();
  const answer = await send();
  expect([name, performance.now() - begun < 10_000]).toEqual([name, true]);
  const isSentBack = answer.headers.location?.includes('error=server_error') ?? false;
  expect([name, isSentBack ? 503 : answer.status, answer.text.slice(0, 200)]).toEqual([name, 503, expect.any(String)]);
  expect(answer.text).not.toMatch(
    /access_token|"active":|ECONNREFUSED|Connection terminated|127\.0\.0\.1:\d+\/postgres/,
  );
  if (isSentBack) return;
  expect(answer.headers.location).toBeUndefined();
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  expect(textOf(answer.text).length).toBeGreaterThan(20);
}

async function expectHealth(ready: number): Promise<void> {
  const live = await get('/health/live');
  expect([live.status, (await get('/health/ready')).status]).toEqual([200, ready]);
}

/** Everything works as if nothing had been: the code that was sent meanwhile is unspent and uncounted. */
async function expectResumed(failuresBefore: number): Promise<void> {
  const begun = performance.now();
  while ((await get('/health/ready')).status !== 200) expect(performance.now() - begun).toBeLessThan(5_000);
  expect(await failuresCounted(server, victim.account.id)).toBe(failuresBefore);
  const answer = await sendAct(server, challenged, 'verify_factor', { code: codeNow(server, victim) });
  expect([answer.status, answer.headers.location]).toEqual([303, expect.stringContaining('/authorize/')]);
  const form = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token };
  expect((await sendAsClient(server, '/token', client, form)).status).toBe(200);
  expect(performance.now() - begun).toBeLessThan(5_000);
  expect(attacked?.child.exitCode).toBeNull();
}

test('a stopped PostgreSQL: every request ends with 503 at once, nothing is let in, and all resumes within 5 seconds', async () => {
  // This PostgreSQL is set to acknowledge before it has written (synchronous_commit); a real one is not.
  await onServer('CHECKPOINT', [], postgres);
  await haltPostgres(postgres);
  for (const [name, send] of Object.entries(requests())) await expectUnavailable(name, send);
  await expectHealth(503);
  postgres = await restartPostgres(postgres);
  await expectResumed(0);
});

test('a hanging PostgreSQL: 30 requests at the same moment all end within 10 seconds, and all resumes within 5', async () => {
  const stopped = await processesOf(postgres);
  for (const pid of stopped) process.kill(pid, 'SIGSTOP');
  try {
    const sends = Object.entries(requests());
    const all = [...sends, ...sends, ...sends].map(([name, send]) => expectUnavailable(name, send));
    const [live] = await Promise.all([get('/health/live'), ...all]);
    expect(live.status).toBe(200);
  } finally {
    for (const pid of stopped) process.kill(pid, 'SIGCONT');
  }
  // What had reached the hanging server may have been counted there: it is taken for a wrong guess, never for a right one.
  const counted = await failuresCounted(server, victim.account.id);
  await expectResumed(counted);
}, 60_000);

/** Ends the server's connections, and those of this process as well. */
const cutConnections = () =>
  onServer(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'countersign'",
    [],
    postgres,
  );

/** This process's own pool notices one lost connection after the other. */
async function reconnected(): Promise<void> {
  for (let good = 0; good < 12; ) {
    good = await sql`SELECT 1`.execute(server.database).then(
      () => good + 1,
      () => 0,
    );
  }
}

test('connections cut in the middle of 20 codes: each ends in an answer, and one code is accepted at most once', async () => {
  const waiting = await many(20, () => signInAtChallenge(server, client, victim));
  const code = codeNow(server, victim);
  const answers = waiting.map((signIn) => sendAct(server, signIn, 'verify_factor', { code }));
  for (let cut = 0; cut < 6; cut += 1) await cutConnections();
  const statuses = (await Promise.all(answers)).map(({ status }) => status);
  expect(statuses.filter((status) => ![303, 422, 429, 503].includes(status))).toEqual([]);
  expect(statuses.filter((status) => status === 303).length).toBeLessThanOrEqual(1);
  await reconnected();
  while ((await get('/health/ready')).status !== 200);
  const after = await signInAtChallenge(server, client, victim);
  const answer = await sendAct(server, after, 'verify_factor', { code: victim.backupCodes[1] ?? '' });
  expect(answer.status).toBe(303);
});

test('a database that takes no writes, as during a failover, lets nobody in and is answered with 503', async () => {
  const elsewhere = { ...postgres, url: postgres.url.replace(/postgres$/, 'template1') };
  await onServer('ALTER DATABASE postgres SET default_transaction_read_only = on', [], elsewhere);
  await cutConnections();
  await get('/health/ready');
  const all = requests();
  for (const name of ['a TOTP code', 'a backup code', 'a password', 'a refresh']) {
    await expectUnavailable(name, all[name] ?? (() => get('/')));
  }
  await onServer('ALTER DATABASE postgres RESET default_transaction_read_only', [], elsewhere);
  await cutConnections();
  await reconnected();
  await expectResumed(0);
});
