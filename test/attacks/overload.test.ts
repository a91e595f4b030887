/** More than the server can do at once: it sheds the rest with a time to come back, stays small, and answers everybody else. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { textOf } from '../support/person.js';
import { startTestServer, type TestServer, testPassword } from '../support/test-server.js';
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

async function start(env: Record<string, string>): Promise<{ server: TestServer; client: TestClient }> {
  const server = await startTestServer({ env });
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
  const { server, client } = await start({ RATE_LIMIT: 'off' });
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
  expect(answered).toBeLessThan(400);

  const answers = await passwords;
  clearInterval(watch);
  const shed = answers.filter(({ status }) => status === 503);
  expect(answers.filter(({ status }) => status === 422).length + shed.length).toBe(500);
  expect(shed.length).toBeGreaterThan(0);
  expect(shed.length).toBeLessThan(300);
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
  const { server, client } = await start({ RATE_LIMIT: 'off', LOCKOUT_THRESHOLD: '2' });
  const { email } = await server.addAccount('unlucky@example.com');
  const crowd = await many(20, () => beginSignIn(server, client));
  const own = await beginSignIn(server, client);
  let isOver = false;
  const flood = Array.from({ length: 320 }, async (_, index) => {
    for (let round = 0; !isOver; round += 1) {
      const fields = { email: `crowd-${index}-${round}@example.com`, password: 'x' };
      await sendAct(server, crowd[index % 20] ?? fail(), 'password', fields);
    }
  });
  const statuses: number[] = [];
  while (statuses.filter((status) => status === 503).length < 3 && statuses.length < 30) {
    statuses.push((await sendAct(server, own, 'password', { email, password: testPassword })).status);
  }
  isOver = true;
  await Promise.all(flood);
  expect(statuses.filter((status) => status === 503).length).toBeGreaterThanOrEqual(3);
  expect(statuses).not.toContain(429);
  const after = await beginSignIn(server, client);
  expect((await sendAct(server, after, 'password', { email, password: testPassword })).status).toBe(303);
});

describe('one source that asks too often', () => {
  let server: TestServer;
  let client: TestClient;

  beforeAll(async () => {
    ({ server, client } = await start({}));
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
