/** More than the server can do at once: it sheds the rest with a time to come back, stays small, and answers everybody else. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { createPasswordHasher, type PasswordHasher } from '../../src/accounts/password-hash.js';
import { writeSecretKeys } from '../../src/settings/secret-key.js';
import { readSettings } from '../../src/settings/settings.js';
import { start as startServer } from '../../src/start.js';
import { testKeys } from '../support/key-ring.js';
import { textOf } from '../support/person.js';
import { openTestDatabase } from '../support/test-database.js';
import { freePort, startTestServer, type TestServer, testPassword } from '../support/test-server.js';
import {
  beginSignIn,
  codeFrom,
  codeNow,
  enrolledAccount,
  many,
  sendAct,
  signInAtChallenge,
  type TestClient,
} from './attack-fixture.js';
import { type RawAnswer, sendRaw } from './raw-request.js';

const servers: TestServer[] = [];

async function start(
  env: Record<string, string>,
  hasher?: PasswordHasher,
): Promise<{ server: TestServer; client: TestClient }> {
  const server = await startTestServer({ env, ...(hasher === undefined ? {} : { hasher }) });
  servers.push(server);
  return { server, client: await server.addClient() };
}

afterAll(() => Promise.all(servers.map((one) => one.stop())));

const get = (server: TestServer, target: string, headers: Record<string, string> = {}): Promise<RawAnswer> =>
  sendRaw({
    port: server.port,
    target,
    headers: { Host: new URL(server.issuer).host, Accept: 'text/html', ...headers },
  });

test('of 500 passwords typed at the same moment the ones too many are shed with 503 and Retry-After, while others are answered', async () => {
  // Narrower than in production, so that a machine on which forms are slow beside hashes comes to the bound too.
  const hasher = createPasswordHasher({ concurrency: 1, longestQueue: 50 });
  const { server, client } = await start({ RATE_LIMIT: 'off' }, hasher);
  const owner = await enrolledAccount(server);
  const waiting = await many(25, () => beginSignIn(server, client));
  const challenged = await signInAtChallenge(server, client, owner);
  const memoryBefore = process.memoryUsage.rss();
  let highest = memoryBefore;
  const watch = setInterval(() => {
    highest = Math.max(highest, process.memoryUsage.rss());
  }, 20);
  let answered = 0;
  const passwords = Promise.all(
    Array.from({ length: 500 }, async (_, index) => {
      const fields = { email: `nobody-${index}@example.com`, password: testPassword };
      const answer = await sendAct(server, waiting[index % 25] ?? fail(), 'password', fields);
      answered += 1;
      return answer;
    }),
  );

  // Behind nobody's password: health, keys, discovery, a second factor.
  const others = await Promise.all([
    get(server, '/health/live'),
    get(server, '/jwks'),
    get(server, '/.well-known/openid-configuration'),
    sendAct(server, challenged, 'verify_factor', { code: codeNow(server, owner) }),
  ]);
  expect(others.map(({ status }) => status)).toEqual([200, 200, 200, 303]);
  expect(answered).toBeLessThan(500);

  const answers = await passwords;
  clearInterval(watch);
  const shed = answers.filter(({ status }) => status === 503);
  expect(answers.filter(({ status }) => status === 422).length + shed.length).toBe(500);
  expect(shed.length).toBeGreaterThan(0);
  expect(answers.length - shed.length).toBeGreaterThan(50);
  for (const answer of shed) {
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(textOf(answer.text)).toMatch(/busy|moment|later|again/i);
  }
  // Each hash takes 19 MiB: all at once would take 9.5 GB, a few at a time take a few hundred MB at most.
  expect((highest - memoryBefore) / 2 ** 20).toBeLessThan(500);

  // The crowd is gone, and the owner's password is checked as ever.
  const after = await beginSignIn(server, client);
  const answer = await sendAct(server, after, 'password', { email: owner.email, password: testPassword });
  expect([answer.status, answer.headers.location]).toEqual([303, `/interaction/${after.uid}`]);
});

test('whoever is shed with a right password is not locked out by it, however often', async () => {
  const opened = await openTestDatabase('postgres');
  const port = String(await freePort());
  const env = {
    ISSUER: `http://127.0.0.1:${port}`,
    DATABASE_URL: opened.url,
    RATE_LIMIT: 'off',
    LOCKOUT_THRESHOLD: '2',
  };
  const preparing = await startTestServer({ env });
  const read = readSettings({
    ...env,
    PORT: port,
    ENCRYPTION_KEYS: writeSecretKeys(testKeys),
    COOKIE_KEYS: 'cookie-key-for-tests-only',
  });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  // One password at a time and nobody in line, so that one that is being checked sheds every other.
  const hasher = createPasswordHasher({ concurrency: 1, longestQueue: 0 });
  const { settings } = read;
  const narrow = await startServer({ settings, clock: preparing.clock, logger: pino({ level: 'silent' }), hasher });
  const server = { ...preparing, issuer: env.ISSUER, port: Number(port) };
  try {
    const { email } = await server.addAccount('unlucky@example.com');
    const own = await beginSignIn(server, await server.addClient());
    const type = (password: string) => sendAct(server, own, 'password', { email, password });
    expect((await type('wrong')).status).toBe(422);
    for (let attempt = 0; attempt < 6; attempt += 1) {
      const isBusy = { now: true };
      const busy = occupy(hasher, isBusy);
      const shed = await type(testPassword);
      isBusy.now = false;
      await busy;
      expect([attempt, shed.status]).toEqual([attempt, 503]);
    }
    // The wrong one from before is still counted: being shed takes back itself and nothing else.
    expect((await type('wrong')).status).toBe(422);
    expect((await type(testPassword)).status).toBe(429);
  } finally {
    await narrow.stop();
    await preparing.stop();
    await opened.close();
  }
});

/** Keeps the one place taken: the next job begins before the last has left it. */
async function occupy(hasher: PasswordHasher, isBusy: { now: boolean }): Promise<void> {
  while (isBusy.now) await hasher.hash('somebody else');
}

describe('one source that asks too often', () => {
  let server: TestServer;
  let client: TestClient;

  beforeAll(async () => {
    ({ server, client } = await start({}));
    // Buckets fill by the clock: it stands still, so that a slow machine asks as often in a minute as a fast one.
    server.clock.freeze();
  });

  test('is refused with 429, Retry-After and a sentence; health checks are not, and after that time it is served again', async () => {
    const signIn = await beginSignIn(server, client);
    const answers = await many(320, () => sendAct(server, signIn, 'nothing'), 32);
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThanOrEqual(10);
    expect(answers.length - refused.length).toBeGreaterThanOrEqual(300);
    const [first] = refused;
    const seconds = Number(first?.headers['retry-after']);
    expect(seconds).toBeGreaterThanOrEqual(1);
    expect(textOf(first?.text ?? '')).toMatch(/too many/i);
    expect((await get(server, '/health/live')).status).toBe(200);
    server.clock.move(seconds + 1);
    expect((await sendAct(server, signIn, 'nothing')).status).toBe(303);
  });

  test('is one source whatever it writes into X-Forwarded-For', async () => {
    const answers = await many(
      1300,
      (index) => get(server, '/', { 'X-Forwarded-For': `203.0.113.${index % 250}` }),
      64,
    );
    expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThan(50);
    for (const { headers } of answers.filter(({ status }) => status === 429))
      expect(Number(headers['retry-after'])).toBeGreaterThan(0);
  });

  test('behind a trusted proxy does not use up what others from other addresses may ask', async () => {
    const behind = { ...(await server.again({ TRUST_PROXY: '1' })), issuer: server.issuer };
    const crowd = await many(1250, () => get(behind, '/', { 'X-Forwarded-For': '203.0.113.1' }), 64);
    expect(crowd.some(({ status }) => status === 429)).toBe(true);
    expect((await get(behind, '/', { 'X-Forwarded-For': '203.0.113.2' })).status).toBe(200);
    // One customer of an IPv6 network has all of its last 64 bits.
    const neighbours = await many(
      1250,
      (index) => get(behind, '/', { 'X-Forwarded-For': `2001:db8:1:2::${index.toString(16)}` }),
      64,
    );
    expect(neighbours.some(({ status }) => status === 429)).toBe(true);
    expect((await get(behind, '/', { 'X-Forwarded-For': '2001:db8:1:3::1' })).status).toBe(200);
  });
});

test('with RATE_LIMIT off the guesses of one account are still counted', async () => {
  const { server, client } = await start({ RATE_LIMIT: 'off' });
  const owner = await enrolledAccount(server);
  const { person } = await signInAtChallenge(server, client, owner);
  expect(codeFrom(await person.act('verify_factor', { code: codeNow(server, owner) }))).toBeTruthy();
  const answers = await many(8, async () => {
    const signIn = await beginSignIn(server, client);
    return sendAct(server, signIn, 'password', { email: owner.email, password: 'wrong' });
  });
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(3);
  expect(server.log.join('\n')).toContain('RATE_LIMIT is off');
});

function fail(): never {
  throw new Error('no sign-in');
}
