/** Story: a relying party checks who signed its ID tokens. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { newPerson } from '../support/person.js';
import { newRelyingParty } from '../support/relying-party.js';
import { addEnrolledAccount, type EnrolledAccount, signInWithTotp } from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

describe.each(databaseKinds)('signatures, on %s', (kind) => {
  let server: TestServer;
  let anna: EnrolledAccount;

  beforeAll(async () => {
    server = await startTestServer({ kind, durable: true });
    anna = await addEnrolledAccount(server, 'anna@example.com');
  });
  afterAll(() => server?.stop());

  test.each(['RS256', 'ES256'] as const)(
    'a client registered with %s gets ID tokens signed so, also after a restart',
    async (alg) => {
      const client = await server.addClient({ id_token_signed_response_alg: alg });
      const party = await newRelyingParty(server, client);
      // openid-client must be told what was registered.
      const config = party.config.clientMetadata();
      expect(config.client_id).toBe(client.clientId);
      Object.assign(config, { id_token_signed_response_alg: alg });
      const person = newPerson(server.issuer);
      const page = await signInWithTotp(server, person, await party.authorizationUrl(), anna);
      const { id_token: idToken = '' } = await party.redeem(page.leftFor);
      expect(decodeProtectedHeader(idToken)).toMatchObject({ alg });
      const verify = () =>
        jwtVerify(idToken, createRemoteJWKSet(new URL(`${server.issuer}/jwks`)), {
          issuer: server.issuer,
          audience: client.clientId,
          algorithms: [alg],
        });
      expect((await verify()).payload.sub).toBe(anna.account.id);
      await server.restart();
      expect((await verify()).payload.sub).toBe(anna.account.id);
    },
  );

  test('what is published holds no private part', async () => {
    const { keys } = (await (await fetch(`${server.issuer}/jwks`)).json()) as { keys: Record<string, unknown>[] };
    expect(keys.map(({ alg }) => alg).sort()).toEqual(['ES256', 'RS256']);
    for (const key of keys)
      expect(Object.keys(key).filter((name) => ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'].includes(name))).toEqual([]);
  });
});
