/** Once means once: authorization codes and refresh tokens over two nodes, and what their thieves get. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { Person } from '../support/person.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import {
  anotherNode,
  authorizeUrl,
  codeFrom,
  codeNow,
  enrolledAccount,
  redeem,
  sendAsClient,
  signInAtChallenge,
  type TestClient,
  tokensOf,
} from './attack-fixture.js';
import { type RawAnswer, sendRaw } from './raw-request.js';

const racers = 20;
const rounds = 20;

let server: TestServer;
let otherNode: TestServer;
let client: TestClient;
let publicClient: TestClient;
let person: Person;

beforeAll(async () => {
  server = await startTestServer({ env: { RATE_LIMIT: 'off' } });
  otherNode = await anotherNode(server);
  client = await server.addClient();
  publicClient = await server.addClient({ token_endpoint_auth_method: 'none', application_type: 'native' });
  const owner = await enrolledAccount(server);
  const signIn = await signInAtChallenge(server, client, owner);
  await signIn.person.act('verify_factor', { code: codeNow(server, owner) });
  person = signIn.person;
});

afterAll(() => server.stop());

const newCode = async (of: TestClient = client) => codeFrom(await person.open(authorizeUrl(server, of)));
const refresh = (node: TestServer, token: string, of: TestClient = client) =>
  sendAsClient(node, '/token', of, { grant_type: 'refresh_token', refresh_token: token });

/** What 20 uses at the same moment, half on each node, came to. */
async function race(use: (node: TestServer) => Promise<RawAnswer>): Promise<unknown[]> {
  const answers = await Promise.all(Array.from({ length: racers }, (_, index) => use(index % 2 ? otherNode : server)));
  return answers.map(({ status, text }) => (status === 200 ? 200 : `${status} ${JSON.parse(text).error}`)).sort();
}

const oneWinner = [200, ...Array.from({ length: racers - 1 }, () => '400 invalid_grant')];

test('an authorization code redeemed 20 times at the same moment on two nodes gives tokens once, 20 rounds long', async () => {
  for (let round = 0; round < rounds; round += 1) {
    const code = await newCode();
    expect(await race((node) => redeem(node, client, code))).toEqual(oneWinner);
  }
});

test('a refresh token used 20 times at the same moment on two nodes is renewed once, 20 rounds long', async () => {
  for (let round = 0; round < rounds; round += 1) {
    const { refresh_token: token } = tokensOf(await redeem(server, client, await newCode()));
    expect(await race((node) => refresh(node, token))).toEqual(oneWinner);
  }
});

test('a code used a second time takes the tokens of its first use with it', async () => {
  const code = await newCode();
  const tokens = tokensOf(await redeem(server, client, code));
  expect((await redeem(otherNode, client, code)).status).toBe(400);
  expect((await refresh(server, tokens.refresh_token)).status).toBe(400);
  expect(await userInfoStatus(tokens.access_token)).toBe(401);
});

test('a refresh token used a second time takes its whole family with it', async () => {
  const first = tokensOf(await redeem(server, client, await newCode()));
  const second = tokensOf(await refresh(server, first.refresh_token));
  expect((await refresh(otherNode, first.refresh_token)).status).toBe(400);
  expect((await refresh(server, second.refresh_token)).status).toBe(400);
  expect(await userInfoStatus(second.access_token)).toBe(401);
});

test('a code is worth nothing to another client, at another address, without or with a foreign verifier', async () => {
  const code = await newCode();
  const stranger = await server.addClient();
  const attempts = [
    redeem(server, stranger, code),
    redeem(server, publicClient, code),
    redeem(server, client, code, { redirect_uri: 'http://127.0.0.1:9/elsewhere' }),
    redeem(server, client, code, { code_verifier: 'a'.repeat(43) }),
    redeem(server, client, code, { code_verifier: '' }),
  ];
  for (const attempt of attempts) expect([400, 401]).toContain((await attempt).status);
});

test('a refresh token is worth nothing to another client', async () => {
  const { refresh_token: token } = tokensOf(await redeem(server, client, await newCode()));
  expect((await refresh(server, token, await server.addClient())).status).toBe(400);
  expect((await refresh(server, token, publicClient)).status).toBe(400);
});

test('a code whose minute is over is refused', async () => {
  const code = await newCode();
  await sql`UPDATE oidc_record SET expires_at = now() - interval '1 second' WHERE model = 'AuthorizationCode'`.execute(
    server.database,
  );
  expect((await redeem(server, client, code)).status).toBe(400);
});

async function userInfoStatus(token: string): Promise<number> {
  const headers = { Host: new URL(server.issuer).host, Authorization: `Bearer ${token}` };
  return (await sendRaw({ port: server.port, target: '/userinfo', headers })).status;
}
