/** Story: an application keeps its access fresh without the person. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { updateClient } from '../../src/oidc/client-store.js';
import { assuranceOf, passwordOnly, twoFactors } from '../support/assurance.js';
import { ageInstallation, agePassword } from '../support/past.js';
import { newPerson } from '../support/person.js';
import { newRelyingParty, type RelyingParty } from '../support/relying-party.js';
import {
  addEnrolledAccount,
  type EnrolledAccount,
  signInWithPassword,
  signInWithTotp,
  totpCode,
  typePassword,
} from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

describe.each(databaseKinds)('refresh, on %s', (kind) => {
  let server: TestServer;
  let party: RelyingParty;
  let anna: EnrolledAccount;

  beforeAll(async () => {
    server = await startTestServer({ kind, durable: true });
    party = await newRelyingParty(server, await server.addClient());
    anna = await addEnrolledAccount(server, 'anna@example.com');
    await server.addAccount('paul@example.com');
  });
  afterAll(() => server?.stop());

  const tokensOfAnna = async () =>
    party.redeem(
      (await signInWithTotp(server, newPerson(server.issuer), await party.authorizationUrl(), anna)).leftFor,
    );
  const tokensOfPaul = async () =>
    party.redeem(
      (await signInWithPassword(newPerson(server.issuer), await party.authorizationUrl(), 'paul@example.com')).leftFor,
    );

  test('new tokens say what the first ones said of the sign-in, and keep saying it', async () => {
    const person = newPerson(server.issuer);
    await person.open(await party.authorizationUrl());
    await typePassword(person, anna.email);
    await agePassword(server, 1800);
    const done = await person.act('verify_factor', { code: totpCode(server, anna.seed) });
    server.clock.move(30);
    const tokens = await party.redeem(done.leftFor);
    const atSignIn = assuranceOf(tokens.claims());
    expect(atSignIn).toEqual(twoFactors);

    let refreshToken = tokens.refresh_token;
    for (let round = 1; round <= 3; round += 1) {
      const fresh = await party.refresh(refreshToken);
      expect(assuranceOf(fresh.claims())).toEqual(atSignIn);
      expect(assuranceOf(await party.userInfo(fresh))).toEqual(atSignIn);
      expect(assuranceOf(await party.introspect(fresh.access_token))).toEqual(atSignIn);
      expect(fresh.refresh_token).not.toBe(refreshToken);
      refreshToken = fresh.refresh_token;
    }
  });

  test('a password sign-in stays one, however often it is refreshed', async () => {
    const tokens = await tokensOfPaul();
    const fresh = await party.refresh(tokens.refresh_token);
    expect(assuranceOf(fresh.claims())).toEqual(assuranceOf(tokens.claims()));
    expect(assuranceOf(fresh.claims())).toEqual(passwordOnly);
  });

  test('a refresh token used twice ends its whole family: someone else has a copy', async () => {
    const tokens = await tokensOfAnna();
    const fresh = await party.refresh(tokens.refresh_token);
    await expect(party.refresh(tokens.refresh_token)).rejects.toMatchObject({ error: 'invalid_grant' });
    await expect(party.refresh(fresh.refresh_token)).rejects.toMatchObject({ error: 'invalid_grant' });
    expect(await party.introspect(fresh.access_token)).toEqual({ active: false });
    expect(await party.introspect(tokens.access_token)).toEqual({ active: false });
  });

  test('another sign-in’s family lives on when one is ended', async () => {
    const one = await tokensOfAnna();
    const other = await tokensOfAnna();
    await party.refresh(one.refresh_token);
    await expect(party.refresh(one.refresh_token)).rejects.toMatchObject({ error: 'invalid_grant' });
    expect((await party.refresh(other.refresh_token)).access_token).toBeTruthy();
  });

  test('a client that from now on demands a second factor gets no more tokens for weaker sign-ins', async () => {
    const client = await server.addClient();
    const strict = await newRelyingParty(server, client);
    const url = await strict.authorizationUrl();
    const tokens = await strict.redeem(
      (await signInWithPassword(newPerson(server.issuer), url, 'paul@example.com')).leftFor,
    );
    await updateClient(server.database, client.clientId, { require_mfa: true });
    await expect(strict.refresh(tokens.refresh_token)).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  test('once the policy requires a second factor: refreshed within the grace period, invalid_grant after it', async () => {
    const weak = await tokensOfPaul();
    const strong = await tokensOfAnna();
    await server.restart({ REQUIRE_MFA: 'true', MFA_GRACE_PERIOD_DAYS: '7' });
    const inGrace = await party.refresh(weak.refresh_token);
    expect(assuranceOf(inGrace.claims())).toEqual(passwordOnly);

    await ageInstallation(server, 8);
    await server.restart({ REQUIRE_MFA: 'true', MFA_GRACE_PERIOD_DAYS: '7' });
    await expect(party.refresh(inGrace.refresh_token)).rejects.toMatchObject({ error: 'invalid_grant' });
    expect(assuranceOf((await party.refresh(strong.refresh_token)).claims())).toEqual(twoFactors);
  });

  test('an authorization code from before the policy is worth no tokens after it', async () => {
    await server.restart();
    const page = await signInWithPassword(newPerson(server.issuer), await party.authorizationUrl(), 'paul@example.com');
    await server.restart({ REQUIRE_MFA: 'true', MFA_GRACE_PERIOD_DAYS: '0' });
    await expect(party.redeem(page.leftFor)).rejects.toMatchObject({ error: 'invalid_grant' });
  });
});
