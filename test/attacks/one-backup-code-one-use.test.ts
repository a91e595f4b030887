/** Once means once: a backup code over sign-ins, browsers and nodes, and the death of old sets. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { removeMfa } from '../../src/mfa/remove-mfa-store.js';
import { newPerson, scannedSeed, shownBackupCodes, textOf } from '../support/person.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import {
  anotherNode,
  codeNow,
  enrolledAccount,
  many,
  sendAct,
  signInAtChallenge,
  signInOf,
  type TestClient,
} from './attack-fixture.js';

const racers = 20;

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

test('of 20 sign-ins that send one backup code at the same moment to two nodes, one is let in, 20 rounds long', async () => {
  for (const victim of [await enrolledAccount(server), await enrolledAccount(server)]) {
    const waiting = await many(racers, () => signInAtChallenge(server, client, victim));
    for (const code of victim.backupCodes) {
      const answers = await Promise.all(
        waiting.map((signIn, index) => sendAct(index % 2 ? otherNode : server, signIn, 'verify_factor', { code })),
      );
      const statuses = answers.map(({ status }) => status).sort();
      expect(statuses).toEqual([303, ...Array.from({ length: racers - 1 }, () => 422)]);
      const winner = answers.findIndex(({ status }) => status === 303);
      waiting[winner] = await signInAtChallenge(server, client, victim);
    }
  }
});

test('a spent backup code is refused however it is written, and its owner is told that it was used', async () => {
  const victim = await enrolledAccount(server);
  const [code = ''] = victim.backupCodes;
  const owner = await signInAtChallenge(server, client, victim);
  expect((await sendAct(server, owner, 'verify_factor', { code })).status).toBe(303);
  const thief = await signInAtChallenge(server, client, victim);
  for (const written of [code, code.toUpperCase(), code.replace('-', ''), ` ${code.replace('-', ' ')} `]) {
    const refused = await sendAct(server, thief, 'verify_factor', { code: written });
    expect([refused.status, textOf(refused.text)]).toEqual([422, expect.stringContaining('Backup code already used')]);
  }
});

test('a backup code of one account opens no other', async () => {
  const [victim, attacker] = [await enrolledAccount(server), await enrolledAccount(server)];
  const signIn = await signInAtChallenge(server, client, victim);
  const refused = await sendAct(server, signIn, 'verify_factor', { code: attacker.backupCodes[0] ?? '' });
  expect(refused.status).toBe(422);
});

test('the old set is dead when a new one is made, and of sets made at the same moment one is left', async () => {
  const account = await server.addAccount('new-codes@example.com');
  const person = newPerson(server.issuer);
  await signInAtChallenge(
    server,
    client,
    { account },
    { person, parameters: { acr_values: 'urn:countersign:acr:mfa' } },
  );
  const page = await person.open(person.page.url);
  const enrolling = signInOf(person, page);
  const first = await person.act('confirm_enrolment', { code: codeNow(server, { seed: scannedSeed(page.html) }) });
  const made = await Promise.all(
    Array.from({ length: 8 }, (_, index) => sendAct(index % 2 ? otherNode : server, enrolling, 'new_backup_codes')),
  );
  expect(made.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200));
  await sendAct(server, enrolling, 'codes_saved', { saved: 'yes' });
  expect((await unusedCodes(account.id)).length).toBe(10);

  const enrolled = { account: { ...account, generation: account.generation + 1 } };
  const sets = [first.html, ...made.map(({ text }) => text)].map((html) => shownBackupCodes(html)[0] ?? '');
  const accepted: boolean[] = [];
  for (const code of sets) {
    const signIn = await signInAtChallenge(server, client, enrolled);
    accepted.push((await sendAct(server, signIn, 'verify_factor', { code })).status === 303);
  }
  expect(accepted[0]).toBe(false);
  expect(accepted.filter(Boolean)).toHaveLength(1);
});

test('after a reset neither the old seed nor an old backup code nor a sign-in begun before it gets anywhere', async () => {
  const victim = await enrolledAccount(server);
  const before = await signInAtChallenge(server, client, victim);
  await removeMfa(server.database, { accountId: victim.account.id, demandEnrolment: true, events: [] });
  const codes = [codeNow(server, victim), victim.backupCodes[0] ?? ''];
  for (const code of codes) {
    const answer = await sendAct(server, before, 'verify_factor', { code });
    expect([answer.status, answer.headers.location]).toEqual([303, `/interaction/${before.uid}`]);
  }
  expect(textOf((await before.person.open(`/interaction/${before.uid}`)).html)).toContain('Password');

  const account = { ...victim.account, generation: victim.account.generation + 1 };
  const after = await signInAtChallenge(server, client, { account });
  await after.person.open(`/interaction/${after.uid}`);
  for (const code of codes) {
    expect((await sendAct(server, after, 'confirm_enrolment', { code })).status).toBe(422);
    const challenge = await sendAct(server, after, 'verify_factor', { code });
    expect([challenge.status, challenge.headers.location]).toEqual([303, `/interaction/${after.uid}`]);
  }
});

async function unusedCodes(accountId: string): Promise<readonly unknown[]> {
  const { rows } =
    await sql`SELECT 1 FROM backup_code WHERE account_id = ${accountId}::uuid AND used_at IS NULL`.execute(
      server.database,
    );
  return rows;
}
