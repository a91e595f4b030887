/** Relying parties over the API: registered, read, changed, given new secrets and removed, on both databases. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { exampleClient, exampleClientWithSecret, exampleNewClient } from '../../src/api/client-examples.js';
import { clientListSchema, clientSchema, clientWithSecretSchema, newClientBody } from '../../src/api/client-schema.js';
import { findClientById } from '../../src/oidc/client-store.js';
import type { Sent } from '../http/tiny-server.js';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../support/test-database.js';
import { bodyOf, newStaff, type Staff } from './admin-bench.js';
import { type ApiServer, serveApi } from './api-server.js';
import { refusalIn } from './mfa-bench.js';

const web = { client_name: 'Web shop', redirect_uris: ['https://shop.example/cb'] };

test('the examples of the document are what its schemas say', () => {
  expect(clientSchema.parse(exampleClient)).toEqual(exampleClient);
  expect(clientWithSecretSchema.parse(exampleClientWithSecret)).toEqual(exampleClientWithSecret);
  expect(newClientBody.parse(exampleNewClient)).toEqual(exampleNewClient);
});

describe.each(databaseKinds)('on %s', (kind) => {
  let opened: TestDatabase;
  let api: ApiServer;
  let admin: Staff;

  beforeAll(async () => {
    opened = await openTestDatabase(kind);
    api = await serveApi(opened.database);
    admin = await newStaff(api, opened.database, 'super_admin');
  });
  afterAll(async () => {
    await api.close();
    await opened.close();
  });

  const post = (body: unknown) => api.post('/api/clients', admin.token, body);
  const made = async (change: object = {}) => bodyOf(await post({ ...web, ...change }), 201);
  const at = (id: unknown, act = '') => `/api/clients/${encodeURIComponent(String(id))}${act}`;
  const get = async (id: unknown) => bodyOf(await api.get(at(id), admin.token));
  const patch = (id: unknown, body: unknown) => api.call('PATCH', at(id), admin.token, body);
  const errorsOf = (sent: Sent) =>
    (JSON.parse(sent.text).errors as { pointer: string; because: string }[]).map((e) => [e.pointer, e.because]);
  const events = async (id: unknown) => {
    const { rows } = await sql<{ type: string; actor_id: string; detail: Record<string, unknown> }>`
      SELECT type, actor_id, detail FROM audit_event WHERE client_id = ${String(id)} ORDER BY id`.execute(
      opened.database,
    );
    return rows;
  };

  describe('registering', () => {
    test('a client is there at once; its secret is in this answer only, and its making in the audit log', async () => {
      const sent = await post({ ...web, require_mfa: true, scope: 'openid email', skip_consent: true });
      const client = bodyOf(sent, 201);
      expect(clientWithSecretSchema.parse(client)).toEqual(client);
      expect(client).toMatchObject({
        ...{ ...web, require_mfa: true, scope: 'openid email', skip_consent: true, min_acr: null },
        ...{ grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'] },
        client_secret_expires_at: 0,
      });
      const { client_secret: secret, client_secret_expires_at: _, ...shown } = client;
      expect(String(secret)).toMatch(/^[\w-]{43}$/);
      expect(await get(client.client_id)).toEqual(shown);
      const list = bodyOf(await api.get('/api/clients?limit=200', admin.token));
      expect(clientListSchema.parse(list)).toEqual(list);
      const text = JSON.stringify(list) + sent.text;
      expect(text).not.toContain('sha256');
      expect(JSON.stringify(list)).not.toContain(String(secret));
      const told = await events(client.client_id);
      expect(told).toMatchObject([{ type: 'client.created', actor_id: admin.id, detail: { name: 'Web shop' } }]);
      expect(JSON.stringify(told)).not.toContain(String(secret));
    });

    test('a public client has no secret; one with every member keeps every member', async () => {
      expect(await made({ token_endpoint_auth_method: 'none' })).not.toHaveProperty('client_secret');
      const { jwks: _jwks, jwks_uri: _uri, ...rest } = exampleNewClient;
      expect(await made(exampleNewClient)).toMatchObject(rest);
    });

    test('its own keys: public ones are kept, private ones refused', async () => {
      const key = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' };
      const byKeys = { token_endpoint_auth_method: 'private_key_jwt' };
      const client = await made({ ...byKeys, jwks: { keys: [key] } });
      expect(client).toMatchObject({ jwks: { keys: [key] } });
      expect(client).not.toHaveProperty('client_secret');
      for (const jwks of [{ keys: [{ ...key, d: 'private' }] }, { keys: [] }, null]) {
        expect(refusalIn(await post({ ...web, ...byKeys, jwks }))).toBe('400 invalid_client_metadata');
      }
    });

    test.each([
      [{ redirect_uris: [] }, 'invalid_redirect_uri', ['#/redirect_uris', 'missing']],
      [
        { redirect_uris: ['https://a.example/', 'http://a.example/'] },
        'invalid_redirect_uri',
        ['#/redirect_uris/1', 'not_https'],
      ],
      [{ redirect_uris: ['https://a.example/#x'] }, 'invalid_redirect_uri', ['#/redirect_uris/0', 'fragment']],
      [{ redirect_uris: ['no uri'] }, 'invalid_redirect_uri', ['#/redirect_uris/0', 'not_a_uri']],
      [
        { post_logout_redirect_uris: ['data:x'] },
        'invalid_client_metadata',
        ['#/post_logout_redirect_uris/0', 'scheme_without_dot'],
      ],
      [{ client_name: ' ' }, 'invalid_client_metadata', ['#/client_name', 'missing']],
      [{ grant_types: ['password'] }, 'invalid_client_metadata', ['#/grant_types/0', 'unknown_value']],
      [{ response_types: ['token'] }, 'invalid_client_metadata', ['#/response_types', 'not_allowed']],
      [
        { token_endpoint_auth_method: 'client_secret_jwt' },
        'invalid_client_metadata',
        ['#/token_endpoint_auth_method', 'unknown_value'],
      ],
      [{ application_type: 'toaster' }, 'invalid_client_metadata', ['#/application_type', 'unknown_value']],
      [
        { id_token_signed_response_alg: 'none' },
        'invalid_client_metadata',
        ['#/id_token_signed_response_alg', 'unknown_value'],
      ],
      [{ min_acr: 'gold' }, 'invalid_client_metadata', ['#/min_acr', 'unknown_value']],
      [{ access_token_ttl: 0 }, 'invalid_client_metadata', ['#/access_token_ttl', 'out_of_range']],
      [{ refresh_token_ttl: 31_536_001 }, 'invalid_client_metadata', ['#/refresh_token_ttl', 'out_of_range']],
      [{ id_token_ttl: -1 }, 'invalid_client_metadata', ['#/id_token_ttl', 'out_of_range']],
      [{ policy_uri: 'http://a.example/' }, 'invalid_client_metadata', ['#/policy_uri', 'not_https']],
    ])('%j is %s, and says where', async (change, code, error) => {
      const sent = await post({ ...web, ...change });
      expect(refusalIn(sent)).toBe(`400 ${code}`);
      expect(errorsOf(sent)).toContainEqual(error);
    });
  });

  describe('changing', () => {
    test('what is not given stays; lists are replaced whole; null takes away; the event says what changed', async () => {
      const { client_id: id } = await made({ scope: 'openid', policy_uri: 'https://a.example/p' });
      const changed = bodyOf(
        await patch(id, {
          redirect_uris: ['https://new.example/'],
          scope: null,
          require_mfa: true,
          client_name: 'Web shop',
        }),
      );
      expect(changed).toMatchObject({
        redirect_uris: ['https://new.example/'],
        require_mfa: true,
        skip_consent: false,
      });
      expect(changed).toMatchObject({ client_name: 'Web shop', policy_uri: 'https://a.example/p' });
      expect(changed).not.toHaveProperty('scope');
      expect(changed).not.toHaveProperty('client_secret');
      expect(await get(id)).toEqual(changed);
      expect((await events(id)).slice(1)).toMatchObject([
        {
          type: 'client.updated',
          actor_id: admin.id,
          detail: {
            fields: ['redirect_uris', 'require_mfa', 'scope'],
            require_mfa: { from: false, to: true },
            redirect_uris: { added: ['https://new.example/'], removed: ['https://shop.example/cb'] },
          },
        },
      ]);
    });

    test('what changes nothing leaves no event', async () => {
      const { client_id: id, updated_at: before } = await made();
      expect(bodyOf(await patch(id, { ...web, min_acr: null, skip_consent: false }))).toMatchObject({
        updated_at: before,
      });
      expect((await events(id)).map(({ type }) => type)).toEqual(['client.created']);
    });

    test('a public client that becomes confidential gets its secret; the other way round the secret is gone', async () => {
      const { client_id: id } = await made({ token_endpoint_auth_method: 'none' });
      const confidential = bodyOf(await patch(id, { token_endpoint_auth_method: 'client_secret_post' }));
      expect(String(confidential.client_secret)).toMatch(/^[\w-]{43}$/);
      bodyOf(await api.call('POST', at(id, '/rotate-secret'), admin.token, { overlap_seconds: 60 }));
      const open = bodyOf(await patch(id, { token_endpoint_auth_method: 'none' }));
      expect(open).toMatchObject({ previous_secret_expires_at: null });
      expect(await findClientById(opened.database, String(id))).toMatchObject({
        secretHash: null,
        previousSecretHash: null,
      });
    });

    test('a change is refused like a registration, and the client stays as it was', async () => {
      const client = await made();
      expect(refusalIn(await patch(client.client_id, { redirect_uris: [] }))).toBe('400 invalid_redirect_uri');
      expect(refusalIn(await patch(client.client_id, { min_acr: 'x' }))).toBe('400 invalid_client_metadata');
      expect(refusalIn(await patch(client.client_id, { redirect_uris: null }))).toBe('400 invalid_body');
      expect(refusalIn(await patch(client.client_id, {}))).toBe('400 invalid_body');
      expect(await get(client.client_id)).toMatchObject(web);
    });
  });

  describe('a new secret', () => {
    const rotate = (id: unknown, body?: unknown) => api.call('POST', at(id, '/rotate-secret'), admin.token, body);

    test('is given out once, with or without a body, and is in the audit log without itself', async () => {
      const { client_id: id, client_secret: first } = await made();
      for (const body of [undefined, {}, { overlap_seconds: 0 }]) {
        const rotated = bodyOf(await rotate(id, body));
        expect(rotated.client_secret).not.toBe(first);
        expect(rotated).toMatchObject({ client_id: id, previous_secret_expires_at: null });
        expect(JSON.stringify(await events(id))).not.toContain(String(rotated.client_secret));
      }
      expect((await events(id)).map(({ type }) => type).slice(1)).toEqual(Array(3).fill('client.secret_rotated'));
    });

    test('says until when the former one opens too', async () => {
      const { client_id: id } = await made();
      const until = Date.parse(String(bodyOf(await rotate(id, { overlap_seconds: 3600 })).previous_secret_expires_at));
      expect(Math.abs(until - Date.now() - 3_600_000)).toBeLessThan(60_000);
      expect(Date.parse(String((await get(id)).previous_secret_expires_at))).toBe(until);
      expect(bodyOf(await rotate(id)).previous_secret_expires_at).toBeNull();
    });

    test('is not for a client without one, and not for longer than 30 days', async () => {
      const { client_id: open } = await made({ token_endpoint_auth_method: 'none' });
      expect(refusalIn(await rotate(open))).toBe('409 client_has_no_secret');
      expect((await events(open)).map(({ type }) => type)).toEqual(['client.created']);
      const { client_id: id } = await made();
      for (const overlap of [-1, 2_592_001, 1.5, '60', null]) {
        expect(refusalIn(await rotate(id, { overlap_seconds: overlap }))).toBe('400 invalid_body');
      }
      expect(refusalIn(await rotate(id, { client_secret: 'chosen by me' }))).toBe('400 invalid_body');
    });
  });

  test('removing a client ends its records and consents with it, once', async () => {
    const { client_id: id } = await made();
    await sql`INSERT INTO oidc_record (model, id, payload_sealed, client_id) VALUES ('RefreshToken', 'token', '', ${id})`.execute(
      opened.database,
    );
    await sql`INSERT INTO consent (account_id, client_id, granted) VALUES (${admin.id}::uuid, ${id}, '{}')`.execute(
      opened.database,
    );
    const sent = await api.call('DELETE', at(id), admin.token);
    expect([sent.status, sent.text]).toEqual([204, '']);
    const { rows } = await sql`SELECT 1 FROM oidc_record WHERE client_id = ${id}
      UNION ALL SELECT 1 FROM consent WHERE client_id = ${id}`.execute(opened.database);
    expect(rows).toEqual([]);
    expect(refusalIn(await api.call('DELETE', at(id), admin.token))).toBe('404 client_not_found');
    expect((await events(id)).map(({ type }) => type)).toEqual(['client.created', 'client.deleted']);
  });

  test.each(['00000000-0000-4000-8000-000000000000', 'x', ' ', '\u0000', 'ä', 'x'.repeat(129), "' OR true --"])(
    'no client has the id %j, and none is made by asking',
    async (id) => {
      expect(refusalIn(await api.get(at(id), admin.token))).toBe('404 client_not_found');
      expect(refusalIn(await patch(id, { client_name: 'x' }))).toBe('404 client_not_found');
      expect(refusalIn(await api.call('POST', at(id, '/rotate-secret'), admin.token))).toBe('404 client_not_found');
      expect(refusalIn(await api.call('DELETE', at(id), admin.token))).toBe('404 client_not_found');
    },
  );

  test('a second factor of six minutes ago reads and changes nothing; a break-glass token changes, and the event says so', async () => {
    const { client_id: id } = await made();
    const then = Math.floor(Date.now() / 1000) - 360;
    const stale = admin.issue({ authTime: then, mfaTime: then });
    expect((await api.get(at(id), stale)).status).toBe(200);
    for (const [method, path, body] of [
      ['POST', '/api/clients', web],
      ['PATCH', at(id), { client_name: 'x' }],
      ['POST', at(id, '/rotate-secret'), undefined],
      ['DELETE', at(id), undefined],
    ] as const) {
      expect(refusalIn(await api.call(method, path, stale, body))).toBe('401 insufficient_user_authentication');
    }
    const junior = await newStaff(api, opened.database, 'admin');
    const emergency = junior.issue({ authTime: null, mfaTime: null, mfaVerified: false, breakGlass: true });
    bodyOf(await api.call('PATCH', at(id), emergency, { client_name: 'Changed' }));
    const told = await events(id);
    expect(told.map(({ type }) => type)).toEqual(['client.created', 'client.updated']);
    expect(told[0]?.detail).toEqual({ name: 'Web shop', through_client: 'client-1' });
    expect(told[1]?.detail).toMatchObject({ break_glass: true, client_name: { from: 'Web shop', to: 'Changed' } });
  });

  describe('the list', () => {
    const pages = async (limit: number, between: (page: string[]) => Promise<void> = async () => {}) => {
      const ids: string[] = [];
      for (let cursor: unknown = ''; cursor !== null; ) {
        const query = cursor === '' ? '' : `&cursor=${encodeURIComponent(String(cursor))}`;
        const list = bodyOf(await api.get(`/api/clients?limit=${limit}${query}`, admin.token));
        const page = (list.data as { client_id: string }[]).map((client) => client.client_id);
        ids.push(...page);
        await between(page);
        cursor = list.next_cursor;
      }
      return ids;
    };

    test('is whole in pages of any size, also of clients of the same microsecond and with odd ids', async () => {
      await sql`INSERT INTO client (id, metadata, created_at) SELECT i, ${JSON.stringify({ ...web, grant_types: [], response_types: [] })}::jsonb,
        '2026-01-01T00:00:00.123456Z' FROM unnest(ARRAY['a.b', 'a.', '.', '~!', 'a.b.c']) AS i`.execute(
        opened.database,
      );
      const all = await pages(200);
      expect(new Set(all).size).toBe(all.length);
      expect(all.slice(0, 5).toSorted()).toEqual(['.', 'a.', 'a.b', 'a.b.c', '~!'].toSorted());
      for (const limit of [1, 2, 7]) expect(await pages(limit)).toEqual(all);
    });

    test('is narrowed by the beginning of the name, kind and demand, each beside the others', async () => {
      const [one, two, three] = [
        await made({ client_name: 'Zebra 100%', require_mfa: true }),
        await made({ client_name: 'ZEBRA_2', token_endpoint_auth_method: 'none' }),
        await made({ client_name: 'zebra' }),
      ].map(({ client_id }) => client_id);
      const found = async (query: string) => {
        const list = bodyOf(await api.get(`/api/clients?${query}`, admin.token));
        return (list.data as { client_id: string }[]).map((client) => client.client_id);
      };
      expect(await found('name_prefix=zEbRa')).toEqual([one, two, three]);
      expect(await found('name_prefix=zebra%20100%25')).toEqual([one]);
      expect(await found('name_prefix=zebra%25')).toEqual([]);
      expect(await found('name_prefix=ebra')).toEqual([]);
      expect(await found('name_prefix=zebra&public=true')).toEqual([two]);
      expect(await found('name_prefix=zebra&public=false')).toEqual([one, three]);
      expect(await found('name_prefix=zebra&require_mfa=true')).toEqual([one]);
      expect(await found('name_prefix=zebra&require_mfa=false&public=false')).toEqual([three]);
      const first = bodyOf(await api.get('/api/clients?name_prefix=zebra&limit=2', admin.token));
      expect(await found(`name_prefix=zebra&cursor=${first.next_cursor}`)).toEqual([three]);
    });

    test('goes on when the last client of a page is removed meanwhile', async () => {
      for (let index = 0; index < 3; index += 1) await made();
      const all = await pages(200);
      const doomed = all.at(-2) ?? '';
      const seen = await pages(all.length - 1, async (page) => {
        if (page.includes(doomed)) await api.call('DELETE', at(doomed), admin.token);
      });
      expect(seen).toEqual(all);
    });

    test.each([
      'limit=0',
      'limit=201',
      'limit=x',
      'client_name=x',
      'name_prefix=',
      'name_prefix=%00',
      'public=1',
      'require_mfa=',
      'cursor=',
      'limit=1&limit=2',
    ])('%s is refused', async (query) => {
      expect((await api.get(`/api/clients?${query}`, admin.token)).status).toBe(400);
    });

    test('takes no cursor that it did not give', async () => {
      const foreign = Buffer.from('1.x.abcdefgh').toString('base64url');
      for (const cursor of ['x', foreign]) {
        expect(refusalIn(await api.get(`/api/clients?cursor=${cursor}`, admin.token))).toBe('400 invalid_cursor');
      }
    });
  });
});
