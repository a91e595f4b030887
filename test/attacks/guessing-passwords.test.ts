/** Guessing passwords: strangers are stopped, owners are not, and nobody learns which addresses are accounts. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startTestServer, type TestServer, testPassword } from '../support/test-server.js';
import {
  anotherNode,
  beginSignIn,
  codeNow,
  enrolledAccount,
  many,
  type SignIn,
  sendAct,
  signInAtChallenge,
  type TestClient,
} from './attack-fixture.js';
import type { RawAnswer } from './raw-request.js';

let server: TestServer;
let client: TestClient;
/** Behind one proxy of the operator's, so that a test can come from several addresses. */
let behindProxy: TestServer;

beforeAll(async () => {
  server = await startTestServer({ env: { RATE_LIMIT: 'off' } });
  behindProxy = await anotherNode(server, { TRUST_PROXY: '1' });
  client = await server.addClient();
});

afterAll(() => server.stop());

const from = (address: string) => ({ 'X-Forwarded-For': address });

/** Types a password in a sign-in of its own. */
async function attempt(
  email: string,
  password: string,
  { node = behindProxy, headers = {} }: { node?: TestServer; headers?: Record<string, string> } = {},
): Promise<RawAnswer> {
  return sendAct(node, await beginSignIn(server, client), 'password', { email, password }, headers);
}

/** What an answer tells, without what is different each time anyway and without the address that was typed. */
function tellingOf({ status, headers, text }: RawAnswer, email: string, { uid, csrf }: Pick<SignIn, 'uid' | 'csrf'>) {
  const { date: _date, 'x-request-id': _id, 'content-length': _length, ...told } = headers;
  const seconds = headers['retry-after'];
  const page = text.replaceAll(uid, 'UID').replaceAll(csrf, 'CSRF').replaceAll(email, 'EMAIL');
  // Seconds of the lock differ by the time the test takes.
  return { status, page, headers: { ...told, 'retry-after': seconds && Math.round(Number(seconds) / 60) } };
}

test('an unknown address and a wrong password get the same bytes, headers and status, up to the lock and behind it', async () => {
  const known = await server.addAccount('known-1@example.com');
  const disabled = await server.addAccount('known-2@example.com', { status: 'disabled' });
  const enrolled = await enrolledAccount(server);
  const addresses = [known.email, disabled.email, 'nobody1@example.com', enrolled.email];
  const histories = await Promise.all(
    addresses.map(async (email) => {
      const signIn = await beginSignIn(server, client);
      const told: unknown[] = [];
      for (let wrong = 0; wrong < 7; wrong += 1) {
        const fields = { email, password: 'not the password' };
        const answer = await sendAct(behindProxy, signIn, 'password', fields, from('192.0.2.1'));
        told.push(tellingOf(answer, email, signIn));
      }
      return told;
    }),
  );
  const [first, ...others] = histories;
  for (const other of others) expect(other).toEqual(first);
  expect((first as { status: number }[]).map(({ status }) => status)).toEqual([422, 422, 422, 422, 422, 429, 429]);
});

test('the right password of a disabled account tells no more than a wrong one', async () => {
  await server.addAccount('former@example.com', { status: 'disabled' });
  const signIn = await beginSignIn(server, client);
  const told: unknown[] = [];
  for (const password of ['not the password', testPassword]) {
    const fields = { email: 'former@example.com', password };
    const answer = await sendAct(behindProxy, signIn, 'password', fields, from('192.0.2.2'));
    told.push(tellingOf(answer, 'former@example.com', signIn));
  }
  expect(told[1]).toEqual(told[0]);
});

test('a stranger’s wrong passwords lock the stranger out, also with the right one, and not the owner', async () => {
  const { email } = await server.addAccount('targeted@example.com');
  await many(5, () => attempt(email, 'not the password', { headers: from('198.51.100.7') }), 1);
  const locked = await attempt(email, testPassword, { headers: from('198.51.100.7') });
  expect(locked.status).toBe(429);
  expect(Number(locked.headers['retry-after'])).toBeGreaterThan(25 * 60);
  expect((await attempt(email, testPassword, { headers: from('203.0.113.5') })).headers.location).toContain(
    '/authorize/',
  );
});

test('a stranger behind the owner’s own address does not lock out the owner’s known browser', async () => {
  const owner = await enrolledAccount(server);
  const { person } = await signInAtChallenge(server, client, owner);
  await person.act('verify_factor', { code: codeNow(server, owner) });
  server.clock.move(30);
  await many(6, () => attempt(owner.email, 'not the password', { node: server }), 1);
  expect((await attempt(owner.email, testPassword, { node: server })).status).toBe(429);
  const signIn = await beginSignIn(server, client, { person, parameters: { prompt: 'login' } });
  const answer = await sendAct(server, signIn, 'password', { email: owner.email, password: testPassword });
  expect([answer.status, answer.headers.location]).toEqual([303, `/interaction/${signIn.uid}`]);
});

test('writing one address in many ways gives no more guesses', async () => {
  await server.addAccount('many-ways@example.com');
  const ways = ['many-ways@example.com', 'MANY-WAYS@EXAMPLE.COM', ' many-ways@example.com ', 'ｍany-ways@example.com'];
  const answers = await many(
    8,
    (index) => attempt(ways[index % ways.length] ?? '', 'not the password', { headers: from('192.0.2.30') }),
    1,
  );
  expect(answers.map(({ status }) => status)).toEqual([422, 422, 422, 422, 422, 429, 429, 429]);
});

test('30 guesses at the same moment on two nodes are 5 guesses', async () => {
  await server.addAccount('all-at-once@example.com');
  const secondNode = await anotherNode(server, { TRUST_PROXY: '1' });
  const waiting = await many(30, () => beginSignIn(server, client));
  const fields = { email: 'all-at-once@example.com', password: 'not the password' };
  const answers = await Promise.all(
    waiting.map((signIn, index) =>
      sendAct(index % 2 ? secondNode : behindProxy, signIn, 'password', fields, from('192.0.2.40')),
    ),
  );
  expect(answers.filter(({ status }) => status === 422)).toHaveLength(5);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(25);
  await secondNode.stop();
});

test('without a trusted proxy an invented X-Forwarded-For gives no new source', async () => {
  const { email } = await server.addAccount('no-proxy@example.com');
  const answers = await many(
    7,
    (index) => attempt(email, 'not the password', { node: server, headers: from(`203.0.113.${index}`) }),
    1,
  );
  expect(answers.map(({ status }) => status)).toEqual([422, 422, 422, 422, 422, 429, 429]);
});

test('behind one trusted proxy only the address that this proxy saw counts, not those the sender invented', async () => {
  const { email } = await server.addAccount('one-proxy@example.com');
  const answers = await many(
    7,
    (index) => attempt(email, 'not the password', { headers: from(`203.0.113.${index}, 198.51.100.9`) }),
    1,
  );
  expect(answers.map(({ status }) => status)).toEqual([422, 422, 422, 422, 422, 429, 429]);
});

test('a right password takes wrong ones of this source back, so that slips of years do not add up', async () => {
  const { email } = await server.addAccount('slips@example.com');
  const headers = from('192.0.2.50');
  for (let year = 0; year < 3; year += 1) {
    await many(3, () => attempt(email, 'a slip', { headers }), 1);
    expect((await attempt(email, testPassword, { headers })).status).toBe(303);
  }
});

test('an unknown address takes as long as a known one: the same work is done', async () => {
  const { email } = await server.addAccount('timed@example.com');
  const times = { known: [] as number[], unknown: [] as number[] };
  for (let round = 0; round < 12; round += 1) {
    for (const [kind, typed] of [
      ['known', email],
      ['unknown', 'nobody@example.com'],
    ] as const) {
      const signIn = await beginSignIn(server, client);
      const headers = from(`10.0.${round}.${kind === 'known' ? 1 : 2}`);
      const begun = performance.now();
      await sendAct(behindProxy, signIn, 'password', { email: typed, password: 'not it' }, headers);
      times[kind].push(performance.now() - begun);
    }
  }
  // Without the dummy hash an unknown address answers in a fraction of the time.
  expect(median(times.unknown) / median(times.known)).toBeGreaterThan(0.6);
  expect(median(times.unknown) / median(times.known)).toBeLessThan(1.7);
});

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
