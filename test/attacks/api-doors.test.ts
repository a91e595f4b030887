/** The API gives the least: own object only, the scopes a client is registered for, the person's role of this moment, and never a secret. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { changeAccount } from '../../src/accounts/account-change-store.js';
import { newPerson } from '../support/person.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import {
  authorizeUrl,
  codeFrom,
  codeNow,
  type Enrolled,
  enrolledAccount,
  redeem,
  sendAsClient,
  signInAtChallenge,
  type TestClient,
  tokensOf,
} from './attack-fixture.js';
import { type RawAnswer, sendRaw } from './raw-request.js';

const allScopes = 'openid email account admin:read admin';

let server: TestServer;
let client: TestClient;
let victim: Enrolled;
let admin: Enrolled;
let audience: string;

beforeAll(async () => {
  server = await startTestServer({ env: { RATE_LIMIT: 'off', REQUIRE_ADMIN_MFA: 'true' } });
  audience = `${server.issuer}/api`;
  client = await server.addClient({ scope: allScopes });
  victim = await enrolledAccount(server);
  admin = await enrolledAccount(server, { roles: ['admin'] });
});

afterAll(() => server.stop());

/** An access token for the API, of a sign-in with both factors. */
async function tokenOf(
  owner: Enrolled,
  scope: string,
  by: TestClient = client,
): Promise<{ token: string; scope: string }> {
  const parameters = { scope: `openid ${scope}`, resource: audience };
  const { person } = await signInAtChallenge(server, by, owner, { parameters });
  const page = await person.act('verify_factor', { code: codeNow(server, owner) });
  server.clock.move(30);
  const tokens = tokensOf(await redeem(server, by, codeFrom(page)));
  return { token: tokens.access_token, scope: tokens.scope ?? '' };
}

const get = (target: string, token?: string): Promise<RawAnswer> =>
  sendRaw({
    port: server.port,
    target,
    headers: {
      Host: new URL(server.issuer).host,
      Accept: 'application/json',
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    },
  });

const codeOf = ({ status, text }: RawAnswer): string => `${status} ${JSON.parse(text).code}`;

test('with the scope account a person reads their own account; another’s is as absent as one that does not exist', async () => {
  const { token } = await tokenOf(victim, 'account');
  expect((await get(`/api/users/${victim.account.id}`, token)).status).toBe(200);
  const others = [
    admin.account.id,
    '00000000-0000-4000-8000-000000000000',
    admin.account.id.toUpperCase(),
    'x',
    '%00',
    '../users',
  ];
  const answers = await Promise.all(others.map((id) => get(`/api/users/${id}`, token)));
  const { 'x-request-id': _id, date: _date, ...first } = answers[0]?.headers ?? {};
  for (const answer of answers.slice(0, 5)) {
    const { 'x-request-id': _otherId, date: _otherDate, ...headers } = answer.headers;
    expect([answer.status, answer.text, headers]).toEqual([404, answers[0]?.text, first]);
  }
  expect(codeOf(await get('/api/users', token))).toBe('403 insufficient_scope');
});

test('an admin scope without the role is worth nothing, and ends with the role', async () => {
  const { token } = await tokenOf(victim, 'admin:read admin');
  expect(codeOf(await get('/api/users', token))).toBe('403 role_required');
  const former = await enrolledAccount(server, { roles: ['admin'] });
  const held = await tokenOf(former, 'admin:read');
  expect((await get('/api/users', held.token)).status).toBe(200);
  await changeAccount(server.database, former.account.id, { roles: [] }, []);
  expect(codeOf(await get('/api/users', held.token))).toBe('401 invalid_token');
});

test('an administrator’s password alone administers nothing while policy asks for more, though grace still lets it in', async () => {
  const lazy = await server.addAccount('lazy-admin@example.com', { roles: ['super_admin'] });
  const person = newPerson(server.issuer);
  const parameters = { scope: 'openid account admin:read admin', resource: audience };
  const signIn = await signInAtChallenge(server, client, { account: lazy }, { person, parameters });
  await person.open(`/interaction/${signIn.uid}`);
  const page = await person.act('not_now');
  const { access_token: token } = tokensOf(await redeem(server, client, codeFrom(page)));
  const refused = await get('/api/users', token);
  expect(codeOf(refused)).toBe('403 mfa_required');
  expect(refused.headers['www-authenticate']).toContain('acr_values="urn:countersign:acr:mfa"');
  expect(codeOf(await get(`/api/users/${admin.account.id}`, token))).toMatch(/^40[34] /);
  expect((await get(`/api/users/${lazy.id}`, token)).status).toBe(200);
});

describe('a client', () => {
  const grants = ['client_credentials'];
  const machine = async (scope: string | undefined, asked: string): Promise<RawAnswer> => {
    const registration = { grant_types: grants, redirect_uris: [], ...(scope === undefined ? {} : { scope }) };
    const by = await server.addClient(registration);
    const form = { grant_type: 'client_credentials', resource: audience, scope: asked };
    return sendAsClient(server, '/token', by, form);
  };

  test('that was not registered for the API’s scopes gets none of them, by itself or through a person', async () => {
    for (const scope of [undefined, 'openid', 'openid email account']) {
      for (const asked of ['admin', 'admin:read', 'admin:read admin']) {
        const answer = await machine(scope, asked);
        const got = answer.status === 200 ? (JSON.parse(answer.text).scope ?? '') : '';
        expect([scope, asked, got.includes('admin')]).toEqual([scope, asked, false]);
        if (answer.status === 200) {
          const { access_token: token } = JSON.parse(answer.text);
          expect((await get('/api/users', token)).status).toBeGreaterThanOrEqual(401);
        }
      }
    }
    const narrow = await server.addClient({ scope: 'openid account' });
    const { token, scope } = await tokenOf(admin, 'account admin:read admin', narrow);
    expect(scope).not.toContain('admin');
    expect(codeOf(await get('/api/users', token))).toBe('403 insufficient_scope');
  });

  test('by itself reads at most, and stands for nobody', async () => {
    const answer = await machine('admin:read admin account', 'admin:read admin account');
    const { access_token: token } = tokensOf(answer);
    expect(codeOf(await get(`/api/users/${'0'.repeat(8)}-0000-4000-8000-${'0'.repeat(12)}`, token))).toMatch(
      /^40[34] /,
    );
    const introspected = JSON.parse((await sendAsClient(server, '/introspect', client, { token })).text);
    expect(introspected).toMatchObject({ active: true, mfa_verified: false });
    expect(introspected).not.toHaveProperty('sub', admin.account.id);
    for (const [method, path] of [
      ['POST', `/api/users/${victim.account.id}/mfa/disable`],
      ['POST', `/api/users/${victim.account.id}/mfa/reset`],
      ['POST', '/api/mfa/enroll'],
      ['DELETE', `/api/users/${victim.account.id}`],
      ['PATCH', `/api/users/${victim.account.id}`],
    ] as const) {
      const refused = await sendRaw({
        port: server.port,
        target: path,
        method,
        body: '{"reason":"x","roles":["super_admin"]}',
        headers: {
          Host: new URL(server.issuer).host,
          Authorization: `Bearer ${token}`,
          'Content-Type': 'application/json',
        },
      });
      expect([path, refused.status >= 400 && refused.status < 500]).toEqual([path, true]);
    }
  });

  test('cannot widen a token’s scopes at its renewal', async () => {
    const narrow = { scope: 'openid account', resource: audience };
    const { person } = await signInAtChallenge(server, client, admin, { parameters: narrow });
    const page = await person.act('verify_factor', { code: codeNow(server, admin) });
    server.clock.move(30);
    const tokens = tokensOf(await redeem(server, client, codeFrom(page)));
    const form = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token, scope: 'openid account admin' };
    expect((await sendAsClient(server, '/token', client, form)).status).toBe(400);
  });
});

test('a token for something else opens nothing here, and this API’s token nothing elsewhere', async () => {
  await server.addResource({
    identifier: 'https://other.example/api',
    scope: 'account admin admin:read',
    tokenFormat: 'opaque',
  });
  const registered = await server.addClient({ scope: allScopes });
  const { person } = await signInAtChallenge(server, registered, admin, {
    parameters: { scope: 'openid admin', resource: 'https://other.example/api' },
  });
  const page = await person.act('verify_factor', { code: codeNow(server, admin) });
  server.clock.move(30);
  const foreign = tokensOf(await redeem(server, registered, codeFrom(page))).access_token;
  const plain = tokensOf(
    await redeem(server, registered, codeFrom(await person.open(authorizeUrl(server, registered)))),
  );
  for (const token of [foreign, plain.access_token, '', 'x', 'null', 'undefined', '\u00e9']) {
    expect([token, (await get('/api/users', token)).status]).toEqual([token, 401]);
  }
  const own = await tokenOf(admin, 'account');
  expect([401, 403]).toContain((await get('/userinfo', own.token)).status);
});

test('no answer of the API holds a seed, a hash, a seal or a code', async () => {
  const { token } = await tokenOf(admin, 'admin:read account');
  const targets = [
    '/api/users',
    '/api/users?limit=200',
    `/api/users/${victim.account.id}`,
    `/api/users/${admin.account.id}`,
  ];
  for (const target of targets) {
    const { status, text } = await get(target, token);
    expect([target, status]).toEqual([target, 200]);
    for (const secret of [
      victim.seed,
      admin.seed,
      ...victim.backupCodes,
      'argon2',
      'sealed',
      'hash',
      'generation',
      'email_key',
    ]) {
      expect(text).not.toContain(secret);
    }
  }
});

test('unknown, repeated and odd parameters are refused by name, not ignored: a filter that does nothing would list everybody', async () => {
  const { token } = await tokenOf(admin, 'admin:read');
  const queries = `emial=x email=a&email=b limit=0 limit=201 limit=1e3 limit=-1 limit= limit=9999999999999999999 cursor=x
    cursor=%00 fields=password_hash fields=seed_sealed fields=__proto__ fields=email,email_key fields= mfa_enabled=maybe
    status=%00 role[]=admin email=%ED%A0%80 __proto__=x constructor=x`;
  for (const query of queries.split(/\s+/)) {
    const { status } = await get(`/api/users?${query}`, token);
    expect([query, status]).toEqual([query, 400]);
  }
});
