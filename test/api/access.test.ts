/** Who may ask what. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { problemIn, type Sent } from '../http/tiny-server.js';
import { openTestDatabase, type TestDatabase } from '../support/test-database.js';
import { type ApiServer, issuer, makeAccount, serveApi, type TokenFixture } from './api-server.js';

let opened: TestDatabase;
let api: ApiServer;
/** Nobody needs a second factor there. */
let lenient: ApiServer;
/** Everybody needs one there. */
let strict: ApiServer;
const ids: Record<string, string> = {};

beforeAll(async () => {
  opened = await openTestDatabase('postgres');
  const { database } = opened;
  api = await serveApi(database);
  lenient = await serveApi(database, { requireAdminMfa: false });
  strict = await serveApi(database, { requireAdminMfa: false, requireMfa: true });
  ids.admin = await makeAccount(database, { email: 'admin@example.org', roles: ['admin'] });
  ids.super = await makeAccount(database, { email: 'super@example.org', roles: ['super_admin'] });
  ids.person = await makeAccount(database, { email: 'person@example.org', roles: ['auditor'] });
  ids.other = await makeAccount(database, { email: 'other@example.org' });
  ids.disabled = await makeAccount(database, { email: 'gone@example.org', roles: ['admin'], status: 'disabled' });
});
afterAll(async () => {
  for (const server of [api, lenient, strict]) await server.close();
  await opened.close();
});

const unknownId = '00000000-0000-4000-8000-000000000000';
const ask = (path: string, token: TokenFixture, server: ApiServer = api) => server.get(path, server.issue(token));
const own = (): TokenFixture => ({ accountId: ids.person ?? '', scopes: ['account'] });

function challengeOf(sent: Sent): string {
  return String(sent.headers['www-authenticate']);
}

describe('no valid token', () => {
  test.each([
    ['nothing', undefined],
    ['another scheme', 'Basic YWRtaW46cGFzc3dvcmQ='],
    ['a scheme that begins like ours', 'BearerX token-0'],
  ])('%s is asked for one, and told no error', async (_case, authorization) => {
    const headers = authorization === undefined ? {} : { Authorization: authorization };
    const sent = await api.send('/api/users', { headers });
    expect(problemIn(sent)).toMatchObject({ status: 401, code: 'authentication_required' });
    expect(challengeOf(sent)).toBe(`Bearer realm="${issuer}/api"`);
  });

  test.each([
    ['unknown', 'Bearer unknown'],
    ['empty', 'Bearer'],
    ['two', 'Bearer token-0 token-1'],
    ['with forbidden characters', 'Bearer tök<en'],
    ['five thousand characters long', `Bearer ${'a'.repeat(5000)}`],
  ])('a token that is %s is invalid', async (_case, authorization) => {
    const headers = { Authorization: Buffer.from(authorization).toString('latin1') };
    const sent = await api.send('/api/users', { headers });
    expect(problemIn(sent)).toMatchObject({ status: 401, code: 'invalid_token' });
    expect(challengeOf(sent)).toContain('error="invalid_token"');
  });

  test.each<[string, () => TokenFixture]>([
    ['of another resource', () => ({ ...own(), audience: 'https://other.example/api' })],
    ['of the issuer itself', () => ({ ...own(), audience: issuer })],
    ['of a disabled account', () => ({ accountId: ids.disabled ?? '', scopes: ['admin'], mfaVerified: true })],
    ['of a deleted account', () => ({ accountId: unknownId, scopes: ['account'] })],
    [
      'of a disabled account, for emergencies',
      () => ({ accountId: ids.disabled ?? '', scopes: ['admin'], breakGlass: true }),
    ],
  ])('a token %s is invalid', async (_case, token) => {
    expect(problemIn(await ask('/api/users', token())).code).toBe('invalid_token');
  });

  test('the scheme may be written in any case', async () => {
    const Authorization = `bEARER ${api.issue(own())}`;
    expect((await api.send(`/api/users/${ids.person}`, { headers: { Authorization } })).status).toBe(200);
  });

  test('a token in the address does not count', async () => {
    const sent = await api.send(`/api/users/${ids.person}?access_token=${api.issue(own())}`);
    expect(problemIn(sent).code).toBe('authentication_required');
  });
});

describe('one’s own account', () => {
  test('is shown to its owner, with or without a second factor', async () => {
    expect((await ask(`/api/users/${ids.person}`, own())).status).toBe(200);
  });

  test('another’s answers letter by letter like an unknown one', async () => {
    const token = api.issue(own());
    const [another, unknown, odd] = await Promise.all(
      [ids.other, unknownId, 'nonsense'].map((id) => api.get(`/api/users/${id}`, token)),
    );
    expect(problemIn(another as Sent)).toMatchObject({ status: 404, code: 'account_not_found' });
    expect(another?.text).toBe(unknown?.text);
    expect(odd?.text).toBe(unknown?.text);
  });

  test('another’s is not even read', async () => {
    const token = api.issue(own());
    opened.statements.length = 0;
    await api.get(`/api/users/${ids.other}`, token);
    expect(opened.statements).toHaveLength(1);
  });

  test('is an admin’s too, when the scope is account only', async () => {
    const admin = { accountId: ids.admin ?? '', scopes: ['account'], mfaVerified: true };
    expect((await ask(`/api/users/${ids.admin}`, admin)).status).toBe(200);
    expect((await ask(`/api/users/${ids.other}`, admin)).status).toBe(404);
  });

  test('does not come with the list', async () => {
    const sent = await ask('/api/users', own());
    expect(problemIn(sent)).toMatchObject({ status: 403, code: 'insufficient_scope' });
    expect(challengeOf(sent)).toContain('error="insufficient_scope"');
    expect(challengeOf(sent)).toContain('scope="admin:read"');
  });
});

describe('administration', () => {
  const token = (who: string, scope: string, more: Partial<TokenFixture> = {}): TokenFixture => ({
    accountId: ids[who] ?? '',
    scopes: scope.split(' '),
    mfaVerified: true,
    ...more,
  });

  test.each<[string, () => TokenFixture, number, string | null]>([
    ['an admin with admin:read', () => token('admin', 'admin:read'), 200, null],
    ['an admin with admin', () => token('admin', 'admin'), 200, null],
    ['a super admin', () => token('super', 'admin:read'), 200, null],
    ['an admin without the scope', () => token('admin', 'openid email'), 403, 'insufficient_scope'],
    ['an admin with a scope that looks alike', () => token('admin', 'admin:reader ADMIN'), 403, 'insufficient_scope'],
    ['an admin without a second factor', () => token('admin', 'admin', { mfaVerified: false }), 403, 'mfa_required'],
    ['a person who is no admin', () => token('person', 'admin'), 403, 'role_required'],
    [
      'the owner of the machine, for emergencies',
      () => token('person', 'admin:read', { mfaVerified: false, breakGlass: true }),
      200,
      null,
    ],
    [
      'the owner of the machine, without the scope',
      () => token('admin', 'account', { breakGlass: true }),
      403,
      'insufficient_scope',
    ],
    ['a client that was granted admin:read', () => ({ accountId: null, scopes: ['admin:read'] }), 200, null],
    ['a client that was granted account', () => ({ accountId: null, scopes: ['account'] }), 403, 'insufficient_scope'],
  ])('%s', async (_case, fixture, status, code) => {
    const sent = await ask('/api/users', fixture());
    expect(sent.status).toBe(status);
    if (code !== null) expect(problemIn(sent).code).toBe(code);
  });

  test('one account needs what the list needs', async () => {
    for (const [scope, mfaVerified, status] of [
      ['admin:read', true, 200],
      ['admin:read', false, 403],
      ['openid', true, 403],
    ] as const) {
      expect((await ask(`/api/users/${ids.other}`, token('admin', scope, { mfaVerified }))).status).toBe(status);
    }
  });

  test('a missing second factor comes with the challenge of RFC 9470', async () => {
    const sent = await ask('/api/users', token('admin', 'admin:read', { mfaVerified: false }));
    expect(challengeOf(sent)).toContain('error="insufficient_user_authentication"');
    expect(challengeOf(sent)).toContain('acr_values="urn:countersign:acr:mfa"');
  });

  test('where policy requires no second factor of admins, the password will do', async () => {
    expect((await ask('/api/users', token('admin', 'admin:read', { mfaVerified: false }), lenient)).status).toBe(200);
  });

  test('where policy requires one of everybody, it requires one of admins', async () => {
    const sent = await ask('/api/users', token('admin', 'admin:read', { mfaVerified: false }), strict);
    expect(problemIn(sent).code).toBe('mfa_required');
  });

  test('an admin in a hurry still sees their own account', async () => {
    const both = token('admin', 'account admin:read', { mfaVerified: false });
    expect((await ask(`/api/users/${ids.admin}`, both)).status).toBe(200);
    expect(problemIn(await ask(`/api/users/${ids.other}`, both)).code).toBe('mfa_required');
  });

  test('a refusal says nothing about what exists', async () => {
    const weak = api.issue(token('admin', 'admin', { mfaVerified: false }));
    const [known, unknown] = await Promise.all([ids.other, unknownId].map((id) => api.get(`/api/users/${id}`, weak)));
    expect(known?.text).toBe(unknown?.text);
  });
});
