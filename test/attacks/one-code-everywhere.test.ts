/** Once means once over every door that takes a one-time code: pages, API, reset by mail and sign-in without pages, on two nodes. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { attemptIdOf } from '../../src/login/login-attempt-store.js';
import { linkTokens } from '../support/mail-links.js';
import { ownBrowser } from '../support/own-account.js';
import { hiddenField, newPerson, type Person } from '../support/person.js';
import { startTestServer, type TestServer, testPassword } from '../support/test-server.js';
import {
  anotherNode,
  challenge,
  codeFrom,
  codeNow,
  cookiesFor,
  type Enrolled,
  enrolledAccount,
  redeem,
  sendAct,
  sendAsClient,
  signInAtChallenge,
  type TestClient,
  tokensOf,
} from './attack-fixture.js';
import { type RawAnswer, sendForm, sendRaw } from './raw-request.js';

const rounds = 10;

let server: TestServer;
let otherNode: TestServer;
let client: TestClient;
let headless: TestClient;

beforeAll(async () => {
  server = await startTestServer({ env: { RATE_LIMIT: 'off', MFA_DAILY_ATTEMPTS: '1000' } });
  otherNode = await anotherNode(server);
  client = await server.addClient({ scope: 'openid email account' });
  headless = await server.addClient({ first_party_challenge: true });
});
afterAll(() => server.stop());

/** Everything but the code is there: one more answer, and the door is open. */
interface Door {
  readonly name: string;
  send(code: string, node: TestServer): Promise<RawAnswer>;
  isOpen(answer: RawAnswer): boolean | Promise<boolean>;
}

async function doorsOf(victim: Enrolled): Promise<readonly Door[]> {
  const signIn = await signInAtChallenge(server, client, victim);
  const owner = await ownBrowser(server, victim);
  const csrf = hiddenField((await owner.open(`${server.issuer}/account/security/disable`)).html, 'csrf') ?? '';
  const { token, factorId } = await apiTokenOf(victim);
  const reset = await resetOf(victim);
  const authSession = await headlessOf(victim);
  return [
    {
      name: 'sign-in',
      send: (code, node) => sendAct(node, signIn, 'verify_factor', { code }),
      // After a backup code there is a page more before the end.
      isOpen: async ({ status, headers }) =>
        status === 303 &&
        (/\/authorize\/[\w-]+$/.test(headers.location ?? '') || (await isVerified(signIn.uid, victim))),
    },
    {
      name: 'disable',
      send: (code, node) => sendOwn(node, owner, '/account/security/disable', { csrf, act: 'disable', code }),
      isOpen: ({ headers }) => headers.location === '/account/security?done=disabled',
    },
    {
      name: 'new backup codes',
      send: (code, node) =>
        sendOwn(node, owner, '/account/security/backup-codes', { csrf, act: 'new_backup_codes', code }),
      isOpen: ({ status }) => status === 200,
    },
    {
      name: 'unenroll',
      send: (code, node) =>
        sendRaw({
          port: node.port,
          target: '/api/mfa/unenroll',
          method: 'POST',
          headers: {
            Host: new URL(server.issuer).host,
            Authorization: `Bearer ${token}`,
            'Content-Type': 'application/json',
          },
          body: JSON.stringify({ factor_id: factorId, code }),
        }),
      isOpen: ({ status }) => status === 200,
    },
    {
      name: 'password reset',
      send: (code, node) => sendOwn(node, reset.person, '/account/reset-password', { ...reset.form, code }),
      isOpen: ({ headers }) => headers.location === '/account/reset-password?done=1',
    },
    {
      name: 'sign-in without pages',
      send: (code, node) =>
        sendAsClient(node, '/authorize-challenge', headless, { auth_session: authSession, otp: code }),
      isOpen: ({ status }) => status === 200,
    },
  ];
}

function sendOwn(node: TestServer, person: Person, path: string, form: Record<string, string>): Promise<RawAnswer> {
  const headers = { Host: new URL(server.issuer).host, Origin: server.issuer, Cookie: cookiesFor(person, path) };
  return sendForm(node.port, path, form, headers);
}

async function apiTokenOf(victim: Enrolled): Promise<{ token: string; factorId: string }> {
  const parameters = { scope: 'openid account', resource: `${server.issuer}/api` };
  const { person } = await signInAtChallenge(server, client, victim, { parameters });
  const page = await person.act('verify_factor', { code: codeNow(server, victim) });
  server.clock.move(30);
  const { rows } = await sql<{ id: string }>`SELECT id FROM totp_credential
    WHERE account_id = ${victim.account.id}::uuid`.execute(server.database);
  const token = tokensOf(await redeem(server, client, codeFrom(page))).access_token;
  return { token, factorId: rows[0]?.id ?? '' };
}

async function resetOf({ email }: Enrolled): Promise<{ person: Person; form: Record<string, string> }> {
  const person = newPerson(server.issuer);
  await person.open(`${server.issuer}/account/forgot-password`);
  await person.act('send_link', { email });
  const token = (await linkTokens(server, email, 'password_reset')).at(-1) ?? '';
  const csrf =
    hiddenField(person.page.html, 'csrf') ?? hiddenField((await openReset(person, token)).html, 'csrf') ?? '';
  return { person, form: { csrf, act: 'reset_password', token, new_password: 'otter lantern quarry 7' } };
}

const openReset = (person: Person, token: string) =>
  person.open(`${server.issuer}/account/reset-password?${new URLSearchParams({ token })}`);

async function headlessOf({ email }: Enrolled): Promise<string> {
  const answer = await sendAsClient(server, '/authorize-challenge', headless, {
    response_type: 'code',
    redirect_uri: headless.redirectUri,
    scope: 'openid email',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    username: email,
    password: testPassword,
  });
  return JSON.parse(answer.text).auth_session ?? '';
}

async function isVerified(uid: string, { account }: Enrolled): Promise<boolean> {
  const { rows } = await sql`SELECT 1 FROM login_attempt WHERE id = ${attemptIdOf(uid)}
    AND account_id = ${account.id}::uuid AND factor_verified_at IS NOT NULL`.execute(server.database);
  return rows.length > 0;
}

/** How often the account's code was taken, by what was written. */
async function accepted({ account }: Enrolled): Promise<number> {
  const { rows } = await sql<{ count: number }>`SELECT count(*)::int AS count FROM audit_event
    WHERE subject_id = ${account.id}::uuid AND type = 'mfa.verified'`.execute(server.database);
  return rows[0]?.count ?? 0;
}

async function race(codeOf: (victim: Enrolled) => string, round: number): Promise<string> {
  const victim = await enrolledAccount(server);
  const doors = await doorsOf(victim);
  const before = await accepted(victim);
  const code = codeOf(victim);
  // On both nodes, and each round another one begins.
  const order = doors.map((_, index) => doors[(index + round) % doors.length]).filter((door) => door !== undefined);
  const answers = await Promise.all(
    order.flatMap((door, index) =>
      [server, otherNode].map(async (_, twice) => {
        const node = (index + twice + round) % 2 ? otherNode : server;
        return { door, answer: await door.send(code, node) };
      }),
    ),
  );
  const faults = answers.filter(({ answer }) => answer.status >= 500);
  expect(faults.map(({ door, answer }) => [door.name, answer.status, answer.text.slice(0, 200)])).toEqual([]);
  const open: string[] = [];
  for (const { door, answer } of answers) if (await door.isOpen(answer)) open.push(door.name);
  expect([round, [...new Set(open)], (await accepted(victim)) - before]).toEqual([round, [expect.any(String)], 1]);
  return open[0] ?? '';
}

test('one TOTP, sent to six doors on two nodes at the same moment, opens one of them, 10 rounds long', async () => {
  for (let round = 0; round < rounds; round += 1) {
    server.clock.move(60);
    await race((victim) => codeNow(server, victim), round);
  }
});

test('so does one backup code, though it makes no others', async () => {
  for (let round = 0; round < rounds; round += 1) {
    server.clock.move(60);
    expect(await race(({ backupCodes }) => backupCodes[0] ?? '', round)).not.toBe('new backup codes');
  }
});

test('a code of its own for each door at the same moment: changes stand in a line, none waits for another for ever', async () => {
  for (let round = 0; round < rounds; round += 1) {
    server.clock.move(60);
    const victim = await enrolledAccount(server);
    const doors = await doorsOf(victim);
    const codes = [...victim.backupCodes];
    const answers = await Promise.all(
      doors.flatMap((door) =>
        [server, otherNode].map(async (node) => ({ door, answer: await door.send(codes.pop() ?? '', node) })),
      ),
    );
    const faults = answers.filter(({ answer }) => answer.status >= 500);
    expect(faults.map(({ door, answer }) => [round, door.name, answer.status])).toEqual([]);
  }
});

test('each door by itself takes the code: the race above was about something', async () => {
  for (let index = 0; index < 6; index += 1) {
    server.clock.move(60);
    const victim = await enrolledAccount(server);
    const door = (await doorsOf(victim))[index];
    const answer = await door?.send(codeNow(server, victim), index % 2 ? otherNode : server);
    expect([door?.name, answer && (await door?.isOpen(answer)), answer?.status]).toEqual([
      door?.name,
      true,
      answer?.status,
    ]);
  }
});
