/** The API's description, for programs and for people, and its manners. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { auditListSchema, sessionListSchema } from '../../src/api/admin-schema.js';
import { exampleUser, sparseUserSchema, userFields, userListSchema, userSchema } from '../../src/api/user-schema.js';
import { problemIn } from '../http/tiny-server.js';
import { openTestDatabase, type TestDatabase } from '../support/test-database.js';
import { bodyOf, newStaff } from './admin-bench.js';
import { type ApiServer, issuer, makeAccount, serveApi } from './api-server.js';

let opened: TestDatabase;
let api: ApiServer;
let reader: string;
let staff: string;

beforeAll(async () => {
  opened = await openTestDatabase('postgres');
  api = await serveApi(opened.database);
  const accountId = await makeAccount(opened.database, { email: 'ada@example.org', roles: ['admin'], withMfa: true });
  reader = api.issue({ accountId, scopes: ['admin'], mfaVerified: true });
  staff = (await newStaff(api, opened.database, 'admin')).token;
});
afterAll(async () => {
  await api.close();
  await opened.close();
});

describe('the OpenAPI document', () => {
  interface Call {
    parameters?: { name: string; in: string }[];
    requestBody?: {
      required: boolean;
      content: { 'application/json': { schema: { $ref: string }; example: object } };
    };
    responses: object;
  }
  interface Document {
    openapi: string;
    servers: { url: string }[];
    paths: Record<string, Record<string, Call>>;
    components: { schemas: Record<string, { properties: object; required?: string[] }> };
  }
  const load = async (): Promise<Document> => JSON.parse((await api.send('/api/openapi.json')).text);

  test('is public, OpenAPI 3.1, and names the issuer as its server', async () => {
    const document = await load();
    expect(document.openapi).toBe('3.1.0');
    expect(document.servers).toEqual([{ url: issuer }]);
  });

  test('describes every call that is served, and none that is not', async () => {
    const { paths } = await load();
    expect(Object.keys(paths).toSorted()).toEqual([
      '/api/audit-events',
      '/api/clients',
      '/api/clients/{id}',
      '/api/clients/{id}/rotate-secret',
      '/api/groups',
      '/api/groups/{id}',
      '/api/groups/{id}/members',
      '/api/me',
      '/api/mfa/backup-codes',
      '/api/mfa/enroll',
      '/api/mfa/factors',
      '/api/mfa/unenroll',
      '/api/mfa/verify',
      '/api/policy',
      '/api/policy/simulate',
      '/api/reports/adoption',
      '/api/reports/compliance',
      '/api/resources',
      '/api/resources/{id}',
      '/api/users',
      '/api/users/{id}',
      '/api/users/{id}/mfa/disable',
      '/api/users/{id}/mfa/enroll',
      '/api/users/{id}/mfa/extend-grace',
      '/api/users/{id}/mfa/reset',
      '/api/users/{id}/sessions',
      '/api/users/{id}/unlock',
    ]);
    for (const [path, methods] of Object.entries(paths)) {
      for (const method of Object.keys(methods)) {
        const sent = await api.send(path.replace('{id}', exampleUser.id), { method: method.toUpperCase() });
        expect(sent.status).toBe(401);
      }
    }
  });

  test('names exactly the parameters that are accepted', async () => {
    const { paths } = await load();
    const names = (path: string) => paths[path]?.get?.parameters?.map(({ name }) => name).toSorted();
    const filters = ['cursor', 'email', 'fields', 'group', 'limit', 'locked', 'mfa_enabled', 'mfa_state', 'q', 'role'];
    filters.push('sort', 'status');
    expect(names('/api/users')).toEqual(filters);
    expect(names('/api/users/{id}')).toEqual(['fields', 'id']);
    const events = ['actor_id', 'client_id', 'cursor', 'from', 'limit', 'outcome', 'to', 'type', 'user_id'];
    expect(names('/api/audit-events')).toEqual(events);
  });

  test('says of every body that it is required and closed, with an example that has its members', async () => {
    const { paths, components } = await load();
    const calls = Object.values(paths).flatMap((methods) => Object.entries(methods));
    const withBody = calls.flatMap(([, call]) => (call.requestBody === undefined ? [] : [call]));
    expect(withBody.length).toBeGreaterThan(8);
    for (const { requestBody } of withBody) {
      const { schema, example } = requestBody?.content['application/json'] ?? { schema: { $ref: '' }, example: {} };
      const body = components.schemas[schema.$ref.replace('#/components/schemas/', '')];
      // Whoever wants nothing but a new secret need not say anything.
      expect(requestBody?.required).toBe(!schema.$ref.endsWith('/RotateSecret'));
      expect(body).toMatchObject({ type: 'object', additionalProperties: false });
      expect(Object.keys(body?.properties ?? {}).toSorted()).toEqual(Object.keys(example).toSorted());
    }
    for (const [method, call] of calls) {
      if (method === 'get' || method === 'delete') expect(call.requestBody).toBeUndefined();
    }
  });

  test('its account has the fields that answers have', async () => {
    const { components } = await load();
    expect(Object.keys(components.schemas.SparseUser?.properties ?? {})).toEqual([...userFields]);
    expect(components.schemas.SparseUser?.required).toBeUndefined();
  });

  test('its references lead somewhere', async () => {
    const text = (await api.send('/api/openapi.json')).text;
    const { components } = await load();
    for (const [, name = ''] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      expect(components.schemas).toHaveProperty(name);
    }
  });

  test('its examples are what its schemas say', () => {
    expect(userSchema.parse(exampleUser)).toEqual(exampleUser);
  });

  test('real answers are what its schemas say', async () => {
    const list = JSON.parse((await api.get('/api/users', reader)).text);
    expect(userListSchema.parse(list)).toEqual(list);
    expect(userSchema.parse(list.data[0])).toEqual(list.data[0]);
    expect(sparseUserSchema.parse({ email: 'x' })).toEqual({ email: 'x' });
    const [{ id }] = list.data;
    bodyOf(await api.call('POST', '/api/users', staff, { email: 'bea@example.com' }), 201);
    const events = JSON.parse((await api.get('/api/audit-events', reader)).text);
    expect(events.data).toHaveLength(1);
    expect(auditListSchema.parse(events)).toEqual(events);
    const sessions = JSON.parse((await api.get(`/api/users/${id}/sessions`, reader)).text);
    expect(sessionListSchema.parse(sessions)).toEqual(sessions);
  });
});

describe('the page', () => {
  test('lists every call, without script', async () => {
    const sent = await api.send('/api');
    expect(sent.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(sent.text).toMatch(/^<!DOCTYPE html><html lang="en">/);
    const calls = ['GET /api/users/{id}', 'POST /api/mfa/unenroll'];
    for (const text of [...calls, 'mfa_grace_ends_at', '/api/openapi.json', 'Members of the body']) {
      expect(sent.text).toContain(text);
    }
    expect(sent.text).not.toMatch(/<script|style=|undefined|\[object/);
    expect((await api.send('/api/reference.css')).headers['content-type']).toBe('text/css; charset=utf-8');
  });
});

describe('manners', () => {
  test.each(['PUT', 'PATCH', 'DELETE'])('%s on a known path is 405 and names what is allowed', async (method) => {
    const sent = await api.send('/api/users', { method });
    expect(problemIn(sent)).toMatchObject({ status: 405, code: 'method_not_allowed' });
    expect(String(sent.headers.allow).split(', ').toSorted()).toEqual(['GET', 'HEAD', 'POST']);
  });

  test.each(['/api/nothing', '/api/users/1/2/3', '/api//users', '/apiusers'])('%s is 404', async (path) => {
    expect(problemIn(await api.send(path))).toMatchObject({ status: 404, code: 'not_found' });
  });

  test('OPTIONS says what is allowed, and invites no other site', async () => {
    const headers = { Origin: 'https://evil.example', 'Access-Control-Request-Method': 'GET' };
    const sent = await api.send('/api/users', { method: 'OPTIONS', headers });
    expect(sent.status).toBe(200);
    expect(sent.headers.allow).toContain('GET');
    expect(Object.keys(sent.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  test('HEAD is GET without its body', async () => {
    const headers = { Authorization: `Bearer ${reader}` };
    const sent = await api.send('/api/users', { method: 'HEAD', headers });
    expect(sent).toMatchObject({ status: 200, text: '' });
  });
});
