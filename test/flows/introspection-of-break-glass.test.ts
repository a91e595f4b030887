/** Story: an API asks about a token that was made on the command line. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { storeBreakGlassToken } from '../../src/cli/break-glass.js';
import { testKeyRing } from '../support/key-ring.js';
import { newRelyingParty } from '../support/relying-party.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.stop());

test('it learns whose it is, that no second factor stands behind it, and nothing from a public client', async () => {
  const account = await server.addAccount('root@example.com', { roles: ['admin'] });
  const audience = `${server.issuer}/api`;
  const { accessToken } = await storeBreakGlassToken(server.database, testKeyRing(), {
    account,
    audience,
    scope: 'admin:read',
    ttl: 600,
    now: new Date(),
  });
  const api = { grant_types: ['client_credentials'], redirect_uris: [] };
  const asking = await newRelyingParty(server, await server.addClient(api));
  const answer = await asking.introspect(accessToken);
  expect(answer).toMatchObject({
    active: true,
    sub: account.id,
    aud: audience,
    iss: server.issuer,
    scope: 'admin:read',
  });
  expect(answer).toMatchObject({ mfa_verified: false, break_glass: true, token_type: 'Bearer' });
  expect(answer).not.toHaveProperty('client_id');

  const open = await newRelyingParty(server, await server.addClient({ token_endpoint_auth_method: 'none' }));
  expect(await open.introspect(accessToken)).toEqual({ active: false });
});
