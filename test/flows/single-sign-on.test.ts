/** Story: signed in for one application, someone opens another. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { assuranceOf, passwordOnly, twoFactors } from '../support/assurance.js';
import { agePassword } from '../support/past.js';
import { headingOf, newPerson } from '../support/person.js';
import { newRelyingParty, type RelyingParty } from '../support/relying-party.js';
import {
  addEnrolledAccount,
  type EnrolledAccount,
  signInWithPassword,
  totpCode,
  typePassword,
} from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

describe.each(databaseKinds)('single sign-on, on %s', (kind) => {
  let server: TestServer;
  let anna: EnrolledAccount;
  let first: RelyingParty;
  let second: RelyingParty;

  beforeAll(async () => {
    server = await startTestServer({ kind });
    anna = await addEnrolledAccount(server, 'anna@example.com');
    await server.addAccount('paul@example.com');
    first = await newRelyingParty(server, await server.addClient({ client_name: 'First' }));
    second = await newRelyingParty(server, await server.addClient({ client_name: 'Second' }));
  });
  afterAll(() => server?.stop());

  test('the second application learns the same of the same sign-in, without a question', async () => {
    const person = newPerson(server.issuer);
    await person.open(await first.authorizationUrl());
    await typePassword(person, anna.email);
    await agePassword(server, 1800);
    const done = await person.act('verify_factor', { code: totpCode(server, anna.seed) });
    server.clock.move(30);
    const claims = (await first.redeem(done.leftFor)).claims();
    expect(assuranceOf(claims)).toEqual(twoFactors);

    const tokens = await second.redeem((await person.open(await second.authorizationUrl())).leftFor);
    expect(assuranceOf(tokens.claims())).toEqual(assuranceOf(claims));
    expect(assuranceOf(await second.userInfo(tokens))).toEqual(assuranceOf(claims));
    expect(tokens.claims()?.sub).toBe(claims?.sub);
  });

  test('a session by password alone is worth no more at the second application', async () => {
    const person = newPerson(server.issuer);
    const done = await signInWithPassword(person, await first.authorizationUrl(), 'paul@example.com');
    const claims = (await first.redeem(done.leftFor)).claims();
    expect(assuranceOf(claims)).toEqual(passwordOnly);
    const tokens = await second.redeem((await person.open(await second.authorizationUrl())).leftFor);
    expect(assuranceOf(tokens.claims())).toEqual(assuranceOf(claims));
  });

  test('an enrolment that was cancelled elsewhere leaves the session as it is', async () => {
    const late = await server.addAccount('late@example.com');
    const person = newPerson(server.issuer);
    await signInWithPassword(person, await first.authorizationUrl(), late.email);
    const elsewhere = newPerson(server.issuer);
    await signInWithPassword(
      elsewhere,
      await first.authorizationUrl({ acr_values: 'urn:countersign:acr:mfa' }),
      late.email,
    );
    expect(headingOf(elsewhere.page.html)).toBe('Set up two-factor authentication');
    await elsewhere.act('cancel');
    // Nothing was confirmed, so nothing changed.
    expect((await person.open(await second.authorizationUrl())).leftFor?.searchParams.get('code')).toBeTruthy();
  });
});
