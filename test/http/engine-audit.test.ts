/** The audit log holds what the protocol engine did, with the client, the account and the address. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import * as oidc from 'openid-client';
import { newPerson } from '../support/person.js';
import { newRelyingParty, type RelyingParty } from '../support/relying-party.js';
import { typePassword } from '../support/sign-in.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

let server: TestServer;
let party: RelyingParty;
let accountId: string;
let tokens: Awaited<ReturnType<RelyingParty['redeem']>>;

beforeAll(async () => {
  server = await startTestServer();
  ({ id: accountId } = await server.addAccount('anna@example.com'));
  party = await newRelyingParty(server, await server.addClient());
  const person = newPerson(server.issuer);
  await person.open(await party.authorizationUrl());
  tokens = await party.redeem((await typePassword(person, 'anna@example.com')).leftFor);
});

afterAll(() => server.stop());

const events = (type: string) =>
  server.database.selectFrom('audit_event').selectAll().where('type', '=', type).orderBy('id').execute();

test('an issued token is reported once, with its client and account', async () => {
  const issued = await events('token.issued');
  expect(issued).toHaveLength(1);
  expect(issued[0]).toMatchObject({
    subject_id: accountId,
    client_id: party.clientId,
    ip: '127.0.0.1',
    outcome: 'success',
  });
  expect(issued[0]?.detail).toMatchObject({ grant_type: 'authorization_code', scope: 'openid email' });
});

test('a sign-in is reported with what was proved and why no more was asked', async () => {
  const [login] = await events('user.login');
  expect(login).toMatchObject({ subject_id: accountId, actor_type: 'account', actor_id: accountId });
  expect(login?.detail).toMatchObject({ amr: ['pwd'], required_by_policy: null, demanded_by_request: null });
});

test('the second use of a refresh token is reported as the end of its family', async () => {
  await party.refresh(tokens.refresh_token);
  await expect(party.refresh(tokens.refresh_token)).rejects.toThrow();
  expect((await events('token.revoked')).at(-1)).toMatchObject({
    subject_id: accountId,
    detail: { because: 'used_twice' },
  });
});

test('a revoked access token is reported', async () => {
  const person = newPerson(server.issuer);
  await person.open(await party.authorizationUrl());
  const fresh = await party.redeem((await typePassword(person, 'anna@example.com')).leftFor);
  await oidc.tokenRevocation(party.config, fresh.access_token);
  expect((await events('token.revoked')).at(-1)).toMatchObject({
    subject_id: accountId,
    detail: { because: 'revocation' },
  });
});
