/** Story: an application binds its tokens to a key, so that a stolen token is worth nothing (RFC 9449). */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as oidc from 'openid-client';
import { assuranceOf, twoFactors } from '../support/assurance.js';
import { newPerson } from '../support/person.js';
import { newRelyingParty, type RelyingParty } from '../support/relying-party.js';
import { addEnrolledAccount, type EnrolledAccount, signInWithTotp } from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

const reports = 'https://reports.example/';

describe.each(databaseKinds)('tokens bound to a key, on %s', (kind) => {
  let server: TestServer;
  let party: RelyingParty;
  let anna: EnrolledAccount;
  let DPoP: oidc.DPoPHandle;

  beforeAll(async () => {
    server = await startTestServer({ kind });
    party = await newRelyingParty(server, await server.addClient({ token_endpoint_auth_method: 'none' }));
    await server.addResource({ identifier: reports, scope: 'read' });
    anna = await addEnrolledAccount(server, 'anna@example.com');
    DPoP = oidc.getDPoPHandle(party.config, await oidc.randomDPoPKeyPair());
  });
  afterAll(() => server?.stop());

  const tokensWith = async (handle: oidc.DPoPHandle, parameters: Record<string, string> = {}) => {
    const page = await signInWithTotp(server, newPerson(server.issuer), await party.authorizationUrl(parameters), anna);
    return party.redeem(page.leftFor, { DPoP: handle });
  };

  test('userinfo answers to whoever has the key, and to nobody else', async () => {
    const tokens = await tokensWith(DPoP);
    expect(tokens.token_type).toBe('dpop');
    const userInfo = await oidc.fetchUserInfo(party.config, tokens.access_token, anna.account.id, { DPoP });
    expect(assuranceOf(userInfo)).toEqual(twoFactors);

    await expect(oidc.fetchUserInfo(party.config, tokens.access_token, anna.account.id)).rejects.toThrow();
    const stolen = oidc.getDPoPHandle(party.config, await oidc.randomDPoPKeyPair());
    await expect(
      oidc.fetchUserInfo(party.config, tokens.access_token, anna.account.id, { DPoP: stolen }),
    ).rejects.toThrow();
  });

  test('a public client’s refresh token needs the key too, and keeps the claims', async () => {
    const tokens = await tokensWith(DPoP);
    await expect(party.refresh(tokens.refresh_token)).rejects.toThrow();
    const fresh = await oidc.refreshTokenGrant(party.config, tokens.refresh_token ?? '', undefined, { DPoP });
    expect(assuranceOf(fresh.claims())).toEqual(assuranceOf(tokens.claims()));
  });

  test.each(['openid', 'openid read'])('introspection names the key (%s)', async (scope) => {
    const tokens = await tokensWith(DPoP, scope === 'openid' ? { scope } : { scope, resource: reports });
    const answer = await party.introspect(tokens.access_token);
    expect(answer).toMatchObject({ active: true, token_type: 'DPoP', cnf: { jkt: await DPoP.calculateThumbprint() } });
  });
});
