/** Story: an application gives its tokens back (RFC 7009). */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as oidc from 'openid-client';
import { newPerson } from '../support/person.js';
import { newRelyingParty, type RelyingParty } from '../support/relying-party.js';
import { addEnrolledAccount, type EnrolledAccount, signInWithTotp } from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

describe.each(databaseKinds)('revocation, on %s', (kind) => {
  let server: TestServer;
  let party: RelyingParty;
  let other: RelyingParty;
  let anna: EnrolledAccount;

  beforeAll(async () => {
    server = await startTestServer({ kind });
    party = await newRelyingParty(server, await server.addClient());
    other = await newRelyingParty(server, await server.addClient());
    anna = await addEnrolledAccount(server, 'anna@example.com');
  });
  afterAll(() => server?.stop());

  const tokensOfAnna = async () =>
    party.redeem(
      (await signInWithTotp(server, newPerson(server.issuer), await party.authorizationUrl(), anna)).leftFor,
    );

  test('a revoked refresh token takes its whole family along', async () => {
    const tokens = await tokensOfAnna();
    await oidc.tokenRevocation(party.config, tokens.refresh_token ?? '');
    await expect(party.refresh(tokens.refresh_token)).rejects.toMatchObject({ error: 'invalid_grant' });
    expect(await party.introspect(tokens.access_token)).toEqual({ active: false });
    await expect(party.userInfo(tokens)).rejects.toThrow();
  });

  test('a revoked access token is dead', async () => {
    const tokens = await tokensOfAnna();
    await oidc.tokenRevocation(party.config, tokens.access_token);
    expect(await party.introspect(tokens.access_token)).toEqual({ active: false });
  });

  test('revoking twice, or what never was, is answered alike', async () => {
    const tokens = await tokensOfAnna();
    await oidc.tokenRevocation(party.config, tokens.refresh_token ?? '');
    await expect(oidc.tokenRevocation(party.config, tokens.refresh_token ?? '')).resolves.toBeUndefined();
    await expect(oidc.tokenRevocation(party.config, 'no-such-token')).resolves.toBeUndefined();
  });

  test('nobody revokes another client’s tokens', async () => {
    const tokens = await tokensOfAnna();
    await oidc.tokenRevocation(other.config, tokens.refresh_token ?? '').catch(() => undefined);
    await oidc.tokenRevocation(other.config, tokens.access_token).catch(() => undefined);
    expect((await party.introspect(tokens.access_token)).active).toBe(true);
    expect((await party.refresh(tokens.refresh_token)).access_token).toBeTruthy();
  });

  test('the session lives on: the next authorization needs no sign-in', async () => {
    const person = newPerson(server.issuer);
    const page = await signInWithTotp(server, person, await party.authorizationUrl(), anna);
    const tokens = await party.redeem(page.leftFor);
    await oidc.tokenRevocation(party.config, tokens.refresh_token ?? '');
    const again = await party.redeem((await person.open(await party.authorizationUrl())).leftFor);
    expect((await party.introspect(again.access_token)).active).toBe(true);
    expect((await party.refresh(again.refresh_token)).access_token).toBeTruthy();
  });
});
