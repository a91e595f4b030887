/** Guessing a second factor: the cap per account holds, however the guesses are spread, and the owner is not kept out. */
import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { clearBudgets } from '../../src/mfa/budget-store.js';
import { type Person, textOf } from '../support/person.js';
import { startTestServer, type TestServer, testPassword } from '../support/test-server.js';
import {
  anotherNode,
  authorizeUrl,
  codeNow,
  type Enrolled,
  enrolledAccount,
  failuresCounted,
  many,
  sendAct,
  signInAtChallenge,
  type TestClient,
  wrongCode,
} from './attack-fixture.js';
import type { RawAnswer } from './raw-request.js';

const servers: TestServer[] = [];
let server: TestServer;
let client: TestClient;
let victim: Enrolled;

async function start(env: Record<string, string> = {}): Promise<void> {
  server = await startTestServer({ env: { RATE_LIMIT: 'off', ...env } });
  servers.push(server);
  client = await server.addClient();
}

beforeEach(async () => {
  if (servers.length === 0) await start();
  [server] = servers as [TestServer];
  client = await server.addClient();
  victim = await enrolledAccount(server);
});

afterAll(() => Promise.all(servers.map((one) => one.stop())));

/** One guess in a sign-in of its own. */
async function guess(code: string, headers: Record<string, string> = {}, node = server): Promise<RawAnswer> {
  return sendAct(node, await signInAtChallenge(server, client, victim), 'verify_factor', { code }, headers);
}

async function exhaust(): Promise<void> {
  const answers = await many(10, () => guess(wrongCode(server, victim)));
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 422));
}

/** A browser in which the owner has passed the second factor before. */
async function knownBrowser(): Promise<Person> {
  const { person } = await signInAtChallenge(server, client, victim);
  const page = await person.act('verify_factor', { code: codeNow(server, victim) });
  server.clock.move(30);
  expect(page.leftFor?.searchParams.get('code')).toBeTruthy();
  expect([...person.cookies.keys()]).toContain('countersign_browser /');
  return person;
}

test('the 11th wrong code in a day is not looked at, and neither is a right one then, in whatever sign-in', async () => {
  await exhaust();
  for (const code of [wrongCode(server, victim), codeNow(server, victim), '', 'x'.repeat(1000)]) {
    const refused = await guess(code);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(23 * 3600);
    expect(textOf(refused.text)).toMatch(/hours|tomorrow|day|until|at \d/i);
  }
  expect(await failuresCounted(server, victim.account.id)).toBe(10);
});

test('guesses spread over addresses and invented X-Forwarded-For headers count as one account’s', async () => {
  const answers = await many(14, (index) =>
    guess(wrongCode(server, victim), {
      'X-Forwarded-For': `203.0.113.${index}`,
      Forwarded: `for=198.51.100.${index}`,
      'User-Agent': `browser ${index}`,
    }),
  );
  expect(answers.filter(({ status }) => status === 422)).toHaveLength(10);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(4);
});

test('40 guesses at the same moment over two nodes are 10 guesses', async () => {
  const node = await anotherNode(server);
  const waiting = await many(40, () => signInAtChallenge(server, client, victim));
  const code = wrongCode(server, victim);
  const answers = await Promise.all(
    waiting.map((signIn, index) => sendAct(index % 2 ? node : server, signIn, 'verify_factor', { code })),
  );
  expect(answers.filter(({ status }) => status === 422)).toHaveLength(10);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(30);
  await node.stop();
});

test('the owner’s own browser keeps a budget of its own while strangers have used theirs up', async () => {
  const owner = await knownBrowser();
  await exhaust();
  expect((await guess(codeNow(server, victim))).status).toBe(429);
  const signIn = await signInAtChallenge(server, client, victim, { person: owner, parameters: { prompt: 'login' } });
  const page = await signIn.person.act('verify_factor', { code: codeNow(server, victim) });
  server.clock.move(30);
  expect(page.leftFor?.searchParams.get('code')).toBeTruthy();
});

test('a browser known to another account, an invented and a former cookie give no budget', async () => {
  const owner = await knownBrowser();
  const former = owner.cookies.get('countersign_browser /')?.value ?? '';
  const signIn = await signInAtChallenge(server, client, victim, { person: owner, parameters: { prompt: 'login' } });
  await signIn.person.act('verify_factor', { code: codeNow(server, victim) });
  server.clock.move(30);
  expect(owner.cookies.get('countersign_browser /')?.value).not.toBe(former);
  await exhaust();

  const attacker = await enrolledAccount(server);
  const { person } = await signInAtChallenge(server, client, attacker);
  await person.act('verify_factor', { code: codeNow(server, attacker) });
  const foreign = person.cookies.get('countersign_browser /')?.value ?? '';
  expect(foreign).toHaveLength(43);
  for (const value of [foreign, former, 'A'.repeat(43), '%00'.repeat(14)]) {
    const thief = await signInAtChallenge(server, client, victim);
    thief.person.cookies.set('countersign_browser /', { value, path: '/' });
    const answer = await sendAct(server, thief, 'verify_factor', { code: codeNow(server, victim) });
    expect([value, answer.status]).toEqual([value, 429]);
  }
});

test('backup codes have a budget of their own: TOTP guesses do not use it up, nor the other way round', async () => {
  await exhaust();
  const wrong = await many(10, (index) => guess(`zzzzz-zzzz${index}`));
  expect(wrong.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 422));
  expect((await guess(victim.backupCodes[0] ?? '')).status).toBe(429);
  await clearBudgets(server.database, victim.account.id);
  await exhaust();
  expect((await guess(victim.backupCodes[0] ?? '')).status).toBe(303);
});

test('three wrong codes in one sign-in lead back to the password, and a fourth code is not looked at', async () => {
  const signIn = await signInAtChallenge(server, client, victim);
  const wrong = { code: wrongCode(server, victim) };
  expect((await sendAct(server, signIn, 'verify_factor', wrong)).status).toBe(422);
  expect((await sendAct(server, signIn, 'verify_factor', wrong)).status).toBe(422);
  const third = await sendAct(server, signIn, 'verify_factor', wrong);
  expect([third.status, third.headers.location]).toEqual([303, `/interaction/${signIn.uid}`]);
  const right = await sendAct(server, signIn, 'verify_factor', { code: codeNow(server, victim) });
  expect([right.status, right.headers.location]).toEqual([303, `/interaction/${signIn.uid}`]);
  const page = await signIn.person.open(`/interaction/${signIn.uid}`);
  expect(page.html).toContain('current-password');
  expect(textOf(page.html)).toMatch(/too many/i);
});

test('of 20 wrong codes sent at the same moment in one sign-in, three are looked at', async () => {
  const signIn = await signInAtChallenge(server, client, victim);
  const wrong = wrongCode(server, victim);
  await Promise.all(Array.from({ length: 20 }, () => sendAct(server, signIn, 'verify_factor', { code: wrong })));
  expect(await failuresCounted(server, victim.account.id)).toBe(3);
});

test('typing the password again between guesses does not renew the day’s budget', async () => {
  const signIn = await signInAtChallenge(server, client, victim);
  const statuses: number[] = [];
  for (let attempt = 0; attempt < 6; attempt += 1) {
    for (let code = 0; code < 2; code += 1) {
      statuses.push((await sendAct(server, signIn, 'verify_factor', { code: wrongCode(server, victim) })).status);
    }
    await sendAct(server, signIn, 'password', { email: victim.email, password: testPassword });
  }
  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 422), 429, 429]);
});

test('signing in again and again with the right code does not hide wrong ones from the count', async () => {
  await many(6, () => guess(wrongCode(server, victim)));
  await guess(codeNow(server, victim));
  server.clock.move(30);
  expect(await failuresCounted(server, victim.account.id)).toBe(6);
});

test('a wrong code at a step-up counts like one at a sign-in', async () => {
  await exhaust();
  await clearBudgets(server.database, victim.account.id);
  const [first] = await many(1, () => signInAtChallenge(server, client, victim));
  await sql`UPDATE account SET mfa_configured_at = NULL WHERE id = ${victim.account.id}::uuid`.execute(server.database);
  const person = first?.person;
  if (person === undefined) throw new Error('no sign-in');
  await person.open(`/interaction/${first?.uid}`);
  await sql`UPDATE account SET mfa_configured_at = now() WHERE id = ${victim.account.id}::uuid`.execute(
    server.database,
  );
  const page = await person.open(authorizeUrl(server, client, { acr_values: 'urn:countersign:acr:mfa' }));
  expect(page.html).toContain('one-time-code');
  expect(page.html).not.toContain('current-password');
  await person.act('verify_factor', { code: wrongCode(server, victim) });
  expect(await failuresCounted(server, victim.account.id)).toBe(1);
});

test('after 100 wrong codes in a row only a person can open the account’s challenge again', async () => {
  await start({ MFA_DAILY_ATTEMPTS: '1000', MFA_MAX_ATTEMPTS: '100' });
  victim = await enrolledAccount(server);
  const waiting = await many(10, () => signInAtChallenge(server, client, victim));
  const code = wrongCode(server, victim);
  await many(100, (index) => sendAct(server, waiting[index % 10] ?? fail(), 'verify_factor', { code }), 10);
  const refused = await guess(codeNow(server, victim));
  expect([refused.status, refused.headers['retry-after']]).toEqual([429, undefined]);
  expect(textOf(refused.text)).toMatch(/administrator/i);
  await clearBudgets(server.database, victim.account.id);
  expect((await guess(codeNow(server, victim))).status).toBe(303);
});

function fail(): never {
  throw new Error('no sign-in');
}
