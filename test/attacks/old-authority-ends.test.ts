/** When password, role, status, factor or policy changes, what was obtained before yields nothing more, at this moment and in races. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { changeAccount, setPassword } from '../../src/accounts/account-change-store.js';
import { raiseGeneration } from '../../src/accounts/generation-store.js';
import type { Connection } from '../../src/database/schema.js';
import { removeMfa, removeTotpCredential } from '../../src/mfa/remove-mfa-store.js';
import { newPerson, type Person } from '../support/person.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import {
  anotherNode,
  authorizeUrl,
  codeFrom,
  codeNow,
  cookiesFor,
  type Enrolled,
  enrolledAccount,
  redeem,
  type SignIn,
  sendAct,
  sendAsClient,
  signInAtChallenge,
  type TestClient,
  tokensOf,
} from './attack-fixture.js';
import { sendRaw } from './raw-request.js';

let server: TestServer;
let client: TestClient;
let consentClient: TestClient;

beforeAll(async () => {
  server = await startTestServer({ env: { RATE_LIMIT: 'off' } });
  client = await server.addClient({ scope: 'openid email account' });
  consentClient = await server.addClient({ skip_consent: false });
});

afterAll(() => server.stop());

const refresh = (token: string, node = server) =>
  sendAsClient(node, '/token', client, { grant_type: 'refresh_token', refresh_token: token });

const bearer = async (target: string, token: string): Promise<number> => {
  const headers = { Host: new URL(server.issuer).host, Authorization: `Bearer ${token}` };
  return (await sendRaw({ port: server.port, target, headers })).status;
};

/** Everything that a person who is signed in can have. */
interface Holdings {
  readonly victim: Enrolled;
  readonly person: Person;
  readonly refreshToken: string;
  readonly accessToken: string;
  readonly apiToken: string;
  /** Not redeemed yet. */
  readonly code: string;
  /** Past the password in another browser, and its right code. */
  readonly pending: SignIn;
  /** At the consent page. */
  readonly consent: SignIn;
}

async function holdings(): Promise<Holdings> {
  const victim = await enrolledAccount(server, { roles: ['admin'] });
  const { person } = await signInAtChallenge(server, client, victim);
  const page = await person.act('verify_factor', { code: codeNow(server, victim) });
  server.clock.move(30);
  const tokens = tokensOf(await redeem(server, client, codeFrom(page)));
  const api = { scope: 'openid account', resource: `${server.issuer}/api` };
  const apiPage = await person.open(authorizeUrl(server, client, api));
  const apiTokens = tokensOf(await redeem(server, client, codeFrom(apiPage)));
  const code = codeFrom(await person.open(authorizeUrl(server, client)));
  const asked = await person.open(authorizeUrl(server, consentClient));
  const csrf = /name="csrf" value="([^"]+)"/.exec(asked.html)?.[1] ?? '';
  return {
    victim,
    person,
    refreshToken: tokens.refresh_token,
    accessToken: tokens.access_token,
    apiToken: apiTokens.access_token,
    code,
    pending: await signInAtChallenge(server, client, victim),
    consent: { person, uid: asked.url.split('/').at(-1) ?? '', csrf },
  };
}

const events: readonly never[] = [];
const changes: readonly (readonly [string, (connection: Connection, victim: Enrolled) => Promise<unknown>])[] = [
  ['a new password', (connection, { account }) => setPassword(connection, account.id, { passwordHash: 'x', events })],
  ['a lost role', (connection, { account }) => changeAccount(connection, account.id, { roles: [] }, events)],
  [
    'a gained role',
    (connection, { account }) => changeAccount(connection, account.id, { roles: ['admin', 'super_admin'] }, events),
  ],
  [
    'a disabled account',
    (connection, { account }) => changeAccount(connection, account.id, { status: 'disabled' }, events),
  ],
  [
    'a removed second factor',
    (connection, { account }) => removeMfa(connection, { accountId: account.id, demandEnrolment: false, events }),
  ],
  [
    'a reset second factor',
    (connection, { account }) => removeMfa(connection, { accountId: account.id, demandEnrolment: true, events }),
  ],
  [
    'one removed authenticator app',
    async (connection, { account }) => {
      const { rows } = await sql<{
        id: string;
      }>`SELECT id FROM totp_credential WHERE account_id = ${account.id}::uuid`.execute(connection);
      const removal = { accountId: account.id, credentialId: rows[0]?.id ?? '', events: () => events };
      await removeTotpCredential(connection, removal);
    },
  ],
  ['signing out everywhere', (connection, { account }) => raiseGeneration(connection, account.id)],
  [
    'a deleted account',
    (connection, { account }) => sql`DELETE FROM account WHERE id = ${account.id}::uuid`.execute(connection),
  ],
];

describe.each(changes)('after %s', (_name, change) => {
  test('refresh token, access tokens, code, session, pending sign-in and consent page yield nothing', async () => {
    const held = await holdings();
    expect(await bearer('/userinfo', held.accessToken)).toBe(200);
    expect(await bearer(`/api/users/${held.victim.account.id}`, held.apiToken)).toBe(200);
    await change(server.database, held.victim);

    expect((await refresh(held.refreshToken)).status).toBe(400);
    expect((await redeem(server, client, held.code)).status).toBe(400);
    expect(await bearer('/userinfo', held.accessToken)).toBe(401);
    expect(await bearer(`/api/users/${held.victim.account.id}`, held.apiToken)).toBe(401);
    for (const token of [held.accessToken, held.apiToken, held.refreshToken]) {
      const introspected = await sendAsClient(server, '/introspect', client, { token });
      expect(JSON.parse(introspected.text)).toEqual({ active: false });
    }
    const path = `/interaction/${held.pending.uid}`;
    const pending = await sendAct(server, held.pending, 'verify_factor', { code: codeNow(server, held.victim) });
    expect(pending.headers.location ?? '').not.toContain('/authorize/');
    const shown = await sendRaw({
      port: server.port,
      target: path,
      headers: {
        Host: new URL(server.issuer).host,
        Accept: 'text/html',
        Cookie: cookiesFor(held.pending.person, path),
      },
    });
    expect(shown.text).not.toContain('one-time-code');
    const allowed = await sendAct(server, held.consent, 'allow');
    expect(allowed.status).toBeLessThan(500);
    if (allowed.headers.location !== undefined) {
      const resumed = await held.person.open(allowed.headers.location);
      expect(resumed.leftFor?.searchParams.get('code') ?? null).toBeNull();
    }
    const silent = await held.person.open(authorizeUrl(server, client, { prompt: 'none' }));
    expect(silent.leftFor?.searchParams.get('error')).toBe('login_required');
  });
});

test('a token renewed at the very moment of the change is dead as well, 12 rounds long', async () => {
  const victim = await enrolledAccount(server);
  let generation = victim.account.generation;
  for (let round = 0; round < 12; round += 1) {
    const account = { ...victim.account, generation };
    const { person } = await signInAtChallenge(server, client, { account });
    const page = await person.act('verify_factor', { code: codeNow(server, victim) });
    server.clock.move(30);
    const tokens = tokensOf(await redeem(server, client, codeFrom(page)));
    const [renewed, sso] = await Promise.all([
      refresh(tokens.refresh_token),
      person.open(authorizeUrl(server, client, { prompt: 'none' })),
      raiseGeneration(server.database, victim.account.id),
    ]);
    generation += 1;
    expect(renewed.status).toBeLessThan(500);
    if (renewed.status === 200) {
      const after = tokensOf(renewed);
      expect((await refresh(after.refresh_token)).status).toBe(400);
      expect(await bearer('/userinfo', after.access_token)).toBe(401);
    }
    const code = sso.leftFor?.searchParams.get('code');
    if (code != null) expect((await redeem(server, client, code)).status).toBe(400);
    const silent = await person.open(authorizeUrl(server, client, { prompt: 'none' }));
    expect(silent.leftFor?.searchParams.get('error')).toBe('login_required');
  }
});

test('a policy that begins to require a second factor ends what a password alone had obtained, once grace is over', async () => {
  const account = await server.addAccount('password-only@example.com');
  const person = newPerson(server.issuer);
  const signIn = await signInAtChallenge(server, client, { account }, { person });
  const tokens = tokensOf(await redeem(server, client, codeFrom(await person.open(`/interaction/${signIn.uid}`))));
  const code = codeFrom(await person.open(authorizeUrl(server, client)));
  const strict = await anotherNode(server, { REQUIRE_MFA: 'true', MFA_GRACE_PERIOD_DAYS: '0' });
  expect((await refresh(tokens.refresh_token, strict)).status).toBe(400);
  expect((await redeem(strict, client, code)).status).toBe(400);
  const target = authorizeUrl(server, client, { prompt: 'none' }).slice(server.issuer.length);
  const headers = { Host: new URL(server.issuer).host, Cookie: cookiesFor(person, '/authorize') };
  const silent = await sendRaw({ port: strict.port, target, headers });
  expect(silent.headers.location).toMatch(/error=(interaction_required|login_required)/);
  await strict.stop();
});
