/** Once means once: a TOTP code over sign-ins, browsers, endpoints and nodes. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newPerson, scannedSeed, textOf } from '../support/person.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import {
  anotherNode,
  codeNow,
  enrolledAccount,
  many,
  type SignIn,
  sendAct,
  signInAtChallenge,
  type TestClient,
} from './attack-fixture.js';

const racers = 20;
const rounds = 20;

let server: TestServer;
let otherNode: TestServer;
let client: TestClient;

beforeAll(async () => {
  server = await startTestServer({
    env: { RATE_LIMIT: 'off', MFA_MAX_ATTEMPTS: '100', MFA_DAILY_ATTEMPTS: '1000' },
  });
  otherNode = await anotherNode(server);
  client = await server.addClient();
});

afterAll(() => server.stop());

test('of 20 sign-ins that send one TOTP code at the same moment to two nodes, one is let in, 20 rounds long', async () => {
  const victim = await enrolledAccount(server);
  const waiting = await many(racers, () => signInAtChallenge(server, client, victim));
  for (let round = 0; round < rounds; round += 1) {
    server.clock.move(30);
    const code = codeNow(server, victim);
    const answers = await Promise.all(
      waiting.map((signIn, index) => sendAct(index % 2 ? otherNode : server, signIn, 'verify_factor', { code })),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([303, ...Array.from({ length: racers - 1 }, () => 422)]);
    const winner = answers.findIndex(({ status }) => status === 303);
    expect(answers[winner]?.headers.location).toMatch(/\/authorize\/[\w-]+$/);
    waiting[winner] = await signInAtChallenge(server, client, victim);
  }
});

test('a code that was accepted in one sign-in is refused in another browser, on the other node, and after a restart', async () => {
  const victim = await enrolledAccount(server);
  const code = codeNow(server, victim);
  const first = await signInAtChallenge(server, client, victim);
  expect((await sendAct(server, first, 'verify_factor', { code })).status).toBe(303);

  const restarted = await anotherNode(server);
  for (const node of [server, otherNode, restarted]) {
    const thief = await signInAtChallenge(server, client, victim);
    const answer = await sendAct(node, thief, 'verify_factor', { code });
    expect(answer.status).toBe(422);
    expect(answer.headers.location).toBeUndefined();
  }
  await restarted.stop();
});

test('the code of an older step is refused once a newer one was accepted', async () => {
  const victim = await enrolledAccount(server);
  const older = codeNow(server, victim, -1);
  const newer = codeNow(server, victim);
  const owner = await signInAtChallenge(server, client, victim);
  expect((await sendAct(server, owner, 'verify_factor', { code: newer })).status).toBe(303);
  const thief = await signInAtChallenge(server, client, victim);
  expect((await sendAct(server, thief, 'verify_factor', { code: older })).status).toBe(422);
});

test('a code of the window is not accepted again after the clock was set back', async () => {
  const victim = await enrolledAccount(server);
  const code = codeNow(server, victim, 1);
  const owner = await signInAtChallenge(server, client, victim);
  expect((await sendAct(server, owner, 'verify_factor', { code })).status).toBe(303);
  server.clock.move(-60);
  const thief = await signInAtChallenge(server, client, victim);
  const refused = await sendAct(server, thief, 'verify_factor', { code: codeNow(server, victim) });
  server.clock.move(60);
  expect(refused.status).toBe(422);
});

test('the code that signed in is refused at a step-up of the same browser', async () => {
  const victim = await enrolledAccount(server);
  const code = codeNow(server, victim);
  const signIn = await signInAtChallenge(server, client, victim);
  await signIn.person.act('verify_factor', { code });
  const again = await signInAtChallenge(server, client, victim, {
    person: signIn.person,
    parameters: { prompt: 'login' },
  });
  expect((await sendAct(server, again, 'verify_factor', { code })).status).toBe(422);
});

test('the code that confirmed an enrolment is spent: it answers no challenge', async () => {
  const account = await server.addAccount('newcomer@example.com');
  const person = newPerson(server.issuer);
  const demand = { parameters: { acr_values: 'urn:countersign:acr:mfa' }, person };
  const enrolling: SignIn = await signInAtChallenge(server, client, { account }, demand);
  const page = await person.open(`/interaction/${enrolling.uid}`);
  const seed = scannedSeed(page.html);
  const code = codeNow(server, { seed });
  const confirmed = await person.act('confirm_enrolment', { code, name: 'Phone' });
  expect(textOf(confirmed.html)).toContain('backup codes');

  const after = { ...account, generation: account.generation + 1 };
  const thief = await signInAtChallenge(server, client, { account: after });
  const answer = await sendAct(server, thief, 'verify_factor', { code });
  expect(answer.status).toBe(422);
  expect(answer.text).toContain('one-time-code');
});
