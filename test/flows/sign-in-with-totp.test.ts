/** Story: someone with an authenticator app signs in. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { assuranceOf, twoFactors } from '../support/assurance.js';
import { headingOf, newPerson, textOf } from '../support/person.js';
import { newRelyingParty, type RelyingParty } from '../support/relying-party.js';
import {
  addEnrolledAccount,
  type EnrolledAccount,
  signInWithTotp,
  totpCode,
  typePassword,
} from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

describe.each(databaseKinds)('sign-in with an authenticator app, on %s', (kind) => {
  let server: TestServer;
  let party: RelyingParty;
  let anna: EnrolledAccount;

  beforeAll(async () => {
    server = await startTestServer({ kind });
    party = await newRelyingParty(server, await server.addClient());
    anna = await addEnrolledAccount(server, 'anna@example.com', { name: 'Anna' });
  });
  afterAll(() => server?.stop());

  test('password and code lead to tokens that say so, the same in ID token, userinfo and introspection', async () => {
    const person = newPerson(server.issuer);
    await person.open(await party.authorizationUrl());
    const challenge = await typePassword(person, anna.email);
    expect(challenge.status).toBe(200);
    expect(challenge.html).toContain('autocomplete="one-time-code"');
    expect(textOf(challenge.html)).toContain(anna.email);

    const done = await person.act('verify_factor', { code: totpCode(server, anna.seed) });
    server.clock.move(30);
    const tokens = await party.redeem(done.leftFor);
    const claims = tokens.claims();
    expect(claims).toMatchObject({ iss: server.issuer, sub: anna.account.id, aud: party.clientId });
    expect(assuranceOf(claims)).toEqual(twoFactors);
    expect(Number(claims?.mfa_time)).toBeGreaterThanOrEqual(Number(claims?.auth_time));

    const userInfo = await party.userInfo(tokens);
    expect(userInfo).toMatchObject({ sub: anna.account.id, email: anna.email, email_verified: true });
    expect(assuranceOf(userInfo)).toEqual(assuranceOf(claims));
    const introspected = await party.introspect(tokens.access_token);
    expect(introspected).toMatchObject({ active: true, sub: anna.account.id, client_id: party.clientId });
    expect(assuranceOf(introspected)).toEqual(assuranceOf(claims));
  });

  test('there is no session, and no way on, before the code was right', async () => {
    const person = newPerson(server.issuer);
    await person.open(await party.authorizationUrl());
    const challenge = await typePassword(person, anna.email);
    expect([...person.cookies.keys()].filter((name) => name.startsWith('countersign_session'))).toEqual([]);

    const refused = await person.act('verify_factor', { code: '000000' });
    expect(refused.status).toBe(422);
    expect(textOf(refused.html)).toContain('Invalid verification code');
    expect(refused.html).toMatch(/<input[^>]*aria-invalid="true"[^>]*>/);
    expect(refused.html).not.toContain('000000');

    // Another tab begins at the password; this one goes on where it was.
    const other = await person.open(await party.authorizationUrl());
    expect(headingOf(other.html)).toBe('Sign in');
    const first = await person.open(challenge.url);
    expect(headingOf(first.html)).toBe('Enter your verification code');
    const resumed = await person.open(challenge.url.replace('/interaction/', '/authorize/'));
    expect(resumed.leftFor).toBeUndefined();
    expect(headingOf(resumed.html)).toBe('Sign in');
  });

  test('a code is taken with spaces and dashes, and once', async () => {
    const code = totpCode(server, anna.seed);
    const first = newPerson(server.issuer);
    await first.open(await party.authorizationUrl());
    await typePassword(first, anna.email);
    const done = await first.act('verify_factor', { code: ` ${code.slice(0, 3)} - ${code.slice(3)} ` });
    expect(done.leftFor?.searchParams.get('code')).toBeTruthy();

    const second = newPerson(server.issuer);
    await second.open(await party.authorizationUrl());
    await typePassword(second, anna.email);
    const refused = await second.act('verify_factor', { code });
    expect(refused.status).toBe(422);
    expect(textOf(refused.html)).toContain('Invalid verification code');
    server.clock.move(30);
  });

  test('three wrong codes send the sign-in back to the password', async () => {
    const person = newPerson(server.issuer);
    await person.open(await party.authorizationUrl());
    await typePassword(person, anna.email);
    for (const code of ['000001', '000002', '000003']) await person.act('verify_factor', { code });
    expect(headingOf(person.page.html)).toBe('Sign in');
    expect(textOf(person.page.html)).toContain('Too many wrong codes. Please sign in again.');

    await typePassword(person, anna.email);
    const done = await person.act('verify_factor', { code: totpCode(server, anna.seed) });
    server.clock.move(30);
    expect(assuranceOf((await party.redeem(done.leftFor)).claims())).toEqual(twoFactors);
  });

  test('a wrong password is told as one sentence, for a known and an unknown address alike', async () => {
    const answers = [];
    for (const email of [anna.email, 'nobody@example.com']) {
      const person = newPerson(server.issuer);
      await person.open(await party.authorizationUrl());
      const refused = await typePassword(person, email, 'not the right password');
      expect(refused.status).toBe(422);
      answers.push(textOf(refused.html));
    }
    expect(answers[0]).toContain('The e-mail address or the password is not right.');
    expect(answers[1]).toBe(answers[0]);
  });

  test('a redeemed authorization code is worth nothing the second time', async () => {
    const person = newPerson(server.issuer);
    const page = await signInWithTotp(server, person, await party.authorizationUrl(), anna);
    await party.redeem(page.leftFor);
    await expect(party.redeem(page.leftFor)).rejects.toMatchObject({ error: 'invalid_grant' });
  });
});
