/** Odd codes, passwords, addresses and cookies of a sign-in: a guess is counted whatever it looks like, and nothing is a fault. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { clearBudgets } from '../../src/mfa/budget-store.js';
import { textOf } from '../support/person.js';
import { startTestServer, type TestServer, testPassword } from '../support/test-server.js';
import {
  beginSignIn,
  codeNow,
  cookiesFor,
  type Enrolled,
  enrolledAccount,
  failuresCounted,
  type SignIn,
  sendAct,
  signInAtChallenge,
  type TestClient,
} from './attack-fixture.js';
import { type RawAnswer, sendForm, sendRaw } from './raw-request.js';

let server: TestServer;
let client: TestClient;
let victim: Enrolled;

beforeAll(async () => {
  server = await startTestServer({
    env: { RATE_LIMIT: 'off', MFA_DAILY_ATTEMPTS: '1000', MFA_MAX_ATTEMPTS: '100', LOCKOUT_THRESHOLD: '1000' },
  });
  client = await server.addClient();
  victim = await enrolledAccount(server);
});

afterAll(() => server.stop());

/** Sends a body exactly as given. */
function sendBody({ person, uid }: SignIn, body: string): Promise<RawAnswer> {
  const target = `/interaction/${uid}`;
  const headers = { Host: new URL(server.issuer).host, Origin: server.issuer, Cookie: cookiesFor(person, target) };
  return sendForm(server.port, target, body, headers);
}

test('every odd code is a counted guess: none is passed, none is free', async () => {
  await clearBudgets(server.database, victim.account.id);
  const signIn = await signInAtChallenge(server, client, victim);
  const odd = [
    '',
    '   ',
    '12345',
    '1234567',
    'null',
    'true',
    '[object Object]',
    '１２',
    '😀',
    '000000'.repeat(20),
    '0x1234',
    '1e5',
    '-1',
  ];
  for (const [index, code] of odd.entries()) {
    const answer = await sendAct(server, signIn, 'verify_factor', { code });
    expect([code, answer.status, answer.headers.location]).toEqual([code, 422, undefined]);
    expect(await failuresCounted(server, victim.account.id)).toBe(index + 1);
  }
  const absent = await sendBody(signIn, new URLSearchParams({ csrf: signIn.csrf, act: 'verify_factor' }).toString());
  expect(absent.status).toBe(422);
  expect(await failuresCounted(server, victim.account.id)).toBe(odd.length + 1);
});

test('a right code among two of the same name is neither taken nor spent', async () => {
  await clearBudgets(server.database, victim.account.id);
  const signIn = await signInAtChallenge(server, client, victim);
  const code = codeNow(server, victim);
  const body = `csrf=${signIn.csrf}&act=verify_factor&code=000000&code=${code}`;
  expect((await sendBody(signIn, body)).status).toBe(400);
  expect((await sendAct(server, signIn, 'verify_factor', { code })).status).toBe(303);
  server.clock.move(30);
});

test('a password of 100 kB, of NULs or of nothing but blanks signs nobody in and stops nothing', async () => {
  const signIn = await beginSignIn(server, client);
  for (const password of [
    'x'.repeat(30_000),
    ' ',
    `${testPassword} `,
    ` ${testPassword}`,
    testPassword.toUpperCase(),
  ]) {
    const answer = await sendAct(server, signIn, 'password', { email: victim.email, password });
    expect([answer.status, answer.headers.location]).toEqual([422, undefined]);
  }
});

test('odd addresses of a sign-in’s page end in a sentence', async () => {
  const paths = ['%00', '%ED%A0%80', '%zz', '..%2f..%2fetc', 'x'.repeat(5000), '__proto__', '%3Cscript%3E', '.', '%20'];
  for (const path of paths) {
    for (const target of [
      `/interaction/${path}`,
      `/authorize/${path}`,
      `/device/${path}`,
      `/api/users/${path}`,
      `/${path}`,
    ]) {
      for (const method of ['GET', 'POST']) {
        const headers = { Host: new URL(server.issuer).host, Accept: 'text/html', Origin: server.issuer };
        const answer = await sendRaw({ port: server.port, target, method, headers });
        expect([target.slice(0, 40), method, answer.status < 500]).toEqual([target.slice(0, 40), method, true]);
      }
    }
  }
});

test('the address of a device’s sign-in, opened without its cookies, ends in a sentence', async () => {
  const headers = { Host: new URL(server.issuer).host, Accept: 'text/html' };
  const answer = await sendRaw({ port: server.port, target: '/device/abcdef', headers });
  expect([answer.status, textOf(answer.text).length > 40]).toEqual([410, true]);
  expect(answer.text).not.toContain('<form');
});

test('odd cookies end in a sentence', async () => {
  const signIn = await signInAtChallenge(server, client, victim);
  const target = `/interaction/${signIn.uid}`;
  const good = cookiesFor(signIn.person, target);
  const odd = [
    'countersign_interaction=',
    `countersign_interaction=${'x'.repeat(4000)}`,
    'countersign_interaction=%00; countersign_interaction.sig=%00',
    `${good}; ${good}`,
    `${good}; countersign_session=x; countersign_session.sig=y`,
    `${good}; countersign_browser=${'é'.repeat(43)}`,
    ';;;=;=',
    '__proto__=x; constructor=y',
  ];
  for (const cookie of odd) {
    for (const at of [target, '/authorize/x', '/device', '/logout', '/authorize?client_id=x']) {
      const headers = {
        Host: new URL(server.issuer).host,
        Accept: 'text/html',
        Cookie: Buffer.from(cookie).toString('latin1'),
      };
      const answer = await sendRaw({ port: server.port, target: at, headers });
      expect([cookie.slice(0, 50), at, answer.status < 500]).toEqual([cookie.slice(0, 50), at, true]);
    }
  }
});
