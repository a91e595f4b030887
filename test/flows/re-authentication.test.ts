/** Story: an application wants the person to prove themselves anew (prompt=login, max_age). */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { assuranceOf, twoFactors } from '../support/assurance.js';
import { agePassword } from '../support/past.js';
import { headingOf, newPerson, type Person, textOf } from '../support/person.js';
import { newRelyingParty, type RelyingParty } from '../support/relying-party.js';
import { addEnrolledAccount, type EnrolledAccount, totpCode, typePassword, typeTotp } from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

describe.each(databaseKinds)('signing in anew, on %s', (kind) => {
  let server: TestServer;
  let party: RelyingParty;
  let anna: EnrolledAccount;

  beforeAll(async () => {
    server = await startTestServer({ kind });
    party = await newRelyingParty(server, await server.addClient());
    anna = await addEnrolledAccount(server, 'anna@example.com');
  });
  afterAll(() => server?.stop());

  /** A browser whose sign-in is an hour old, with the claims of that sign-in. */
  const signedInAnHourAgo = async (): Promise<[Person, Record<string, unknown>]> => {
    const person = newPerson(server.issuer);
    await person.open(await party.authorizationUrl());
    await typePassword(person, anna.email);
    await agePassword(server, 3600);
    const done = await person.act('verify_factor', { code: totpCode(server, anna.seed) });
    server.clock.move(30);
    return [person, assuranceOf((await party.redeem(done.leftFor)).claims())];
  };

  test.each([
    ['prompt=login', { prompt: 'login' }],
    ['a max_age that has passed', { max_age: '600' }],
    ['max_age=0', { max_age: '0' }],
  ])('%s asks for the password and for the code, and moves auth_time', async (_name, parameters) => {
    const [person, before] = await signedInAnHourAgo();
    const page = await person.open(await party.authorizationUrl(parameters));
    expect(headingOf(page.html)).toBe('Sign in');
    expect(textOf(page.html)).toContain('For your security, please enter your password again.');
    expect(page.html).toContain(`value="${anna.email}"`);
    expect(headingOf((await typePassword(person, anna.email)).html)).toBe('Enter your verification code');
    const claims = (await party.redeem((await typeTotp(server, person, anna.seed)).leftFor)).claims();
    expect(assuranceOf(claims)).toEqual(twoFactors);
    expect(Number(claims?.auth_time)).toBeGreaterThan(Number(before.auth_time) + 3500);
  });

  test('a max_age that has not passed asks nothing', async () => {
    const [person, before] = await signedInAnHourAgo();
    const page = await person.open(await party.authorizationUrl({ max_age: '7200' }));
    expect(assuranceOf((await party.redeem(page.leftFor)).claims())).toEqual(before);
  });

  test('a second tab that only wants the session is served with the old sign-in meanwhile', async () => {
    const [person, before] = await signedInAnHourAgo();
    const other = await newRelyingParty(server, await server.addClient());
    await person.open(await party.authorizationUrl({ prompt: 'login' }));
    const tokens = await other.redeem((await person.open(await other.authorizationUrl())).leftFor);
    expect(assuranceOf(tokens.claims())).toEqual(before);
  });

  test('what was issued before keeps saying what was true then', async () => {
    const person = newPerson(server.issuer);
    await person.open(await party.authorizationUrl());
    await typePassword(person, anna.email);
    await agePassword(server, 3600);
    const done = await person.act('verify_factor', { code: totpCode(server, anna.seed) });
    server.clock.move(30);
    const tokens = await party.redeem(done.leftFor);
    await person.open(await party.authorizationUrl({ prompt: 'login' }));
    await typePassword(person, anna.email);
    await typeTotp(server, person, anna.seed);
    expect(assuranceOf((await party.refresh(tokens.refresh_token)).claims())).toEqual(assuranceOf(tokens.claims()));
  });
});
