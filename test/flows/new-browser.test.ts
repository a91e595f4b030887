/** Story: somebody signs in with a browser that the account has never seen; the log says so, and a mail can be made of it. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { raiseGeneration } from '../../src/accounts/generation-store.js';
import { newPerson, type Person } from '../support/person.js';
import { newRelyingParty, type RelyingParty } from '../support/relying-party.js';
import {
  addEnrolledAccount,
  type EnrolledAccount,
  enrol,
  signInWithPassword,
  signInWithTotp,
  typeBackupCode,
  typePassword,
} from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

describe.each(databaseKinds)('a browser that is new to the account, on %s', (kind) => {
  let server: TestServer;
  let party: RelyingParty;
  let anna: EnrolledAccount;

  beforeAll(async () => {
    server = await startTestServer({ kind, env: { LOCKOUT_THRESHOLD: '2', RATE_LIMIT: 'off' } });
    party = await newRelyingParty(server, await server.addClient());
    anna = await addEnrolledAccount(server, 'anna@example.com');
  });
  afterAll(() => server?.stop());

  /** What the latest sign-in of an account says of its browser. */
  const isNew = async (accountId: string): Promise<unknown> => {
    const { rows } = await sql<{ detail: { new_browser: unknown } }>`SELECT detail FROM audit_event
      WHERE type = 'user.login' AND subject_id = ${accountId}::uuid ORDER BY id DESC LIMIT 1`.execute(server.database);
    return rows[0]?.detail.new_browser;
  };
  const signInAgain = async (person: Person) =>
    signInWithTotp(server, person, await party.authorizationUrl({ prompt: 'login' }), anna);

  test('the first sign-in of all is in no new browser, the first in another one is, the next there is not', async () => {
    expect(await isNew(anna.account.id)).toBe(false);
    const person = newPerson(server.issuer);
    await signInAgain(person);
    expect(await isNew(anna.account.id)).toBe(true);
    await signInAgain(person);
    expect(await isNew(anna.account.id)).toBe(false);
  });

  test('a backup code says the same, though a page stands between the code and the end', async () => {
    const person = newPerson(server.issuer);
    for (const [index, expected] of [true, false].entries()) {
      await person.open(await party.authorizationUrl({ prompt: 'login' }));
      await typePassword(person, anna.email);
      await typeBackupCode(person, anna.backupCodes[index] ?? '');
      expect(await isNew(anna.account.id)).toBe(expected);
    }
  });

  test('after everything was signed out, every browser is new', async () => {
    const person = newPerson(server.issuer);
    await signInAgain(person);
    await raiseGeneration(server.database, anna.account.id);
    await signInAgain(person);
    expect(await isNew(anna.account.id)).toBe(true);
  });

  test('with a password alone it is told as well, and the second factor set up there makes the browser no other', async () => {
    const account = await server.addAccount('ben@example.com');
    const home = newPerson(server.issuer);
    const elsewhere = newPerson(server.issuer);
    const signIn = async (person: Person) =>
      signInWithPassword(person, await party.authorizationUrl({ prompt: 'login' }), 'ben@example.com');
    for (const [person, expected] of [
      [home, false],
      [home, false],
      [elsewhere, true],
      [home, false],
    ] as const) {
      await signIn(person);
      expect(await isNew(account.id)).toBe(expected);
    }
    await home.open(await party.authorizationUrl({ prompt: 'login', acr_values: 'urn:countersign:acr:mfa' }));
    await typePassword(home, 'ben@example.com');
    const { seed } = await enrol(server, home);
    expect(await isNew(account.id)).toBe(false);
    await signInWithTotp(server, elsewhere, await party.authorizationUrl({ prompt: 'login' }), {
      email: 'ben@example.com',
      seed,
    });
    expect(await isNew(account.id)).toBe(true);
  });

  test('a browser that has passed no second factor has no attempts of its own, neither for passwords nor for codes', async () => {
    const account = await server.addAccount('carla@example.com');
    const owner = newPerson(server.issuer);
    const url = () => party.authorizationUrl({ prompt: 'login' });
    await signInWithPassword(owner, await url(), 'carla@example.com');
    const { rows } = await sql<{ factor_verified: boolean }>`SELECT factor_verified FROM known_browser
      WHERE account_id = ${account.id}::uuid`.execute(server.database);
    expect(rows).toEqual([{ factor_verified: false }]);
    const stranger = newPerson(server.issuer);
    await stranger.open(await url());
    for (let wrong = 0; wrong < 2; wrong += 1) await typePassword(stranger, 'carla@example.com', 'not the password');
    await owner.open(await url());
    expect((await typePassword(owner, 'carla@example.com')).status).toBe(429);
  });
});
