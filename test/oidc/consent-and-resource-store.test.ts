/** What people allowed, and what tokens may be asked for. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createClient } from '../../src/oidc/client-store.js';
import { findConsent, forgetConsent, rememberConsent } from '../../src/oidc/consent-store.js';
import { inRequestScope } from '../../src/oidc/current-scope.js';
import { listResources } from '../../src/oidc/resource-list-store.js';
import { createResource, findResource } from '../../src/oidc/resource-store.js';
import { givenAccount } from '../accounts/account-fixture.js';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../support/test-database.js';

const issuer = 'https://id.example';
const nothing = { scope: '', claims: [], resources: {} };

describe.each(databaseKinds)('on %s', (kind) => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase(kind);
  });
  afterAll(() => opened.close());
  beforeEach(() => {
    opened.statements.length = 0;
  });

  describe('a consent', () => {
    let pair: { accountId: string; clientId: string };
    beforeEach(async () => {
      const client = await createClient(opened.database, { client_name: 'App', redirect_uris: ['https://a.example/'] });
      if (!client.ok) throw new Error(client.because);
      pair = { accountId: (await givenAccount(opened.database)).id, clientId: client.client.id };
    });
    const found = () => findConsent(opened.database, pair.accountId, pair.clientId);

    test('is remembered, added to, and forgotten', async () => {
      expect(await found()).toBeUndefined();
      await rememberConsent(opened.database, { ...pair, added: { ...nothing, scope: 'openid email' } });
      const added = { scope: 'openid profile', claims: ['name'], resources: { 'https://r.example': 'read' } };
      await rememberConsent(opened.database, { ...pair, added });
      await rememberConsent(opened.database, {
        ...pair,
        added: { ...nothing, resources: { 'https://r.example': 'write' } },
      });
      expect(await found()).toEqual({
        scope: 'openid email profile',
        claims: ['name'],
        resources: { 'https://r.example': 'read write' },
      });
      expect(await forgetConsent(opened.database, pair.accountId, pair.clientId)).toBe(true);
      expect(await forgetConsent(opened.database, pair.accountId, pair.clientId)).toBe(false);
      expect(await found()).toBeUndefined();
    });

    test('given twenty times at once loses nothing', async () => {
      const scopes = Array.from({ length: 20 }, (_, index) => `scope${index}`);
      await Promise.all(
        scopes.map((scope) => rememberConsent(opened.database, { ...pair, added: { ...nothing, scope } })),
      );
      expect((await found())?.scope.split(' ').sort()).toEqual([...scopes].sort());
    });

    test('is not looked for under what can be no id', async () => {
      opened.statements.length = 0;
      expect(await findConsent(opened.database, 'ann', pair.clientId)).toBeUndefined();
      expect(await findConsent(opened.database, pair.accountId, '\u0000')).toBeUndefined();
      expect(opened.statements).toHaveLength(0);
    });
  });

  describe('a resource', () => {
    const create = (asked: Partial<Parameters<typeof createResource>[2]>) =>
      createResource(opened.database, issuer, { identifier: 'https://r.example/', scope: 'read', ...asked });

    test('is made once, listed after the built-in one, and read once per request', async () => {
      const made = await create({ identifier: 'https://files.example', scope: ' read  write read' });
      expect(made).toMatchObject({ ok: true, resource: { scope: 'read write', tokenFormat: 'jwt', minAcr: null } });
      expect(await create({ identifier: 'https://files.example' })).toEqual({ ok: false, because: 'identifier_taken' });
      const listed = await listResources(opened.database, issuer);
      expect(listed.map(({ identifier }) => identifier)).toEqual([`${issuer}/api`, 'https://files.example']);
      opened.statements.length = 0;
      await inRequestScope(async () => {
        const twice = [1, 2].map(() => findResource(opened.database, issuer, 'https://files.example'));
        expect(await Promise.all(twice)).toEqual([made.ok && made.resource, made.ok && made.resource]);
      });
      expect(opened.statements).toHaveLength(1);
    });

    test('that is built in is opaque, needs no statement and cannot be taken', async () => {
      expect(await findResource(opened.database, issuer, `${issuer}/api`)).toEqual({
        identifier: `${issuer}/api`,
        scope: 'account admin:read admin',
        tokenFormat: 'opaque',
        minAcr: null,
        accessTokenTtlSeconds: null,
      });
      expect(opened.statements).toHaveLength(0);
      expect(await create({ identifier: `${issuer}/api` })).toEqual({ ok: false, because: 'reserved' });
    });

    test.each([
      [{ identifier: 'files' }, 'not_a_uri'],
      [{ identifier: 'https://r.example/#a' }, 'fragment'],
      [{ identifier: 'https://r.example/\u0000' }, 'not_a_uri'],
      [{ scope: 'read "all"' }, 'invalid_scope'],
      [{ minAcr: 'urn:x' }, 'unknown_acr'],
    ])('with %j is refused: %s', async (asked, because) => {
      expect(await create(asked)).toEqual({ ok: false, because });
      expect(opened.statements).toHaveLength(0);
    });

    test('nobody knows is undefined, and what can be none is not looked for', async () => {
      expect(await findResource(opened.database, issuer, 'https://unknown.example')).toBeUndefined();
      opened.statements.length = 0;
      expect(await findResource(opened.database, issuer, '\u0000')).toBeUndefined();
      expect(opened.statements).toHaveLength(0);
    });
  });
});
