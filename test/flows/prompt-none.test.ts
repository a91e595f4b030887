/** Story: an application asks in the background (prompt=none) whether someone is signed in. It must never get more than a visible sign-in would give. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { assuranceOf, passwordOnly, twoFactors } from '../support/assurance.js';
import { ageInstallation, agePassword } from '../support/past.js';
import { headingOf, newPerson, type Page, type Person } from '../support/person.js';
import { newRelyingParty, type RelyingParty } from '../support/relying-party.js';
import {
  addEnrolledAccount,
  type EnrolledAccount,
  enrol,
  signInWithPassword,
  signInWithTotp,
  totpCode,
  typePassword,
} from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

/** What the relying party was told instead of a code. */
const errorOf = (page: Page) => {
  expect(page.leftFor?.searchParams.has('code')).toBe(false);
  return page.leftFor?.searchParams.get('error');
};

describe.each(databaseKinds)('prompt=none, on %s', (kind) => {
  let server: TestServer;
  let party: RelyingParty;
  let anna: EnrolledAccount;
  let withPassword: Person;
  let withTotp: Person;
  const silently = async (person: Person, parameters: Record<string, string> = {}) =>
    person.open(await party.authorizationUrl({ prompt: 'none', ...parameters }));

  beforeAll(async () => {
    server = await startTestServer({ kind, durable: true });
    party = await newRelyingParty(server, await server.addClient());
    anna = await addEnrolledAccount(server, 'anna@example.com');
    await server.addAccount('paul@example.com');
    withPassword = newPerson(server.issuer);
    await signInWithPassword(withPassword, await party.authorizationUrl(), 'paul@example.com');
    withTotp = newPerson(server.issuer);
    await signInWithTotp(server, withTotp, await party.authorizationUrl(), anna);
  });
  afterAll(() => server?.stop());

  test('without a session: login_required', async () => {
    expect(errorOf(await silently(newPerson(server.issuer)))).toBe('login_required');
  });

  test('with a session: a code, and tokens of that session’s sign-in', async () => {
    const weak = await party.redeem((await silently(withPassword)).leftFor);
    expect(assuranceOf(weak.claims())).toEqual(passwordOnly);
    const strong = await party.redeem((await silently(withTotp)).leftFor);
    expect(assuranceOf(strong.claims())).toEqual(twoFactors);
  });

  test.each([
    ['acr_values', { acr_values: 'urn:countersign:acr:mfa' }],
    ['acr_values by another name', { acr_values: 'https://refeds.org/profile/mfa' }],
    ['an essential acr', { claims: '{"id_token":{"acr":{"essential":true,"value":"urn:countersign:acr:mfa"}}}' }],
  ])(
    'a second factor demanded by %s: an error for a password session, a code for a stronger one',
    async (_by, demand) => {
      expect(errorOf(await silently(withPassword, demand))).toBe('interaction_required');
      expect(assuranceOf((await party.redeem((await silently(withTotp, demand)).leftFor)).claims())).toMatchObject({
        amr: twoFactors.amr,
        mfa_verified: true,
      });
    },
  );

  test('a sign-in older than max_age: login_required', async () => {
    const person = newPerson(server.issuer);
    await person.open(await party.authorizationUrl());
    await typePassword(person, anna.email);
    await agePassword(server, 3600);
    await person.act('verify_factor', { code: totpCode(server, anna.seed) });
    server.clock.move(30);
    expect(errorOf(await silently(person, { max_age: '600' }))).toBe('login_required');
    expect((await silently(person, { max_age: '7200' })).leftFor?.searchParams.get('code')).toBeTruthy();
  });

  test('a pending challenge is no session', async () => {
    const person = newPerson(server.issuer);
    await person.open(await party.authorizationUrl());
    await typePassword(person, anna.email);
    expect(errorOf(await silently(person))).toBe('login_required');
  });

  test('once the policy requires a second factor: a code within the grace period, never after it', async () => {
    await server.restart({ REQUIRE_MFA: 'true', MFA_GRACE_PERIOD_DAYS: '7' });
    expect((await silently(withPassword)).leftFor?.searchParams.get('code')).toBeTruthy();
    await ageInstallation(server, 8);
    await server.restart({ REQUIRE_MFA: 'true', MFA_GRACE_PERIOD_DAYS: '7' });
    expect(errorOf(await silently(withPassword))).toBe('interaction_required');
    expect((await silently(withTotp)).leftFor?.searchParams.get('code')).toBeTruthy();
    // In the open, the same session leads to the enrolment, and to a code only when it is finished.
    expect(headingOf((await withPassword.open(await party.authorizationUrl())).html)).toBe(
      'Set up two-factor authentication',
    );
    const { page } = await enrol(server, withPassword);
    expect(assuranceOf((await party.redeem(page.leftFor)).claims())).toEqual(twoFactors);
    expect((await silently(withPassword)).leftFor?.searchParams.get('code')).toBeTruthy();
  });
});
