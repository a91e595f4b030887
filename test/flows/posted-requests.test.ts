/** Story: applications that post their authorization and logout requests instead of linking to them. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import * as oidc from 'openid-client';
import { headingOf, newPerson } from '../support/person.js';
import { newRelyingParty, type RelyingParty } from '../support/relying-party.js';
import { signInWithPassword, typePassword } from '../support/sign-in.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

const email = 'anna@example.com';
const fromElsewhere = { Origin: 'https://rp.example', 'Sec-Fetch-Site': 'cross-site' };

let server: TestServer;
let party: RelyingParty;

beforeAll(async () => {
  server = await startTestServer();
  party = await newRelyingParty(server, await server.addClient());
  await server.addAccount(email);
});
afterAll(() => server?.stop());

test('a posted authorization request leads to tokens', async () => {
  const person = newPerson(server.issuer);
  const url = new URL(await party.authorizationUrl());
  await person.post('/authorize', url.searchParams, fromElsewhere);
  const done = await typePassword(person, email);
  expect((await party.redeem(done.leftFor)).claims()?.sub).toBeDefined();
});

test('a posted request with a repeated parameter is refused as a linked one is', async () => {
  const { searchParams } = new URL(await party.authorizationUrl());
  searchParams.append('client_id', 'another');
  const page = await newPerson(server.issuer).post('/authorize', searchParams, fromElsewhere);
  expect(page.status).toBe(400);
});

test('a request too large for an address is refused', async () => {
  const page = await newPerson(server.issuer).post('/authorize', `state=${'x'.repeat(9000)}`, fromElsewhere);
  expect(page.status).toBe(413);
});

test('a posted logout request asks the person', async () => {
  const person = newPerson(server.issuer);
  const page = await signInWithPassword(person, await party.authorizationUrl(), email);
  const tokens = await party.redeem(page.leftFor);
  const { searchParams } = oidc.buildEndSessionUrl(party.config, { id_token_hint: tokens.id_token ?? '' });
  const asked = await person.post('/logout', searchParams, fromElsewhere);
  expect(headingOf(asked.html)).toBe('Sign out?');
});
