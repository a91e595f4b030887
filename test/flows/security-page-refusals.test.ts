/** Story: what the security pages refuse, and the sentence each refusal ends in: codes, policy, second tabs, expired pages. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { eventsOf } from '../accounts/account-fixture.js';
import { ageSetups, confirmApp, factorIdOn, ownBrowser, securityUrl, setupOn } from '../support/own-account.js';
import { headingOf, type Page, type Person, scannedSeed, shownBackupCodes, textOf } from '../support/person.js';
import { addEnrolledAccount, type EnrolledAccount, totpCode } from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

describe.each(databaseKinds)('refusals on the security pages, on %s', (kind) => {
  let server: TestServer;
  let anna: EnrolledAccount;
  let person: Person;
  let count = 0;
  beforeAll(async () => {
    server = await startTestServer({ kind, env: { MFA_DAILY_ATTEMPTS: '3' } });
  });
  afterAll(() => server?.stop());
  beforeEach(async () => {
    count += 1;
    anna = await addEnrolledAccount(server, `anna-${count}@example.com`);
    person = await ownBrowser(server, anna);
  });

  const isOn = async (page: Page) => {
    expect(textOf(page.html)).toContain('Two-factor authentication is on');
  };
  const secondApp = async () => {
    await person.open(securityUrl(server, '/add'));
    const { page } = await confirmApp(server, person, 'Tablet');
    return factorIdOn(page, 'Tablet');
  };

  /** Each page that asks for a code, and the act that sends it. */
  const proofs: [string, string, () => Promise<string>][] = [
    ['disabling', 'disable', async () => '/disable'],
    ['removing an app', 'remove', async () => `/remove?factor=${await secondApp()}`],
    ['renewing backup codes', 'new_backup_codes', async () => '/backup-codes'],
  ];

  test.each(proofs)(
    '%s: a wrong, empty, short or used code changes nothing, is counted, and says why',
    async (_name, act, pathOf) => {
      await person.open(securityUrl(server, await pathOf()));
      const used = totpCode(server, anna.seed);
      for (const [code, said] of [
        ['', 'Enter the code.'],
        ['12345', 'you entered 5'],
      ] as const) {
        const refused = await person.act(act, { code });
        expect([refused.status, headingOf(refused.html)]).toEqual([422, headingOf(person.page.html)]);
        expect(textOf(refused.html)).toContain('Invalid verification code');
        expect(textOf(refused.html)).toContain(said);
        expect(refused.html).toMatch(/<title>Error: /);
        expect(refused.html).toMatch(/aria-describedby="code-hint code-error" aria-invalid="true"/);
      }
      // The app's code was accepted a moment ago, in a sign-in.
      await ownBrowser(server, anna);
      server.clock.move(-30);
      const replayed = await person.act(act, { code: used });
      expect(textOf(replayed.html)).toContain('This code was used already.');
      server.clock.move(30);

      const blocked = await person.act(act, { code: totpCode(server, anna.seed) });
      expect(blocked.status).toBe(429);
      expect(Number(blocked.headers.get('Retry-After'))).toBeGreaterThan(80_000);
      expect(textOf(blocked.html)).toContain('Too many wrong codes. Please try again in');
      await isOn(await person.open(securityUrl(server)));
      expect((await eventsOf(server.database, anna.account.id)).filter((type) => type === 'mfa.failed')).toHaveLength(
        3,
      );
    },
  );

  test('a backup code is spent by the change it proves, and works nowhere again', async () => {
    const code = anna.backupCodes[0] ?? '';
    const id = await secondApp();
    await person.open(securityUrl(server, `/remove?factor=${id}`));
    expect(textOf((await person.act('remove', { code })).html)).toContain('· 9 backup codes left');
    await person.open(securityUrl(server, '/disable'));
    const again = await person.act('disable', { code });
    expect(again.status).toBe(422);
    expect(textOf(again.html)).toContain('Backup code already used');
  });

  test('sent twice at the same moment, one disable is made and the other form says that it is off', async () => {
    await person.open(securityUrl(server, '/disable'));
    const { html } = person.page;
    const csrf = html.match(/name="csrf" value="([^"]+)"/)?.[1] ?? '';
    const form = new URLSearchParams({ csrf, act: 'disable', code: totpCode(server, anna.seed) });
    const answers = await Promise.all([1, 2].map(() => person.post(securityUrl(server, '/disable'), form)));
    expect(answers.map(({ status }) => status >= 500)).toEqual([false, false]);
    const types = await eventsOf(server.database, anna.account.id);
    expect(types.filter((type) => type === 'mfa.disabled')).toHaveLength(1);
    expect(textOf((await person.open(securityUrl(server, '/disable'))).html)).toContain('MFA not enabled');
  });

  test('a second tab whose app, factor or codes are gone says so, or leads to what there is', async () => {
    const id = await secondApp();
    const remove = await person.open(securityUrl(server, `/remove?factor=${id}`));
    const csrf = remove.html.match(/name="csrf" value="([^"]+)"/)?.[1] ?? '';
    const send = (path: string, fields: Record<string, string>) =>
      person.post(securityUrl(server, path), new URLSearchParams({ csrf, ...fields }));
    server.clock.move(30);
    await send(`/remove?factor=${id}`, { act: 'remove', code: totpCode(server, anna.seed) });
    server.clock.move(30);
    // Gone: to the overview, and no code is spent.
    const gone = await send(`/remove?factor=${id}`, { act: 'remove', code: totpCode(server, anna.seed) });
    expect(headingOf(gone.html)).toBe('Security');
    const last = factorIdOn(gone, 'Phone');
    const asked = await send(`/remove?factor=${last}`, { act: 'remove', code: totpCode(server, anna.seed) });
    expect(headingOf(asked.html)).toBe('Disable two-factor authentication');
    await send('/disable', { act: 'disable', code: totpCode(server, anna.seed) });

    const disable = await send('/disable', { act: 'disable', code: anna.backupCodes[0] ?? '' });
    expect([disable.status, textOf(disable.html).includes('MFA not enabled')]).toEqual([403, true]);
    const codes = await send('/backup-codes', { act: 'new_backup_codes', code: '123456' });
    expect([codes.status, textOf(codes.html).includes('MFA not enabled')]).toEqual([409, true]);
    const renamed = await send(`/rename?factor=${last}`, { act: 'rename', name: 'Other' });
    expect(headingOf(renamed.html)).toBe('Security');
  });

  test('an expired enrolment starts over with another key; nothing of the account has changed', async () => {
    const page = await person.open(securityUrl(server, '/add'));
    const seed = scannedSeed(page.html);
    await ageSetups(server);
    const expired = await person.act('confirm_enrolment', { setup: setupOn(page), code: totpCode(server, seed) });
    expect(expired.status).toBe(422);
    expect(textOf(expired.html)).toContain('Setup session expired. Please start over.');
    expect(expired.html).not.toContain('otpauth:');
    const fresh = await person.act('restart_enrolment');
    expect(scannedSeed(fresh.html)).not.toBe(seed);
    expect((await person.open(securityUrl(server))).html.match(/class="thing"/g)).toHaveLength(1);
  });

  test('a key begun in another browser takes the place of this one: its form has expired', async () => {
    const page = await person.open(securityUrl(server, '/add'));
    const seed = scannedSeed(page.html);
    const other = await ownBrowser(server, anna, '/add');
    expect(scannedSeed(other.page.html)).not.toBe(seed);
    const late = await person.act('confirm_enrolment', { setup: setupOn(page), code: totpCode(server, seed) });
    expect(textOf(late.html)).toContain('Setup session expired. Please start over.');
  });

  test('a confirmed enrolment that is sent again, by a reload or a second tab, adds nothing', async () => {
    const page = await person.open(securityUrl(server, '/add'));
    const setup = setupOn(page);
    const csrf = page.html.match(/name="csrf" value="([^"]+)"/)?.[1] ?? '';
    await confirmApp(server, person, 'Tablet');
    const form = new URLSearchParams({ csrf, act: 'confirm_enrolment', setup, name: 'Tablet', code: '000000' });
    const again = await person.post(securityUrl(server, '/add'), form);
    expect(headingOf(again.html)).toBe('Security');
    expect(again.html.match(/class="thing"/g)).toHaveLength(2);
  });

  test('new backup codes are not shown again by a reload, and the page asks until somebody says that they are saved', async () => {
    await person.open(securityUrl(server, '/backup-codes'));
    const form = { code: totpCode(server, anna.seed) };
    expect(shownBackupCodes((await person.act('new_backup_codes', form)).html)).toHaveLength(10);
    const again = await person.act('new_backup_codes', form);
    expect(again.status).toBe(422);
    expect(shownBackupCodes(again.html)).toEqual([]);
    expect(textOf(again.html)).toContain('Your latest codes were shown once and cannot be shown again.');
    const { rows } = await sql`SELECT 1 FROM account WHERE id = ${anna.account.id}::uuid
      AND backup_codes_confirmed_at IS NULL`.execute(server.database);
    expect(rows).toHaveLength(1);
  });
});

describe.each(databaseKinds)('what policy forbids, on %s', (kind) => {
  let server: TestServer;
  afterEach(() => server?.stop());

  test.each([
    ['MFA_ALLOW_SELF_DISABLE', 'false', 'people cannot switch it off themselves'],
    ['REQUIRE_MFA', 'true', 'Your organization requires a second factor for your account'],
  ])(
    '%s=%s: said in words, refused on POST without a look at the code, and replacing the phone works',
    async (variable, value, said) => {
      server = await startTestServer({ kind, env: { [variable]: value } });
      const anna = await addEnrolledAccount(server, 'anna@example.com');
      const person = await ownBrowser(server, anna);
      expect(textOf(person.page.html)).toContain(said);
      expect(person.page.html).toMatch(
        /<button class="secondary" type="button" disabled[^>]*>Disable Two-Factor Authentication/,
      );
      const page = await person.open(securityUrl(server, '/disable'));
      expect(textOf(page.html)).toContain(said);
      expect(page.html).not.toContain('value="disable"');

      const overview = await person.open(securityUrl(server, `/backup-codes`));
      const csrf = overview.html.match(/name="csrf" value="([^"]+)"/)?.[1] ?? '';
      const code = anna.backupCodes[0] ?? '';
      const forced = new URLSearchParams({ csrf, act: 'disable', code });
      const refused = await person.post(securityUrl(server, '/disable'), forced);
      expect([refused.status, textOf(refused.html).includes(said)]).toEqual([403, true]);
      const id = factorIdOn(await person.open(securityUrl(server)), 'Phone');
      const removing = new URLSearchParams({ csrf, act: 'remove', code });
      const last = await person.post(securityUrl(server, `/remove?factor=${id}`), removing);
      expect(textOf(last.html)).toContain(said);

      await person.open(securityUrl(server, '/add'));
      const { seed } = await confirmApp(server, person, 'New phone');
      await person.open(securityUrl(server, `/remove?factor=${id}`));
      const replaced = await person.act('remove', { code: totpCode(server, seed) });
      expect(textOf(replaced.html)).toContain('The app was removed');
      expect(textOf(replaced.html)).toContain('· 10 backup codes left');
    },
  );

  test('a requirement that still waits says until when', async () => {
    server = await startTestServer({ kind, env: { REQUIRE_MFA: 'true' } });
    const { email } = await server.addAccount('bert@example.com');
    const person = await ownBrowser(server, { email });
    const page = await person.act('not_now');
    expect(headingOf(page.html)).toBe('Security');
    expect(textOf(page.html)).toMatch(/Your organization requires this from \d+ \w+( \d{4})? \(7 days left\)\./);
    expect(textOf(page.html)).toContain('Enable Two-Factor Authentication');
  });
});
