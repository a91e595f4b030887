/** Once means once: confirming an enrolment, from one page many times and from many pages at once. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { Account } from '../../src/accounts/account.js';
import { scannedSeed, shownBackupCodes, textOf } from '../support/person.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import {
  anotherNode,
  codeNow,
  many,
  type SignIn,
  sendAct,
  signInAtChallenge,
  type TestClient,
} from './attack-fixture.js';

let server: TestServer;
let otherNode: TestServer;
let client: TestClient;

beforeAll(async () => {
  server = await startTestServer({ env: { RATE_LIMIT: 'off' } });
  otherNode = await anotherNode(server);
  client = await server.addClient({ require_mfa: true });
});

afterAll(() => server.stop());

/** A sign-in at the enrolment page, and the seed on it. */
async function enrolling(account: Account): Promise<SignIn & { seed: string }> {
  const signIn = await signInAtChallenge(server, client, { account });
  const page = await signIn.person.open(`/interaction/${signIn.uid}`);
  return { ...signIn, seed: scannedSeed(page.html) };
}

async function factorsOf(account: Account): Promise<{ apps: number; codes: number }> {
  const { rows } = await sql<{ apps: number; codes: number }>`SELECT
      (SELECT count(*)::int FROM totp_credential WHERE account_id = ${account.id}::uuid) AS apps,
      (SELECT count(*)::int FROM backup_code WHERE account_id = ${account.id}::uuid) AS codes`.execute(server.database);
  return rows[0] ?? { apps: -1, codes: -1 };
}

test('a confirmation sent 20 times at the same moment to two nodes gives one factor and one set of codes', async () => {
  for (let round = 0; round < 5; round += 1) {
    const account = await server.addAccount(`double-click-${round}@example.com`);
    const page = await enrolling(account);
    const code = codeNow(server, page);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        sendAct(index % 2 ? otherNode : server, page, 'confirm_enrolment', { code }),
      ),
    );
    expect(answers.filter(({ text }) => shownBackupCodes(text).length === 10)).toHaveLength(1);
    expect(answers.filter(({ status }) => status >= 500)).toHaveLength(0);
    expect(await factorsOf(account)).toEqual({ apps: 1, codes: 10 });
  }
});

test('of 10 enrolments of one account confirmed at the same moment, one counts, and the others’ seeds are worth nothing', async () => {
  const account = await server.addAccount('ten-tabs@example.com');
  const pages = await many(10, () => enrolling(account));
  const answers = await Promise.all(
    pages.map((page, index) =>
      sendAct(index % 2 ? otherNode : server, page, 'confirm_enrolment', { code: codeNow(server, page) }),
    ),
  );
  expect(answers.filter(({ status }) => status >= 500)).toHaveLength(0);
  const winners = answers.flatMap(({ text }, index) => (shownBackupCodes(text).length === 10 ? [index] : []));
  expect(winners).toHaveLength(1);
  expect(await factorsOf(account)).toEqual({ apps: 1, codes: 10 });

  server.clock.move(30);
  const loser = pages[winners[0] === 0 ? 1 : 0];
  const next = await signInAtChallenge(server, client, { account: { ...account, generation: account.generation + 1 } });
  const refused = await sendAct(server, next, 'verify_factor', { code: codeNow(server, loser ?? { seed: '' }) });
  expect(refused.status).toBe(422);
});

test('an enrolment that was left changes nothing: its seed confirms nothing in another sign-in', async () => {
  const account = await server.addAccount('left@example.com');
  const left = await enrolling(account);
  const other = await enrolling(account);
  expect(other.seed).not.toBe(left.seed);
  const refused = await sendAct(server, other, 'confirm_enrolment', { code: codeNow(server, left) });
  expect(refused.status).toBe(422);
  expect(await factorsOf(account)).toEqual({ apps: 0, codes: 0 });
});

test('an enrolment older than MFA_SETUP_MINUTES is not confirmed by its right code, and a new key is offered', async () => {
  const account = await server.addAccount('late@example.com');
  const page = await enrolling(account);
  await sql`UPDATE login_attempt SET enrolment_started_at = now() - interval '16 minutes' WHERE account_id = ${account.id}::uuid`.execute(
    server.database,
  );
  const late = await sendAct(server, page, 'confirm_enrolment', { code: codeNow(server, page) });
  expect(late.status).toBe(422);
  expect(textOf(late.text)).toContain('Setup session expired. Please start over.');
  expect(await factorsOf(account)).toEqual({ apps: 0, codes: 0 });
  const again = await page.person.open(`/interaction/${page.uid}`);
  expect(scannedSeed(again.html)).not.toBe(page.seed);
});

test('the server alone chooses seed and codes: fields that name others are ignored', async () => {
  const account = await server.addAccount('own-seed@example.com');
  const page = await enrolling(account);
  const seed = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
  const chosen = {
    secret: seed,
    seed,
    enrolment_id: '7d3c1f2e-0000-4000-8000-000000000000',
    backup_codes: 'abc12-def34',
  };
  expect(
    (await sendAct(server, page, 'confirm_enrolment', { ...chosen, code: codeNow(server, { seed }) })).status,
  ).toBe(422);
  const confirmed = await sendAct(server, page, 'confirm_enrolment', { ...chosen, code: codeNow(server, page) });
  expect(shownBackupCodes(confirmed.text)).toHaveLength(10);
  expect(shownBackupCodes(confirmed.text)).not.toContain('abc12-def34');
});

test('an account that has a factor can neither enrol another nor get its key shown by knowing the password', async () => {
  const account = await server.addAccount('has-one@example.com');
  const page = await enrolling(account);
  await sendAct(server, page, 'confirm_enrolment', { code: codeNow(server, page) });
  const thief = await signInAtChallenge(server, client, {
    account: { ...account, generation: account.generation + 1 },
  });
  for (const act of [
    'set_up_now',
    'restart_enrolment',
    'confirm_enrolment',
    'new_backup_codes',
    'codes_saved',
    'not_now',
  ]) {
    const answer = await sendAct(server, thief, act, { code: codeNow(server, page), saved: 'yes' });
    expect([act, answer.status, answer.headers.location]).toEqual([act, 303, `/interaction/${thief.uid}`]);
    const { html } = await thief.person.open(`/interaction/${thief.uid}`);
    expect(html).not.toContain('otpauth:');
    expect(shownBackupCodes(html)).toEqual([]);
    expect(html).toContain('one-time-code');
  }
  expect(await factorsOf(account)).toEqual({ apps: 1, codes: 10 });
});
