/** Story: a program acts for itself; no person stands behind its tokens. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import * as oidc from 'openid-client';
import { deleteClient, rotateClientSecret } from '../../src/oidc/client-store.js';
import { newRelyingParty, type RelyingParty } from '../support/relying-party.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

const reports = 'https://reports.example/';
const vault = 'https://vault.example/';

describe.each(databaseKinds)('client credentials, on %s', (kind) => {
  let server: TestServer;
  let robot: RelyingParty;
  const registration = { grant_types: ['client_credentials'], redirect_uris: [] };

  beforeAll(async () => {
    server = await startTestServer({ kind });
    robot = await newRelyingParty(server, await server.addClient(registration));
    await server.addResource({ identifier: reports, scope: 'read write' });
    await server.addResource({ identifier: vault, scope: 'open', tokenFormat: 'opaque' });
  });
  afterAll(() => server?.stop());

  const tokenFor = (resource: string, scope: string, by = robot) =>
    oidc.clientCredentialsGrant(by.config, { resource, scope });

  test('a JWT says that no second factor was verified, and nothing of a sign-in', async () => {
    const tokens = await tokenFor(reports, 'read');
    const claims = decodeJwt(tokens.access_token);
    expect(claims).toMatchObject({
      sub: robot.clientId,
      client_id: robot.clientId,
      aud: reports,
      scope: 'read',
      mfa_verified: false,
    });
    for (const absent of ['amr', 'acr', 'auth_time', 'mfa_time']) expect(claims).not.toHaveProperty(absent);
    expect(tokens.refresh_token).toBeUndefined();
    expect(tokens.id_token).toBeUndefined();
  });

  test.each([
    ['JWT', reports, 'write'],
    ['opaque', vault, 'open'],
  ])('introspection answers, %s', async (_format, resource, scope) => {
    const tokens = await tokenFor(resource, scope);
    expect(await robot.introspect(tokens.access_token)).toMatchObject({
      active: true,
      client_id: robot.clientId,
      aud: resource,
      scope,
      mfa_verified: false,
    });
  });

  test.each([
    ['JWT', reports, 'write'],
    ['opaque', vault, 'open'],
  ])('a removed client’s tokens are dead, %s', async (_format, resource, scope) => {
    const client = await server.addClient(registration);
    const tokens = await tokenFor(resource, scope, await newRelyingParty(server, client));
    await deleteClient(server.database, client.clientId);
    expect(await robot.introspect(tokens.access_token)).toEqual({ active: false });
  });

  test('a wrong secret, and one that was replaced, get nothing', async () => {
    const client = await server.addClient(registration);
    const before = await newRelyingParty(server, client);
    expect((await tokenFor(reports, 'read', before)).access_token).toBeTruthy();
    await rotateClientSecret(server.database, client.clientId);
    await expect(tokenFor(reports, 'read', before)).rejects.toMatchObject({ error: 'invalid_client' });
    const wrong = await newRelyingParty(server, { ...client, clientSecret: 'wrong' });
    await expect(tokenFor(reports, 'read', wrong)).rejects.toMatchObject({ error: 'invalid_client' });
  });

  test('a client that was registered for people cannot act for itself', async () => {
    const web = await newRelyingParty(server, await server.addClient());
    await expect(tokenFor(reports, 'read', web)).rejects.toMatchObject({
      error: expect.stringMatching(/^(unauthorized_client|invalid_request)$/),
    });
  });

  test('a password grant does not exist', async () => {
    const grant = oidc.genericGrantRequest(robot.config, 'password', { username: 'a', password: 'b' });
    await expect(grant).rejects.toMatchObject({ error: 'unsupported_grant_type' });
  });
});
