/** Odd input in every field of every form: never a fault, always a sentence, and a guess is counted whatever it looks like. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { clearBudgets } from '../../src/mfa/budget-store.js';
import { textOf } from '../support/person.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import {
  beginSignIn,
  codeNow,
  cookiesFor,
  type Enrolled,
  enrolledAccount,
  type SignIn,
  sendAct,
  signInAtChallenge,
  signInOf,
  type TestClient,
} from './attack-fixture.js';
import { type RawAnswer, sendRaw } from './raw-request.js';

let server: TestServer;
let client: TestClient;
let strictClient: TestClient;
let victim: Enrolled;

beforeAll(async () => {
  server = await startTestServer({
    env: { RATE_LIMIT: 'off', MFA_DAILY_ATTEMPTS: '1000', MFA_MAX_ATTEMPTS: '100', LOCKOUT_THRESHOLD: '1000' },
  });
  client = await server.addClient();
  strictClient = await server.addClient({ require_mfa: true });
  victim = await enrolledAccount(server);
});

afterAll(() => server.stop());

/** Values as they stand in an encoded body. */
const oddValues: Readonly<Record<string, string>> = {
  empty: '',
  blanks: '+%20%09%0d%0a',
  'a NUL': 'a%00b',
  'a lone surrogate': '%ED%A0%80',
  'broken UTF-8': '%FF%FE',
  'a stray percent sign': '%zz',
  'an object': '%5Bobject+Object%5D',
  'a format string': '%25s%25n%7B%7B7*7%7D%7D%24%7B7*7%7D',
  SQL: '%27%20OR%201%3D1%3B%20DROP%20TABLE%20account%3B--',
  markup: '%3Cscript%3Ealert(1)%3C%2Fscript%3E%22%27',
  'a line break': 'a%0d%0aSet-Cookie:%20x%3Dy',
  'emoji and right-to-left marks': '%F0%9F%98%80%E2%80%AE%E2%80%8F',
  'full-width digits': '%EF%BC%91%EF%BC%92%EF%BC%93',
  'a combining zalgo': `a${'%CC%81'.repeat(2000)}`,
  'expanding compatibility characters': '%EF%B7%BA'.repeat(500),
  '20 kB': 'x'.repeat(20_000),
  __proto__: '__proto__',
  NaN: 'NaN',
};

/** A refusal in words: neither a fault nor a bare status. */
function expectSentence(answer: RawAnswer): void {
  expect(answer.status).toBeLessThan(500);
  if (answer.status >= 300 && answer.status < 400) return;
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(textOf(answer.text).length).toBeGreaterThan(20);
  expect(answer.text).not.toContain('<script>alert');
  expect(answer.text).not.toMatch(/SQLSTATE|syntax error|at .*\.ts:\d+|node_modules/);
}

/** Sends a body exactly as given. */
function sendBody(
  { person, uid }: SignIn,
  body: string | Buffer,
  headers: Record<string, string> = {},
): Promise<RawAnswer> {
  const target = `/interaction/${uid}`;
  return sendRaw({
    port: server.port,
    target,
    method: 'POST',
    body,
    headers: {
      Host: new URL(server.issuer).host,
      Origin: server.issuer,
      Accept: 'text/html',
      Cookie: cookiesFor(person, target),
      'Content-Type': 'application/x-www-form-urlencoded',
      ...headers,
    },
  });
}

type Stage = readonly [
  name: string,
  act: string,
  fields: Readonly<Record<string, string>>,
  reach: () => Promise<SignIn>,
];

const stages: readonly Stage[] = [
  ['the password page', 'password', { email: 'nobody@example.com', password: 'x' }, () => beginSignIn(server, client)],
  ['the challenge', 'verify_factor', { code: '000000' }, () => signInAtChallenge(server, client, victim)],
  [
    'the enrolment page',
    'confirm_enrolment',
    { code: '000000', name: 'Phone' },
    async () => {
      const account = await server.addAccount(`odd-${Math.random().toString(36).slice(2)}@example.com`);
      const signIn = await signInAtChallenge(server, strictClient, { account });
      await signIn.person.open(`/interaction/${signIn.uid}`);
      return signIn;
    },
  ],
  [
    'the consent page',
    'allow',
    {},
    async () => {
      const consentClient = await server.addClient({ skip_consent: false });
      const { person } = await signInAtChallenge(server, consentClient, victim);
      const page = await person.act('verify_factor', { code: codeNow(server, victim) });
      server.clock.move(30);
      return signInOf(person, page);
    },
  ],
];

describe.each(stages)('on %s', (_name, act, fields, reach) => {
  test('odd values, absent, repeated and unknown fields never end in a fault', async () => {
    await clearBudgets(server.database, victim.account.id);
    const signIn = await reach();
    const whole: Readonly<Record<string, string>> = { csrf: signIn.csrf, act, ...fields };
    const encode = (changes: Readonly<Record<string, string | undefined>>) =>
      Object.entries({ ...whole, ...changes })
        .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]))
        .join('&');
    for (const field of [...Object.keys(whole), 'constructor', '__proto__', 'toString']) {
      // A token or act that is right would carry out the act; those are other tests' business.
      const isWanted = field !== 'csrf' && field !== 'act' && act === 'allow';
      for (const value of isWanted ? [] : Object.values(oddValues)) {
        expectSentence(await sendBody(signIn, encode({ [field]: value })));
      }
      expectSentence(await sendBody(signIn, `${encode({})}&${field}=twice`));
      if (act !== 'allow' || field in whole) expectSentence(await sendBody(signIn, encode({ [field]: undefined })));
      if (act !== 'allow') expectSentence(await sendBody(signIn, encode({ [field]: undefined, [`${field}[]`]: 'x' })));
    }
  });

  test('names that every object has are no acts: they lead to where the sign-in stands', async () => {
    const signIn = await reach();
    for (const name of [
      'constructor',
      '__proto__',
      'hasOwnProperty',
      'toString',
      'valueOf',
      'ALLOW',
      ' allow',
      'finish',
    ]) {
      const answer = await sendAct(server, signIn, name, fields);
      expect([name, answer.status, answer.headers.location]).toEqual([name, 303, `/interaction/${signIn.uid}`]);
    }
  });

  test('other media types, compressed, cut off, huge and endless bodies are refused in words', async () => {
    const signIn = await reach();
    const form = new URLSearchParams({ csrf: signIn.csrf, act, ...fields }).toString();
    const types = [
      'application/json',
      'text/plain',
      'multipart/form-data; boundary=x',
      'application/x-www-form-urlencoded; charset=utf-16',
      'application/x-www-form-urlencoded; charset=utf-7',
      'text/xml',
      '',
      ';;;',
    ];
    for (const type of types) {
      const answer = await sendBody(signIn, form, { 'Content-Type': type });
      expect([type, answer.status]).toEqual([type, 415]);
      expectSentence(answer);
    }
    const compressed = await sendBody(signIn, form, { 'Content-Encoding': 'gzip' });
    expect(compressed.status).toBe(415);
    const huge = await sendBody(signIn, `${form}&x=${'y'.repeat(1_048_576)}`).catch(() => undefined);
    // The server may close the connection before all of it was sent.
    if (huge !== undefined) expect(huge.status).toBe(413);
    const fieldsGalore = await sendBody(signIn, Array.from({ length: 5000 }, (_, index) => `f${index}=`).join('&'));
    expect([400, 413]).toContain(fieldsGalore.status);
    const binary = await sendBody(signIn, Buffer.from([0xff, 0xfe, 0x00, 0x80]));
    expect(binary.status).toBe(400);
  });
});
