/** Story: everyone must have a second factor, and the time for setting one up is over. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { assuranceOf, twoFactors } from '../support/assurance.js';
import { ageEnrolments } from '../support/past.js';
import { headingOf, newPerson, type Person, scannedSeed, shownBackupCodes, textOf } from '../support/person.js';
import { newRelyingParty, type RelyingParty } from '../support/relying-party.js';
import {
  enrol,
  signInWithPassword,
  signInWithTotp,
  totpCode,
  typeBackupCode,
  typePassword,
  typeTotp,
} from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

describe.each(databaseKinds)('enrolment by policy, past the grace period, on %s', (kind) => {
  let server: TestServer;
  let party: RelyingParty;
  let person: Person;
  let email: string;
  let count = 0;

  beforeAll(async () => {
    server = await startTestServer({ kind, env: { REQUIRE_MFA: 'true', MFA_GRACE_PERIOD_DAYS: '0' } });
    party = await newRelyingParty(server, await server.addClient());
  });
  afterAll(() => server?.stop());

  beforeEach(async () => {
    count += 1;
    email = `person-${count}@example.com`;
    await server.addAccount(email);
    person = newPerson(server.issuer);
  });

  test('the password leads to the enrolment, and the enrolment through the backup codes to tokens', async () => {
    const page = await signInWithPassword(person, await party.authorizationUrl(), email);
    expect(headingOf(page.html)).toBe('Set up two-factor authentication');
    expect(textOf(page.html)).toContain('Your organization has required this since');
    expect(page.html).not.toContain('value="not_now"');
    const seed = scannedSeed(page.html);
    expect(textOf(page.html)).toContain(seed.replace(/.{4}(?=.)/g, '$& '));

    const confirmed = await person.act('confirm_enrolment', { code: totpCode(server, seed), name: 'Phone' });
    expect(headingOf(confirmed.html)).toBe('Save your backup codes');
    expect(confirmed.headers.get('cache-control')).toBe('no-store');
    expect(shownBackupCodes(confirmed.html)).toHaveLength(10);

    const unticked = await person.act('codes_saved');
    expect(unticked.status).toBe(422);
    expect(shownBackupCodes(unticked.html)).toHaveLength(0);

    const done = await person.act('codes_saved', { saved: 'yes' });
    server.clock.move(30);
    expect(assuranceOf((await party.redeem(done.leftFor)).claims())).toEqual(twoFactors);

    const next = await signInWithTotp(server, newPerson(server.issuer), await party.authorizationUrl(), {
      email,
      seed,
    });
    expect(assuranceOf((await party.redeem(next.leftFor)).claims())).toEqual(twoFactors);
  });

  test('"Not now" is not heard any more', async () => {
    await signInWithPassword(person, await party.authorizationUrl(), email);
    const page = await person.act('not_now');
    expect(page.leftFor).toBeUndefined();
    expect(headingOf(page.html)).toBe('Set up two-factor authentication');
  });

  test('a wrong code leaves the key as it is and says so at its field; a reload shows the same key', async () => {
    const page = await signInWithPassword(person, await party.authorizationUrl(), email);
    const seed = scannedSeed(page.html);
    const refused = await person.act('confirm_enrolment', { code: '123', name: 'My phone' });
    expect(refused.status).toBe(422);
    expect(textOf(refused.html)).toContain('Invalid verification code');
    expect(refused.html).toContain('value="My phone"');
    expect(scannedSeed(refused.html)).toBe(seed);
    expect(scannedSeed((await person.open(page.url)).html)).toBe(seed);
  });

  test('leaving changes nothing: the next sign-in shows another key', async () => {
    const seed = scannedSeed((await signInWithPassword(person, await party.authorizationUrl(), email)).html);
    const again = await signInWithPassword(newPerson(server.issuer), await party.authorizationUrl(), email);
    expect(scannedSeed(again.html)).not.toBe(seed);
  });

  test('a set-up session that expired says so, and starting over shows a new key', async () => {
    const page = await signInWithPassword(person, await party.authorizationUrl(), email);
    const seed = scannedSeed(page.html);
    await ageEnrolments(server);
    const refused = await person.act('confirm_enrolment', { code: totpCode(server, seed) });
    expect(textOf(refused.html)).toContain('Setup session expired. Please start over.');
    const restarted = await person.act('restart_enrolment');
    expect(scannedSeed(restarted.html)).not.toBe(seed);
    const { page: done } = await enrol(server, person);
    expect(assuranceOf((await party.redeem(done.leftFor)).claims())).toEqual(twoFactors);
  });

  test('backup codes whose page was lost are made anew; the first set is dead', async () => {
    const page = await signInWithPassword(person, await party.authorizationUrl(), email);
    const seed = scannedSeed(page.html);
    const first = shownBackupCodes((await person.act('confirm_enrolment', { code: totpCode(server, seed) })).html);
    server.clock.move(30);
    const reloaded = await person.open(page.url);
    expect(textOf(reloaded.html)).toContain('The codes were shown once and cannot be shown again.');
    const second = shownBackupCodes((await person.act('new_backup_codes')).html);
    expect(second).toHaveLength(10);
    await person.act('codes_saved', { saved: 'yes' });

    const other = newPerson(server.issuer);
    await other.open(await party.authorizationUrl());
    await typePassword(other, email);
    expect((await other.act('verify_factor', { code: first[0] ?? '' })).status).toBe(422);
    expect((await typeBackupCode(other, second[0] ?? '')).leftFor).toBeDefined();
  });

  test('whoever has a factor is challenged, not enrolled', async () => {
    await signInWithPassword(person, await party.authorizationUrl(), email);
    const { seed } = await enrol(server, person);
    const other = newPerson(server.issuer);
    const page = await signInWithPassword(other, await party.authorizationUrl(), email);
    expect(headingOf(page.html)).toBe('Enter your verification code');
    expect((await typeTotp(server, other, seed)).leftFor?.searchParams.get('code')).toBeTruthy();
  });
});
