/** Story: an application's tokens live as long as its registration says, and never longer than the installation allows. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { sql } from 'kysely';
import * as oidc from 'openid-client';
import { updateClient } from '../../src/oidc/client-store.js';
import { newPerson } from '../support/person.js';
import { newRelyingParty } from '../support/relying-party.js';
import { signInWithPassword } from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

describe.each(databaseKinds)('on %s', (kind) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ kind, env: { ACCESS_TOKEN_TTL: '1800', REFRESH_TOKEN_TTL: '7200' } });
    await server.addAccount('paul@example.com');
    const tokens = { scope: 'read', tokenFormat: 'opaque' } as const;
    await server.addResource({ identifier: 'urn:plain', ...tokens });
    await server.addResource({ identifier: 'urn:short', ...tokens, accessTokenTtlSeconds: 200 });
    await server.addResource({ identifier: 'urn:jwt', scope: 'read' });
  });
  afterAll(() => server?.stop());

  const signIn = async (registration: object, parameters: Record<string, string> = {}) => {
    const party = await newRelyingParty(server, await server.addClient(registration));
    const url = await party.authorizationUrl({ scope: 'openid read offline_access', prompt: 'consent', ...parameters });
    const person = newPerson(server.issuer);
    const page = await signInWithPassword(person, url, 'paul@example.com');
    const done = page.leftFor === undefined ? await person.act('allow') : page;
    return { party, tokens: await party.redeem(done.leftFor) };
  };
  const idTokenLife = (token: string | undefined) => {
    const { exp = 0, iat = 0 } = decodeJwt(token ?? '');
    return exp - iat;
  };
  /** Seconds until the newest refresh token of the client expires. */
  const refreshLife = async (clientId: string) => {
    const { rows } = await sql<{ seconds: number }>`SELECT extract(epoch FROM expires_at - now())::int AS seconds
      FROM oidc_record WHERE model = 'RefreshToken' AND client_id = ${clientId} AND consumed_at IS NULL`.execute(
      server.database,
    );
    return rows[0]?.seconds ?? 0;
  };

  test('without a word the installation’s', async () => {
    const { party, tokens } = await signIn({});
    expect([tokens.expires_in, idTokenLife(tokens.id_token)]).toEqual([1800, 1800]);
    expect(Math.abs((await refreshLife(party.clientId)) - 7200)).toBeLessThan(10);
  });

  test('its own where they are shorter; a rotated refresh token is no new beginning', async () => {
    const { party, tokens } = await signIn({ access_token_ttl: 300, id_token_ttl: 90, refresh_token_ttl: 1000 });
    expect([tokens.expires_in, idTokenLife(tokens.id_token)]).toEqual([300, 90]);
    expect(Math.abs((await refreshLife(party.clientId)) - 1000)).toBeLessThan(10);
    const fresh = await party.refresh(tokens.refresh_token);
    expect([fresh.expires_in, idTokenLife(fresh.id_token)]).toEqual([300, 90]);
    expect(await refreshLife(party.clientId)).toBeLessThanOrEqual(1000);
    await updateClient(server.database, party.clientId, { refresh_token_ttl: 100, access_token_ttl: 60 });
    const shorter = await party.refresh(fresh.refresh_token);
    expect(shorter.expires_in).toBe(60);
    expect(await refreshLife(party.clientId)).toBeLessThanOrEqual(100);
    await updateClient(server.database, party.clientId, { refresh_token_ttl: null });
    await party.refresh(shorter.refresh_token);
    expect(await refreshLife(party.clientId)).toBeLessThanOrEqual(100);
  });

  test('never longer than the installation’s', async () => {
    const { party, tokens } = await signIn({
      ...{ access_token_ttl: 86_400, id_token_ttl: 86_400, refresh_token_ttl: 31_536_000 },
    });
    expect([tokens.expires_in, idTokenLife(tokens.id_token)]).toEqual([1800, 1800]);
    expect(await refreshLife(party.clientId)).toBeLessThanOrEqual(7200);
  });

  test.each([
    [{ access_token_ttl: 100 }, 'urn:short', 100],
    [{ access_token_ttl: 1000 }, 'urn:short', 200],
    [{ access_token_ttl: 1000 }, 'urn:plain', 1000],
    [{ access_token_ttl: 1000 }, 'urn:jwt', 600],
    [{ access_token_ttl: 60 }, 'urn:jwt', 60],
    [{}, 'urn:short', 200],
  ])('with %j a token for %s lives %i seconds: the shortest counts', async (registration, resource, seconds) => {
    const { tokens } = await signIn(registration, { resource });
    expect(tokens.expires_in).toBe(seconds);
  });

  test('a machine’s too', async () => {
    const machine = { grant_types: ['client_credentials'], redirect_uris: [], access_token_ttl: 45 };
    const { config } = await newRelyingParty(server, await server.addClient(machine));
    const tokens = await oidc.clientCredentialsGrant(config, { resource: 'urn:plain', scope: 'read' });
    expect(tokens.expires_in).toBe(45);
  });
});
