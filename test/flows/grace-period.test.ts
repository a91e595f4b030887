/** Story: a second factor will be required soon; until then people are reminded and may go on without. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { assuranceOf, passwordOnly, twoFactors } from '../support/assurance.js';
import { ageInstallation } from '../support/past.js';
import { headingOf, newPerson, type Person, textOf } from '../support/person.js';
import { newRelyingParty, type RelyingParty } from '../support/relying-party.js';
import { enrol, signInWithPassword } from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

describe.each(databaseKinds)('grace period, on %s', (kind) => {
  let server: TestServer;
  let party: RelyingParty;
  let person: Person;
  let email: string;
  let count = 0;

  beforeAll(async () => {
    server = await startTestServer({ kind, durable: true, env: { REQUIRE_MFA: 'true', MFA_GRACE_PERIOD_DAYS: '7' } });
    party = await newRelyingParty(server, await server.addClient());
  });
  afterAll(() => server?.stop());

  beforeEach(async () => {
    count += 1;
    email = `person-${count}@example.com`;
    await server.addAccount(email);
    person = newPerson(server.issuer);
  });

  test('the reminder says from when and how many days are left', async () => {
    const page = await signInWithPassword(person, await party.authorizationUrl(), email);
    expect(headingOf(page.html)).toBe('Protect your account');
    expect(textOf(page.html)).toMatch(/Your organization requires this from \d+ \w+ (\d{4} )?\(7 days left\)\./);
    expect(textOf(page.html)).toContain('Set up now');
    expect(textOf(page.html)).toContain('Not now');
  });

  test('"Not now" goes on, and the tokens say that no second factor was verified', async () => {
    await signInWithPassword(person, await party.authorizationUrl(), email);
    const tokens = await party.redeem((await person.act('not_now')).leftFor);
    expect(assuranceOf(tokens.claims())).toEqual(passwordOnly);
    expect(assuranceOf(await party.userInfo(tokens))).toEqual(passwordOnly);
    expect(assuranceOf(await party.introspect(tokens.access_token))).toEqual(passwordOnly);
  });

  test('"Set up now" leads to the enrolment and from there to tokens with a second factor', async () => {
    await signInWithPassword(person, await party.authorizationUrl(), email);
    const page = await person.act('set_up_now');
    expect(headingOf(page.html)).toBe('Set up two-factor authentication');
    const { page: done } = await enrol(server, person);
    expect(assuranceOf((await party.redeem(done.leftFor)).claims())).toEqual(twoFactors);
  });

  test('"Set up now" binds nobody: "Not now" is still there, and nothing was changed', async () => {
    await signInWithPassword(person, await party.authorizationUrl(), email);
    await person.act('set_up_now');
    const tokens = await party.redeem((await person.act('not_now')).leftFor);
    expect(assuranceOf(tokens.claims())).toEqual(passwordOnly);
    const page = await signInWithPassword(newPerson(server.issuer), await party.authorizationUrl(), email);
    expect(headingOf(page.html)).toBe('Protect your account');
  });

  test('what a relying party demands knows no grace', async () => {
    const url = await party.authorizationUrl({ acr_values: 'urn:countersign:acr:mfa' });
    const page = await signInWithPassword(person, url, email);
    expect(headingOf(page.html)).toBe('Set up two-factor authentication');
    expect(textOf(page.html)).toContain('Test application requires this.');
    expect(page.html).not.toContain('value="not_now"');
  });

  test('the reminder comes at every sign-in; neither signing in nor a restart renews the time', async () => {
    await signInWithPassword(person, await party.authorizationUrl(), email);
    await person.act('not_now');
    await ageInstallation(server, 5);
    await server.restart();
    const page = await signInWithPassword(newPerson(server.issuer), await party.authorizationUrl(), email);
    expect(textOf(page.html)).toContain('(2 days left)');
    await ageInstallation(server, 2);
    await server.restart();
    const late = await signInWithPassword(newPerson(server.issuer), await party.authorizationUrl(), email);
    expect(headingOf(late.html)).toBe('Set up two-factor authentication');
  });

  test('an account made later has its own seven days', async () => {
    await ageInstallation(server, 100);
    await server.restart();
    await server.addAccount(`late-${email}`);
    const page = await signInWithPassword(person, await party.authorizationUrl(), `late-${email}`);
    expect(textOf(page.html)).toContain('(7 days left)');
  });
});
