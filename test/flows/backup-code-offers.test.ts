/** Story: backup codes run out, or get lost in a drawer; the sign-in speaks of it before it is too late. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { readMfaState } from '../../src/mfa/mfa-state-store.js';
import { ageBackupCodes } from '../support/past.js';
import { headingOf, newPerson, type Page, type Person, shownBackupCodes, textOf } from '../support/person.js';
import { newRelyingParty, type RelyingParty } from '../support/relying-party.js';
import {
  addEnrolledAccount,
  type EnrolledAccount,
  signInWithTotp,
  typeBackupCode,
  typePassword,
  typeTotp,
} from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

const checkHeading = 'Do you still have your backup codes?';

describe.each(databaseKinds)('backup codes that are left, on %s', (kind) => {
  let server: TestServer;
  let party: RelyingParty;
  let anna: EnrolledAccount;
  let count = 0;

  beforeAll(async () => {
    server = await startTestServer({ kind, env: { RATE_LIMIT: 'off' } });
    party = await newRelyingParty(server, await server.addClient());
  });
  beforeEach(async () => {
    count += 1;
    anna = await addEnrolledAccount(server, `anna${count}@example.com`);
  });
  afterAll(() => server?.stop());

  const remaining = async () => (await readMfaState(server.database, anna.account.id)).backupCodesRemaining;
  /** So many codes are spent, as if by former sign-ins. */
  const spend = (spent: number) =>
    sql`UPDATE backup_code SET used_at = now() WHERE code_hash IN (SELECT code_hash FROM backup_code
      WHERE account_id = ${anna.account.id}::uuid ORDER BY code_hash LIMIT ${spent}::int)`.execute(server.database);
  const passwordTyped = async (): Promise<Person> => {
    const person = newPerson(server.issuer);
    await person.open(await party.authorizationUrl());
    await typePassword(person, anna.email);
    return person;
  };
  const withBackupCode = async (code: string): Promise<Person> => {
    const person = await passwordTyped();
    await person.act('verify_factor', { code });
    return person;
  };
  const withTotp = async (): Promise<Person> => {
    const person = newPerson(server.issuer);
    await signInWithTotp(server, person, await party.authorizationUrl(), anna);
    return person;
  };
  const isIn = (page: Page) => page.leftFor?.searchParams.has('code') === true;
  const events = async () => {
    const { rows } = await sql<{ type: string }>`SELECT type FROM audit_event
      WHERE subject_id = ${anna.account.id}::uuid ORDER BY id`.execute(server.database);
    return rows.map(({ type }) => type);
  };

  test('after a backup code the sign-in says how many are left, once, and ends with "Continue"', async () => {
    const person = await withBackupCode(anna.backupCodes[0] ?? '');
    expect(textOf(person.page.html)).toContain('You used a backup code. 9 left.');
    expect(person.page.html).not.toContain('value="make_codes"');
    const again = await person.open(person.page.url);
    expect(textOf(again.html)).toContain('9 left.');
    const done = await person.act('continue');
    expect(isIn(done)).toBe(true);
    await party.redeem(done.leftFor);
  });

  test('when three are left after a backup code, it says where new ones are made; it makes none', async () => {
    await spend(6);
    let person = await passwordTyped();
    for (const code of anna.backupCodes) {
      await person.act('verify_factor', { code });
      if (textOf(person.page.html).includes('You used a backup code.')) break;
      if (textOf(person.page.html).includes('E-mail address')) person = await passwordTyped();
    }
    expect(textOf(person.page.html)).toContain('You used a backup code. 3 left.');
    expect(textOf(person.page.html)).toContain('authenticator app');
    const before = await events();
    const refused = await person.act('make_codes');
    expect(textOf(refused.html)).toContain('3 left.');
    expect(shownBackupCodes(refused.html)).toEqual([]);
    for (const act of ['continue_later', 'continue_confirmed']) {
      expect(textOf((await person.act(act)).html)).toContain('3 left.');
    }
    expect(await remaining()).toBe(3);
    expect(isIn(await person.act('continue'))).toBe(true);
    expect((await events()).slice(before.length)).toEqual(['user.login']);
  });

  test('with three left the app is proof enough for new ones: shown once, the old set dead, an event', async () => {
    await spend(7);
    const person = await withTotp();
    expect(headingOf(person.page.html)).toBe('You have only 3 backup codes left');
    const shown = await person.act('make_codes');
    const codes = shownBackupCodes(shown.html);
    expect(new Set(codes).size).toBe(10);
    expect(shown.headers.get('cache-control')).toContain('no-store');
    expect(codes.filter((code) => anna.backupCodes.includes(code))).toEqual([]);
    expect(headingOf((await person.act('codes_saved')).html)).toBe('Your backup codes');
    const done = await person.act('codes_saved', { saved: 'yes' });
    await party.redeem(done.leftFor);
    expect((await events()).slice(-3)).toEqual(['mfa.backup_codes_regenerated', 'user.login', 'token.issued']);

    const other = await passwordTyped();
    for (const code of anna.backupCodes.slice(0, 2)) {
      expect(textOf((await other.act('verify_factor', { code })).html)).toContain('Invalid verification code');
    }
    expect(isIn(await typeBackupCode(other, codes[0] ?? ''))).toBe(true);
  });

  test('new codes sign out whoever is in with the old ones, and not the browser they are made in', async () => {
    const owner = await withTotp();
    const thief = await withBackupCode(anna.backupCodes[0] ?? '');
    expect(isIn(await thief.act('continue'))).toBe(true);
    const waiting = await withBackupCode(anna.backupCodes[1] ?? '');
    await spend(10);
    await owner.open(await party.authorizationUrl({ prompt: 'login' }));
    await typePassword(owner, anna.email);
    await typeTotp(server, owner, anna.seed);
    expect(headingOf(owner.page.html)).toBe('You have no backup codes left');
    await owner.act('make_codes');
    expect(isIn(await owner.act('codes_saved', { saved: 'yes' }))).toBe(true);
    expect(textOf((await waiting.act('continue')).html)).toContain('E-mail address');
    const silent = await party.authorizationUrl({ prompt: 'none' });
    expect((await thief.open(silent)).leftFor?.searchParams.get('error')).toBe('login_required');
    expect(isIn(await owner.open(await party.authorizationUrl({ prompt: 'none' })))).toBe(true);
  });

  test('of eight tabs that ask for new codes at once, one is shown them, and they work', async () => {
    await spend(8);
    const person = await withTotp();
    const { url, html } = person.page;
    const csrf = html.match(/name="csrf" value="([^"]*)"/)?.[1] ?? '';
    const cookie = [...person.cookies].map(([key, { value }]) => `${key.split(' ')[0]}=${value}`).join('; ');
    const headers = { Cookie: cookie, Origin: server.issuer, 'Content-Type': 'application/x-www-form-urlencoded' };
    const body = new URLSearchParams({ csrf, act: 'make_codes' });
    const answers = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const answer = await fetch(url, { method: 'POST', redirect: 'manual', headers, body: body.toString() });
        return { status: answer.status, codes: shownBackupCodes(await answer.text()) };
      }),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 303, 303, 303, 303, 303, 303, 303]);
    expect(await remaining()).toBe(10);
    await person.open(url);
    expect(isIn(await person.act('codes_saved', { saved: 'yes' }))).toBe(true);
    const codes = answers.flatMap((answer) => answer.codes);
    expect(isIn(await typeBackupCode(await passwordTyped(), codes[0] ?? ''))).toBe(true);
  });

  test('"Not now" is asked again after a week, and not before', async () => {
    await spend(7);
    const person = await withTotp();
    expect(isIn(await person.act('continue_later'))).toBe(true);
    expect(isIn((await withTotp()).page)).toBe(true);
    await ageBackupCodes(server, 6);
    expect(isIn((await withTotp()).page)).toBe(true);
    await ageBackupCodes(server, 1);
    expect(headingOf((await withTotp()).page.html)).toBe('You have only 3 backup codes left');
  });

  test('every six months: "Yes, I have them" is heard for six more', async () => {
    await ageBackupCodes(server, 182);
    const person = await withTotp();
    expect(headingOf(person.page.html)).toBe(checkHeading);
    expect(isIn(await person.act('continue_confirmed'))).toBe(true);
    await ageBackupCodes(server, 181);
    expect(isIn((await withTotp()).page)).toBe(true);
    await ageBackupCodes(server, 1);
    expect(headingOf((await withTotp()).page.html)).toBe(checkHeading);
  });

  test('every six months: "Not now" is heard for 30 days, and new codes begin the six months anew', async () => {
    await ageBackupCodes(server, 182);
    expect(isIn(await (await withTotp()).act('continue_later'))).toBe(true);
    await ageBackupCodes(server, 29);
    expect(isIn((await withTotp()).page)).toBe(true);
    await ageBackupCodes(server, 1);
    const person = await withTotp();
    expect(headingOf(person.page.html)).toBe(checkHeading);
    expect(shownBackupCodes((await person.act('make_codes')).html)).toHaveLength(10);
    expect(isIn(await person.act('codes_saved', { saved: 'yes' }))).toBe(true);
    await ageBackupCodes(server, 181);
    expect(isIn((await withTotp()).page)).toBe(true);
  });

  test('a session that is there already, silent or not, and a step-up without a new code are never asked', async () => {
    const person = await withTotp();
    await spend(10);
    await ageBackupCodes(server, 400);
    expect(isIn(await person.open(await party.authorizationUrl()))).toBe(true);
    expect(isIn(await person.open(await party.authorizationUrl({ prompt: 'none' })))).toBe(true);
    expect(isIn(await person.open(await party.authorizationUrl({ acr_values: 'urn:countersign:acr:mfa' })))).toBe(true);
  });

  test('an account that changed while the page was open begins again at the password', async () => {
    await spend(7);
    const person = await withTotp();
    await sql`UPDATE account SET generation = generation + 1 WHERE id = ${anna.account.id}::uuid`.execute(
      server.database,
    );
    for (const act of ['make_codes', 'continue_later']) {
      expect(textOf((await person.act(act)).html)).toContain('E-mail address');
    }
    expect(await remaining()).toBe(3);
  });

  test('people are told in their own language', async () => {
    const person = newPerson(server.issuer, { 'Accept-Language': 'nl' });
    await person.open(await party.authorizationUrl());
    await typePassword(person, anna.email);
    const page = await person.act('verify_factor', { code: anna.backupCodes[0] ?? '' });
    expect(textOf(page.html)).toContain('Je hebt een back-upcode gebruikt. Nog 9 over.');
    await typeTotp(server, await passwordTyped(), anna.seed);
  });
});
