/** Tokens for a resource that was changed or removed since: none yields more than a fresh sign-in would, on any node. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { type AdminApp, callApi, newAdminApp } from '../support/admin-api.js';
import { newPerson } from '../support/person.js';
import { newRelyingParty, type RelyingParty } from '../support/relying-party.js';
import { signInWithPassword } from '../support/sign-in.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import { anotherNode, enrolledAccount } from './attack-fixture.js';

const mfa = 'urn:countersign:acr:mfa';

let server: TestServer;
let elsewhere: TestServer;
let app: AdminApp;
let party: RelyingParty;
let token: string;

beforeAll(async () => {
  server = await startTestServer({ env: { RATE_LIMIT: 'off' } });
  elsewhere = await anotherNode(server);
  app = await newAdminApp(server);
  party = await newRelyingParty(server, await server.addClient());
  token = await app.tokenOf(await enrolledAccount(server, { roles: ['super_admin'] }));
  await server.addAccount('paul@example.com');
});
afterAll(() => server.stop());

let made = 0;
async function newResource(format: string): Promise<{ path: string; identifier: string }> {
  made += 1;
  const body = { identifier: `https://r${made}.example/`, scope: 'read write', token_format: format };
  const reply = await callApi(elsewhere, token, 'POST', '/resources', { body });
  expect([reply.status, reply.text]).toEqual([201, expect.any(String)]);
  return { path: `/resources/${JSON.parse(reply.text).id}`, identifier: body.identifier };
}
/** By password alone. */
async function tokensFor(resource: string, scope = 'openid read write') {
  const url = await party.authorizationUrl({ resource, scope });
  const page = await signInWithPassword(newPerson(server.issuer), url, 'paul@example.com');
  return party.redeem(page.leftFor);
}
const change = async (path: string, body: object) => {
  expect((await callApi(elsewhere, token, 'PATCH', path, { body })).status).toBe(200);
};

test.each(['jwt', 'opaque'])('removed: no sign-in, no refresh, and existing %s tokens are inactive', async (format) => {
  const { path, identifier } = await newResource(format);
  const tokens = await tokensFor(identifier);
  expect(await party.introspect(tokens.access_token)).toMatchObject({ active: true, aud: identifier });
  expect((await callApi(elsewhere, token, 'DELETE', path)).status).toBe(204);
  expect(await party.introspect(tokens.access_token)).toEqual({ active: false });
  expect(await party.introspect(tokens.refresh_token ?? '')).toEqual({ active: false });
  await expect(party.refresh(tokens.refresh_token)).rejects.toMatchObject({ error: 'invalid_target' });
  const back = await newPerson(server.issuer).open(await party.authorizationUrl({ resource: identifier }));
  expect(back.leftFor?.searchParams.get('error')).toBe('invalid_target');
});

test.each(['jwt', 'opaque'])(
  'a second factor demanded since: %s tokens of weaker sign-ins are inactive',
  async (format) => {
    const { path, identifier } = await newResource(format);
    const tokens = await tokensFor(identifier);
    await change(path, { min_acr: mfa });
    expect(await party.introspect(tokens.access_token)).toEqual({ active: false });
    expect(await party.introspect(tokens.refresh_token ?? '')).toEqual({ active: false });
    await change(path, { min_acr: null });
    expect(await party.introspect(tokens.access_token)).toMatchObject({ active: true });
    await change(path, { min_acr: mfa });
    await expect(party.refresh(tokens.refresh_token)).rejects.toMatchObject({ error: 'invalid_grant' });
  },
);

test.each(['jwt', 'opaque'])('scopes taken away since: %s tokens have them no more', async (format) => {
  const { path, identifier } = await newResource(format);
  const tokens = await tokensFor(identifier);
  await change(path, { scope: 'read' });
  expect(await party.introspect(tokens.access_token)).toMatchObject({ active: true, scope: 'read' });
  const fresh = await party.refresh(tokens.refresh_token);
  expect(await party.introspect(fresh.access_token)).toMatchObject({ active: true, scope: 'read' });
});

test('a shorter life counts for the next tokens, on every node; a JWT never lives longer than ten minutes', async () => {
  const { path, identifier } = await newResource('opaque');
  expect((await tokensFor(identifier)).expires_in).toBe(3600);
  await change(path, { access_token_ttl: 120 });
  expect((await tokensFor(identifier)).expires_in).toBe(120);
  await change(path, { token_format: 'jwt', access_token_ttl: 86_400 });
  expect((await tokensFor(identifier)).expires_in).toBe(600);
});

test('the audit log has what happened, and by whom', async () => {
  const { path, identifier } = await newResource('jwt');
  await change(path, { min_acr: mfa });
  await callApi(server, token, 'DELETE', path);
  const { rows } = await sql<{ type: string; actor_type: string }>`SELECT type, actor_type FROM audit_event
    WHERE detail->>'identifier' = ${identifier} ORDER BY id`.execute(server.database);
  expect(rows).toEqual(
    ['resource.created', 'resource.updated', 'resource.deleted'].map((type) => ({ type, actor_type: 'account' })),
  );
});
