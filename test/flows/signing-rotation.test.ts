/** Story: the operator replaces the signing keys while people sign in, and nobody notices. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createLocalJWKSet, createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { sql } from 'kysely';
import * as oidc from 'openid-client';
import { rotateSigningKeys, sweepSigningKeys } from '../../src/oidc/signing-key-rotation-store.js';
import { announcedSeconds } from '../../src/oidc/signing-key-times.js';
import { signingAlgorithms } from '../../src/oidc/signing-keys.js';
import { sendRaw } from '../attacks/raw-request.js';
import { testKeyRing } from '../support/key-ring.js';
import { newPerson } from '../support/person.js';
import { newRelyingParty, type RelyingParty } from '../support/relying-party.js';
import { signInWithPassword } from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

const actor = { type: 'cli', id: 'tester' } as const;
const resource = 'https://reports.example/';

const kidOf = (token: string | undefined) => String(decodeProtectedHeader(token ?? '').kid);

/** The kids that a server publishes. */
async function published(at: string): Promise<string[]> {
  const { keys } = (await (await fetch(`${at}/jwks`)).json()) as { keys: { kid: string; alg: string }[] };
  return keys.filter(({ alg }) => alg === 'RS256').map(({ kid }) => kid);
}

/** As if so many seconds had passed for the keys. */
const pass = (server: TestServer, seconds: number) =>
  sql`UPDATE signing_key SET signs_from = signs_from - make_interval(secs => ${seconds})`.execute(server.database);

async function rotate(server: TestServer): Promise<string> {
  const wish = { algorithms: signingAlgorithms, inHaste: false, actor };
  const made = await rotateSigningKeys(server.database, testKeyRing(), wish);
  if (!made.ok) throw new Error(made.because);
  return made.keys.find(({ algorithm }) => algorithm === 'RS256')?.kid ?? '';
}

const signIn = async (server: TestServer, party: RelyingParty, parameters: Record<string, string> = {}) =>
  party.redeem(
    (await signInWithPassword(newPerson(server.issuer), await party.authorizationUrl(parameters), 'paul@example.com'))
      .leftFor,
  );

describe.each(databaseKinds)('on %s', (kind) => {
  let server: TestServer;
  beforeEach(async () => {
    server = await startTestServer({ kind });
    await server.addAccount('paul@example.com');
  });
  afterEach(() => server.stop());

  test('a new key is published, then signs; what the former signed counts until that is retired', async () => {
    const party = await newRelyingParty(server, await server.addClient());
    await server.addResource({ identifier: resource, scope: 'read' });
    const asked = { resource, scope: 'openid read' };
    const [former = ''] = await published(server.issuer);
    const next = await rotate(server);
    await server.lookAtKeys();
    expect(await published(server.issuer)).toEqual([former, next]);
    const before = await signIn(server, party, asked);
    expect([kidOf(before.id_token), kidOf(before.access_token)]).toEqual([former, former]);

    await pass(server, announcedSeconds);
    await server.lookAtKeys();
    expect(await published(server.issuer)).toEqual([next, former]);
    const after = await signIn(server, party, asked);
    expect([kidOf(after.id_token), kidOf(after.access_token)]).toEqual([next, next]);
    const idTokenIsGood = () =>
      jwtVerify(before.id_token ?? '', createRemoteJWKSet(new URL(`${server.issuer}/jwks`)), { issuer: server.issuer });
    await expect(idTokenIsGood()).resolves.toBeDefined();
    for (const tokens of [before, after])
      expect(await party.introspect(tokens.access_token)).toMatchObject({ active: true });

    await pass(server, 1000);
    await sweepSigningKeys(server.database, 1000);
    await server.lookAtKeys();
    expect(await published(server.issuer)).toEqual([next]);
    await expect(idTokenIsGood()).rejects.toThrow();
    expect(await party.introspect(before.access_token)).toEqual({ active: false });
    expect(await party.introspect(after.access_token)).toMatchObject({ active: true });
    // Signed out with a hint that the engine itself must verify.
    const hint = new URLSearchParams({ id_token_hint: after.id_token ?? '', client_id: party.clientId });
    expect((await fetch(`${server.issuer}/logout?${hint}`)).status).toBe(200);
  });
});

/** Sends the relying party's requests to one node after the other, as a balancer would. */
function balanced(ports: readonly number[], issuer: string): oidc.CustomFetch {
  let turn = 0;
  return async (url, { method, headers, body }) => {
    const { pathname, search } = new URL(url);
    const port = ports[turn++ % ports.length] ?? 0;
    const own = { Host: new URL(issuer).host };
    const answer = await sendRaw({
      ...{ port, target: pathname + search, method: method ?? 'GET' },
      headers: { ...headers, ...own },
      ...(body === undefined || body === null ? {} : { body: String(body) }),
    });
    const type = answer.headers['content-type'] ?? '';
    return new Response(answer.text, { status: answer.status, headers: { 'content-type': type } });
  };
}

test('two nodes change over one after the other under steady sign-ins and refreshes, and no token is refused anywhere', async () => {
  const server = await startTestServer();
  try {
    const node = await server.again();
    const ports = [server.port, node.port];
    await server.addAccount('paul@example.com');
    const fetchBalanced = balanced(ports, server.issuer);
    const client = await server.addClient();
    /** Checks every signature, with keys that it fetches when it first needs them and then keeps for minutes. */
    const startParty = async () => {
      const started = await newRelyingParty(server, client);
      started.config[oidc.customFetch] = fetchBalanced;
      oidc.enableNonRepudiationChecks(started.config);
      return started;
    };
    let party = await startParty();
    const [former = ''] = await published(server.issuer);

    const kids: string[] = [];
    let isOver = false;
    const steadily = async () => {
      while (!isOver) {
        const current = party;
        let { refresh_token: refreshToken } = await signIn(server, current);
        for (let round = 0; round < 4; round += 1) {
          const tokens = await current.refresh(refreshToken);
          refreshToken = tokens.refresh_token;
          for (const _node of ports) {
            const keys = await (await fetchBalanced(`${server.issuer}/jwks`, {} as oidc.CustomFetchOptions)).json();
            await jwtVerify(tokens.id_token ?? '', createLocalJWKSet(keys), { issuer: server.issuer });
          }
          kids.push(kidOf(tokens.id_token));
        }
      }
    };
    const running = steadily();
    /** Waits until, from now on, tokens of both nodes came, and returns who signed them. */
    const signers = async (): Promise<string[]> => {
      const from = kids.length;
      while (kids.length < from + 8) await Promise.race([running, new Promise((resolve) => setImmediate(resolve))]);
      return [...new Set(kids.slice(from + 2))].sort();
    };
    expect(await signers()).toEqual([former]);
    const next = await rotate(server);
    await node.lookAtKeys();
    expect(await signers()).toEqual([former]);
    await server.lookAtKeys();
    // In the hour before the new key signs, the relying party's copy grows too old and is fetched again, for the last time here.
    party = await startParty();
    await signers();
    expect(await signers()).toEqual([former]);
    await pass(server, announcedSeconds);
    // The other node is late: both sign, each with its own, and all of it counts.
    await server.lookAtKeys();
    expect(await signers()).toEqual([former, next].sort());
    await node.lookAtKeys();
    expect(await signers()).toEqual([next]);
    isOver = true;
    await running;
  } finally {
    await server.stop();
  }
});
