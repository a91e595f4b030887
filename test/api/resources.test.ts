/** Resource servers over the API: registered, read, changed and removed, on both databases. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import {
  exampleNewResource,
  exampleResource,
  newResourceBody,
  resourceListSchema,
  resourceSchema,
} from '../../src/api/resource-schema.js';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../support/test-database.js';
import { bodyOf, newStaff, type Staff } from './admin-bench.js';
import { type ApiServer, issuer, serveApi } from './api-server.js';
import { refusalIn } from './mfa-bench.js';

test('the examples of the document are what its schemas say', () => {
  expect(resourceSchema.parse(exampleResource)).toEqual(exampleResource);
  expect(newResourceBody.parse(exampleNewResource)).toEqual(exampleNewResource);
});

describe.each(databaseKinds)('on %s', (kind) => {
  let opened: TestDatabase;
  let api: ApiServer;
  let admin: Staff;
  let junior: Staff;
  let count = 0;

  beforeAll(async () => {
    opened = await openTestDatabase(kind);
    api = await serveApi(opened.database);
    admin = await newStaff(api, opened.database, 'super_admin');
    junior = await newStaff(api, opened.database, 'admin');
  });
  afterAll(async () => {
    await api.close();
    await opened.close();
  });

  const fresh = (change: object = {}) => {
    count += 1;
    return { identifier: `https://r${count}.example/a?b=c`, scope: 'read write', ...change };
  };
  const post = (body: unknown, by = admin) => api.post('/api/resources', by.token, body);
  const made = async (change: object = {}) => bodyOf(await post(fresh(change)), 201);
  const at = (id: unknown) => `/api/resources/${encodeURIComponent(String(id))}`;
  const patch = (id: unknown, body: unknown, by = admin) => api.call('PATCH', at(id), by.token, body);
  const remove = (id: unknown, by = admin) => api.call('DELETE', at(id), by.token);
  const get = async (id: unknown) => bodyOf(await api.get(at(id), admin.token));
  const events = async (identifier: unknown) => {
    const { rows } = await sql<{ type: string; actor_id: string; detail: Record<string, unknown> }>`
      SELECT type, actor_id, detail FROM audit_event WHERE detail->>'identifier' = ${String(identifier)} ORDER BY id`.execute(
      opened.database,
    );
    return rows;
  };

  test('is there at once, under an id of its own, and in the audit log', async () => {
    const asked = fresh({ token_format: 'opaque', min_acr: 'urn:countersign:acr:mfa', access_token_ttl: 300 });
    const resource = bodyOf(await post(asked, junior), 201);
    expect(resource).toMatchObject(asked);
    expect(resourceSchema.parse(resource)).toEqual(resource);
    expect(await get(resource.id)).toEqual(resource);
    expect(await events(asked.identifier)).toMatchObject([
      { type: 'resource.created', actor_id: junior.id, detail: { ...asked, through_client: 'client-1' } },
    ]);
    expect(refusalIn(await post(asked))).toBe('409 identifier_taken');
  });

  test.each([
    [{ identifier: 'orders' }, '#/identifier', 'not_a_uri'],
    [{ identifier: 'https://a.example/#x' }, '#/identifier', 'fragment'],
    [{ scope: 'read "all"' }, '#/scope', 'invalid_scope'],
    [{ min_acr: 'gold' }, '#/min_acr', 'unknown_acr'],
    [{ access_token_ttl: 0 }, '#/access_token_ttl', 'ttl_out_of_range'],
    [{ access_token_ttl: 86_401 }, '#/access_token_ttl', 'ttl_out_of_range'],
  ])('%j is refused, and where is said', async (change, pointer, because) => {
    const sent = await post(fresh(change));
    expect(refusalIn(sent)).toBe('400 invalid_resource_metadata');
    expect(JSON.parse(sent.text).errors).toMatchObject([{ pointer, because }]);
  });

  test.each([
    [{ scope: undefined }],
    [{ token_format: 'paseto' }],
    [{ access_token_ttl: '60' }],
    [{ access_token_ttl: 1.5 }],
    [{ id: '00000000-0000-4000-8000-000000000000' }],
    [{ created_at: '2026-01-01T00:00:00Z' }],
  ])('%j is nobody’s to send', async (change) => {
    expect(refusalIn(await post(fresh(change)))).toBe('400 invalid_body');
  });

  test('this API is no resource that could be registered', async () => {
    const sent = await post(fresh({ identifier: `${issuer}/api` }));
    expect(refusalIn(sent)).toBe('400 invalid_resource_metadata');
    expect(JSON.parse(sent.text).errors).toMatchObject([{ because: 'reserved' }]);
  });

  test('what is not given stays, null takes away, the identifier never changes; the event says what was', async () => {
    const { id, identifier } = await made({ min_acr: 'urn:countersign:acr:mfa', access_token_ttl: 60 });
    const changed = bodyOf(await patch(id, { scope: 'read', access_token_ttl: null, token_format: 'opaque' }));
    expect(changed).toMatchObject({
      ...{ id, identifier, scope: 'read', token_format: 'opaque', access_token_ttl: null },
      min_acr: 'urn:countersign:acr:mfa',
    });
    expect(await get(id)).toEqual(changed);
    expect((await events(identifier)).slice(1)).toMatchObject([
      {
        type: 'resource.updated',
        actor_id: admin.id,
        detail: {
          fields: ['access_token_ttl', 'scope', 'token_format'],
          access_token_ttl: { from: 60, to: null },
          scope: { from: 'read write', to: 'read' },
        },
      },
    ]);
    expect(bodyOf(await patch(id, { scope: 'read' }))).toEqual(changed);
    expect(await events(identifier)).toHaveLength(2);
    expect(refusalIn(await patch(id, { identifier: 'https://other.example/' }))).toBe('400 invalid_body');
    expect(refusalIn(await patch(id, { min_acr: 'gold' }))).toBe('400 invalid_resource_metadata');
    expect(refusalIn(await patch(id, {}))).toBe('400 invalid_body');
    expect(await get(id)).toEqual(changed);
  });

  test('removed once; its identifier is free then', async () => {
    const { id, identifier } = await made();
    expect((await remove(id)).status).toBe(204);
    expect(refusalIn(await remove(id))).toBe('404 resource_not_found');
    expect((await events(identifier)).map(({ type }) => type)).toEqual(['resource.created', 'resource.deleted']);
    bodyOf(await post({ identifier, scope: '' }), 201);
  });

  test('an admin who is no super_admin neither changes nor removes one; who may read reads', async () => {
    const resource = await made({ min_acr: 'urn:countersign:acr:mfa' });
    for (const change of [{ min_acr: null }, { scope: 'read write all' }, { token_format: 'opaque' }]) {
      expect(refusalIn(await patch(resource.id, change, junior))).toBe('403 super_admin_required');
    }
    expect(refusalIn(await remove(resource.id, junior))).toBe('403 super_admin_required');
    const reader = { ...junior, token: junior.issue({ scopes: ['admin:read'] }) };
    expect(refusalIn(await post(fresh(), reader))).toBe('403 insufficient_scope');
    expect(refusalIn(await patch(resource.id, { scope: 'x' }, reader))).toBe('403 insufficient_scope');
    expect(refusalIn(await remove(resource.id, reader))).toBe('403 insufficient_scope');
    expect(bodyOf(await api.get(at(resource.id), reader.token))).toEqual(resource);
    const nobody = await newStaff(api, opened.database, 'editor');
    expect(refusalIn(await api.get('/api/resources', nobody.token))).toBe('403 role_required');
  });

  test.each(['x', ' ', '\u0000', "' OR true --", '00000000-0000-4000-8000-000000000000'])(
    'no resource has the id %j',
    async (id) => {
      expect(refusalIn(await api.get(at(id), admin.token))).toBe('404 resource_not_found');
      expect(refusalIn(await patch(id, { scope: 'x' }))).toBe('404 resource_not_found');
      expect(refusalIn(await remove(id))).toBe('404 resource_not_found');
    },
  );

  describe('the list', () => {
    const pages = async (query: string) => {
      const found: string[] = [];
      for (let cursor: unknown = ''; cursor !== null; ) {
        const more = cursor === '' ? '' : `&cursor=${encodeURIComponent(String(cursor))}`;
        const list = bodyOf(await api.get(`/api/resources?${query}${more}`, admin.token));
        expect(resourceListSchema.parse(list)).toEqual(list);
        found.push(...(list.data as { identifier: string }[]).map(({ identifier }) => identifier));
        cursor = list.next_cursor;
      }
      return found;
    };

    test('is whole in pages of any size, in the order of the identifiers, and narrowed by its filters', async () => {
      const names = ['urn:Z', 'urn:a', 'urn:a%', 'urn:a_', 'urn:a~', 'urn:ab', 'urn:b'];
      for (const identifier of names)
        await made({ identifier, ...(identifier === 'urn:b' && { token_format: 'opaque' }) });
      const all = await pages('limit=200');
      expect(all).toEqual(all.toSorted());
      for (const limit of [1, 3]) expect(await pages(`limit=${limit}`)).toEqual(all);
      expect(await pages('limit=2&identifier_prefix=urn:a')).toEqual(['urn:a', 'urn:a%', 'urn:a_', 'urn:ab', 'urn:a~']);
      expect(await pages(`identifier_prefix=${encodeURIComponent('urn:a%')}`)).toEqual(['urn:a%']);
      expect(await pages('token_format=opaque&identifier_prefix=urn:')).toEqual(['urn:b']);
    });

    test.each(['limit=0', 'token_format=x', 'identifier_prefix=', 'identifier=x', 'identifier_prefix=%00'])(
      '%s is refused',
      async (query) => {
        expect((await api.get(`/api/resources?${query}`, admin.token)).status).toBe(400);
      },
    );

    test('takes no cursor that it did not give', async () => {
      expect(refusalIn(await api.get('/api/resources?cursor=x', admin.token))).toBe('400 invalid_cursor');
    });
  });
});
