/** Story: the phone is lost; someone signs in with a code from paper. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readMfaState } from '../../src/mfa/mfa-state-store.js';
import { assuranceOf, twoFactors } from '../support/assurance.js';
import { newPerson, type Page, textOf } from '../support/person.js';
import { newRelyingParty, type RelyingParty } from '../support/relying-party.js';
import { addEnrolledAccount, type EnrolledAccount, typeBackupCode, typePassword } from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

describe.each(databaseKinds)('sign-in with a backup code, on %s', (kind) => {
  let server: TestServer;
  let party: RelyingParty;
  let anna: EnrolledAccount;

  beforeAll(async () => {
    server = await startTestServer({ kind, env: { MFA_BACKUP_CODES: '12' } });
    party = await newRelyingParty(server, await server.addClient());
    anna = await addEnrolledAccount(server, 'anna@example.com');
  });
  afterAll(() => server?.stop());

  /** From the password to the answer to a code that is right, past the page that says how many are left. */
  const signInWith = async (code: string): Promise<Page> => {
    const person = newPerson(server.issuer);
    await person.open(await party.authorizationUrl());
    await typePassword(person, anna.email);
    return typeBackupCode(person, code);
  };
  /** From the password to the answer to a code. */
  const answerWith = async (code: string): Promise<Page> => {
    const person = newPerson(server.issuer);
    await person.open(await party.authorizationUrl());
    await typePassword(person, anna.email);
    return person.act('verify_factor', { code });
  };
  const remaining = async () => (await readMfaState(server.database, anna.account.id)).backupCodesRemaining;

  test('as many codes as the settings say, each of the shape abc12-def34', () => {
    expect(anna.backupCodes).toHaveLength(12);
    expect(new Set(anna.backupCodes).size).toBe(12);
    for (const code of anna.backupCodes) expect(code).toMatch(/^[0-9a-z]{5}-[0-9a-z]{5}$/);
  });

  test('a backup code is a second factor like the app: same claims, one code less', async () => {
    const done = await signInWith(anna.backupCodes[0] ?? '');
    const tokens = await party.redeem(done.leftFor);
    expect(assuranceOf(tokens.claims())).toEqual(twoFactors);
    expect(assuranceOf(await party.userInfo(tokens))).toEqual(assuranceOf(tokens.claims()));
    expect(await remaining()).toBe(11);
  });

  test('a spent code is refused, and only to its owner it is said why', async () => {
    const refused = await answerWith(anna.backupCodes[0] ?? '');
    expect(refused.status).toBe(422);
    expect(textOf(refused.html)).toContain('Invalid verification code');
    expect(textOf(refused.html)).toContain('Backup code already used');
    expect(await remaining()).toBe(11);
  });

  test('a code is taken in capitals, without its dash, with spaces', async () => {
    const code = (anna.backupCodes[1] ?? '').toUpperCase().replace('-', ' ');
    const done = await signInWith(`  ${code} `);
    expect(done.leftFor?.searchParams.get('code')).toBeTruthy();
    expect(await remaining()).toBe(10);
  });

  test('the challenge offers the way to the backup codes', async () => {
    const person = newPerson(server.issuer);
    await person.open(await party.authorizationUrl());
    const challenge = await typePassword(person, anna.email);
    const link = challenge.html.match(/href="([^"]*)"[^>]*>Use a backup code/)?.[1] ?? '';
    const page = await person.open(new URL(link, challenge.url).href);
    expect(textOf(page.html)).toContain('Enter a backup code');
    const done = await typeBackupCode(person, anna.backupCodes[2] ?? '');
    expect(done.leftFor?.searchParams.get('code')).toBeTruthy();
  });
});
