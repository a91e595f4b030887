/** Story: people look after their own second factor on the security page: enable it, add, rename and remove apps, renew codes, disable it. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { eventsOf } from '../accounts/account-fixture.js';
import { confirmApp, factorIdOn, ownBrowser, securityUrl } from '../support/own-account.js';
import { headingOf, newPerson, type Person, scannedSeed, shownBackupCodes, textOf } from '../support/person.js';
import { addEnrolledAccount, type EnrolledAccount, totpCode, typePassword, typeTotp } from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

describe.each(databaseKinds)('the security page on %s', (kind) => {
  let server: TestServer;
  let anna: EnrolledAccount;
  let count = 0;
  beforeAll(async () => {
    server = await startTestServer({ kind });
  });
  afterAll(() => server?.stop());
  beforeEach(() => {
    count += 1;
  });

  const givenAnna = async () => {
    anna = await addEnrolledAccount(server, `anna-${count}@example.com`);
    return ownBrowser(server, anna);
  };
  const code = (seed: string) => {
    const shown = totpCode(server, seed);
    server.clock.move(30);
    return shown;
  };

  test('says first whether the second factor is on, since when, and how many backup codes are left', async () => {
    const person = await givenAnna();
    expect(headingOf(person.page.html)).toBe('Security');
    expect(textOf(person.page.html)).toMatch(
      /Two-factor authentication is on since \d+ \w+( \d{4})? · 10 backup codes left/,
    );
    expect(textOf(person.page.html)).toMatch(/Phone Added on \d+ \w+( \d{4})? · last used on/);
    for (const path of ['/account/password', '/account/sessions', '/account/apps', '/account/activity']) {
      expect(person.page.html).toContain(`href="${path}"`);
    }
  });

  test('Enable: scan, verify, save the codes; then one code, and the page says that it is on', async () => {
    const { email } = await server.addAccount(`bert-${count}@example.com`);
    const person = await ownBrowser(server, { email });
    expect(textOf(person.page.html)).toContain('Two-factor authentication is off');
    expect(person.page.html).toContain('<form method="get" action="/account/security/add"');
    expect(textOf(person.page.html)).toContain('Enable Two-Factor Authentication');

    const page = await person.open(securityUrl(server, '/add'));
    expect(headingOf(page.html)).toBe('Set up two-factor authentication');
    const { seed, backupCodes, page: codes } = await confirmApp(server, person, 'Work phone');
    expect(headingOf(codes.html)).toBe('Save your backup codes');
    expect(backupCodes).toHaveLength(10);

    // The session proves the password alone, and the account has a factor now: a code, and back.
    const challenge = await person.act('codes_saved', { saved: 'yes' });
    expect(headingOf(challenge.html)).toBe('Enter your verification code');
    const after = await typeTotp(server, person, seed);
    expect(new URL(after.url).pathname).toBe('/account/security');
    expect(textOf(after.html)).toContain('Keep your backup codes where only you can find them');
    expect(textOf(after.html)).toContain('· 10 backup codes left');
    expect(textOf(after.html)).toContain('Work phone');
    expect(textOf(after.html)).not.toContain('cannot be shown again');
  });

  test('a reload of the codes says that they are not shown again, and offers new ones; so does the page until they are saved', async () => {
    const { email } = await server.addAccount(`bert-${count}@example.com`);
    const person = await ownBrowser(server, { email }, '/add');
    const { seed } = await confirmApp(server, person);
    const reloaded = await person.act('confirm_enrolment', { code: '000000' });
    expect(reloaded.status).toBe(200);
    expect(textOf(reloaded.html)).toContain('The codes were shown once and cannot be shown again.');
    expect(shownBackupCodes(reloaded.html)).toEqual([]);
    expect(reloaded.html).toContain('action="/account/security/backup-codes"');
    const unticked = await person.act('codes_saved');
    expect(unticked.status).toBe(422);
    expect(textOf(unticked.html)).toContain('Save the codes first, then tick the box.');

    await person.open(securityUrl(server));
    const overview = await typeTotp(server, person, seed);
    expect(textOf(overview.html)).toContain('Your latest codes were shown once and cannot be shown again.');
    const saved = await person.act('codes_saved', { saved: 'yes' });
    expect(textOf(saved.html)).not.toContain('cannot be shown again');
  });

  test('a second app: the first works until the second is confirmed, and after it; no new backup codes', async () => {
    const person = await givenAnna();
    const page = await person.open(securityUrl(server, '/add'));
    expect(headingOf(page.html)).toBe('Add an authenticator app');
    await (await ownBrowser(server, anna)).open(securityUrl(server));
    await person.open(securityUrl(server, '/add'));
    const { seed, backupCodes, page: after } = await confirmApp(server, person, 'Tablet');
    expect(backupCodes).toEqual([]);
    expect(textOf(after.html)).toContain('The app was added.');
    expect(textOf(after.html)).toContain('Tablet');
    for (const each of [anna.seed, seed]) {
      expect(headingOf((await ownBrowser(server, { ...anna, seed: each })).page.html)).toBe('Security');
    }
  });

  test('a reload and a second tab show the same key; leaving changes nothing', async () => {
    const person = await givenAnna();
    const seed = scannedSeed((await person.open(securityUrl(server, '/add'))).html);
    expect(scannedSeed((await person.open(securityUrl(server, '/add'))).html)).toBe(seed);
    const overview = await person.open(securityUrl(server));
    expect(overview.html.match(/class="thing"/g)).toHaveLength(1);
    expect(headingOf((await ownBrowser(server, anna)).page.html)).toBe('Security');
  });

  test('a wrong code keeps key and name, and says what is wrong', async () => {
    const person = await givenAnna();
    const page = await person.open(securityUrl(server, '/add'));
    const seed = scannedSeed(page.html);
    const setup = page.html.match(/name="setup" value="([^"]+)"/)?.[1] ?? '';
    for (const [typed, said] of [
      ['', 'Enter the code.'],
      ['12345', 'The code has 6 digits; you entered 5.'],
      [totpCode(server, seed, -8), 'about 4 minutes slow'],
    ] as const) {
      const refused = await person.act('confirm_enrolment', { setup, name: 'Tablet', code: typed });
      expect(refused.status).toBe(422);
      expect(textOf(refused.html)).toContain('Invalid verification code');
      expect(textOf(refused.html)).toContain(said);
      expect(scannedSeed(refused.html)).toBe(seed);
      expect(refused.html).toContain('value="Tablet"');
    }
  });

  test('names are unique: numbered when an app is added, refused when one is renamed', async () => {
    const person = await givenAnna();
    await person.open(securityUrl(server, '/add'));
    const { page } = await confirmApp(server, person, 'phone');
    expect(textOf(page.html)).toContain('phone 2');
    const second = factorIdOn(page, 'phone 2');

    await person.open(securityUrl(server, `/rename?factor=${second}`));
    const taken = await person.act('rename', { name: 'PHONE' });
    expect(taken.status).toBe(422);
    expect(textOf(taken.html)).toContain('You have another app of this name.');
    expect(taken.html).toContain('value="PHONE"');
    const empty = await person.act('rename', { name: ' ' });
    expect([empty.status, textOf(empty.html).includes('Enter a name.')]).toEqual([422, true]);
    const renamed = await person.act('rename', { name: '  Tablet\u202e ' });
    expect(textOf(renamed.html)).toContain('The app was renamed.');
    expect(factorIdOn(renamed, 'Tablet')).toBe(second);
    expect(await eventsOf(server.database, anna.account.id)).toContain('mfa.factor_renamed');
  });

  test('five apps are the most, and the page says so', async () => {
    const person = await givenAnna();
    for (let app = 2; app <= 5; app += 1) {
      await person.open(securityUrl(server, '/add'));
      await confirmApp(server, person);
    }
    expect(textOf(person.page.html)).toContain('You have 5 apps, which is the most there can be.');
    expect(person.page.html).not.toContain('action="/account/security/add"');
    const page = await person.open(securityUrl(server, '/add'));
    expect(textOf(page.html)).toContain('To add one, remove one first.');
  });

  test('one of several apps is removed against a code of any; its own codes are dead', async () => {
    const person = await givenAnna();
    await person.open(securityUrl(server, '/add'));
    const { seed, page } = await confirmApp(server, person, 'Tablet');
    await person.open(securityUrl(server, `/remove?factor=${factorIdOn(page, 'Phone')}`));
    expect(textOf(person.page.html)).toContain('You are about to remove Phone .');
    const removed = await person.act('remove', { code: code(seed) });
    expect(textOf(removed.html)).toContain('The app was removed');
    expect(textOf(removed.html)).toContain('· 10 backup codes left');
    expect(await eventsOf(server.database, anna.account.id)).toContain('mfa.factor_removed');

    const other = newPerson(server.issuer);
    await other.open(securityUrl(server));
    await typePassword(other, anna.email);
    expect((await typeTotp(server, other, anna.seed)).status).toBe(422);
    expect(headingOf((await typeTotp(server, other, seed)).html)).toBe('Security');
  });

  test('to remove the last app is to disable: it leads there', async () => {
    const person = await givenAnna();
    const page = await person.open(securityUrl(server, `/remove?factor=${factorIdOn(person.page, 'Phone')}`));
    expect(headingOf(page.html)).toBe('Disable two-factor authentication');
  });

  test('new backup codes: shown once, the old ones are dead; a backup code makes none', async () => {
    const person = await givenAnna();
    await person.open(securityUrl(server, '/backup-codes'));
    const refused = await person.act('new_backup_codes', { code: anna.backupCodes[0] ?? '' });
    expect(refused.status).toBe(422);
    expect(textOf(refused.html)).toContain('Use a code from your app');
    const shown = await person.act('new_backup_codes', { code: code(anna.seed) });
    const codes = shownBackupCodes(shown.html);
    expect(codes).toHaveLength(10);
    expect(shown.html).toContain('countersign-backup-codes.txt');
    expect(await eventsOf(server.database, anna.account.id)).toContain('mfa.backup_codes_regenerated');
    const saved = await person.act('codes_saved', { saved: 'yes' });
    expect(textOf(saved.html)).toContain('· 10 backup codes left');

    const withCode = async (typed: string): Promise<Person> => {
      const other = newPerson(server.issuer);
      await other.open(securityUrl(server));
      await typePassword(other, anna.email);
      await other.act('verify_factor', { code: typed });
      return other;
    };
    expect((await withCode(anna.backupCodes[1] ?? '')).page.status).toBe(422);
    expect((await withCode(codes[0] ?? '')).page.status).toBe(200);
  });

  test.each(['TOTP', 'backup code'])(
    'Disable against a %s: off, everything gone, and Enable works again',
    async (proof) => {
      const person = await givenAnna();
      expect(person.page.html).toContain('<form method="get" action="/account/security/disable"');
      const page = await person.open(securityUrl(server, '/disable'));
      expect(textOf(page.html)).toContain('Your password alone will then protect this account.');
      const typed = proof === 'TOTP' ? code(anna.seed) : (anna.backupCodes[3] ?? '').toUpperCase();
      const disabled = await person.act('disable', { code: typed });
      expect(textOf(disabled.html)).toContain('Two-factor authentication was switched off.');
      expect(textOf(disabled.html)).toContain('Two-factor authentication is off');
      expect(await eventsOf(server.database, anna.account.id)).toContain('mfa.disabled');

      const again = await person.open(securityUrl(server, '/add'));
      expect(headingOf(again.html)).toBe('Set up two-factor authentication');
      expect((await confirmApp(server, person)).backupCodes).toHaveLength(10);
    },
  );

  test('in Dutch too', async () => {
    const { email } = await server.addAccount(`nel-${count}@example.com`);
    const person = newPerson(server.issuer, { 'Accept-Language': 'nl' });
    await person.open(securityUrl(server));
    const page = await typePassword(person, email);
    expect(textOf(page.html)).toContain('Tweestapsverificatie inschakelen');
  });
});
