/** The OpenAPI document is one, and is complete: whoever writes a client reads nothing else. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { openTestDatabase, type TestDatabase } from '../support/test-database.js';
import { type ApiServer, serveApi } from './api-server.js';
import { type Call, callsOf, type Document, type MediaType, resolved, type Schema } from './contract/document.js';
import { newKeeper } from './contract/keeper.js';

let opened: TestDatabase;
let api: ApiServer;
let document: Document;
let calls: readonly Call[];
beforeAll(async () => {
  opened = await openTestDatabase('postgres');
  api = await serveApi(opened.database);
  document = JSON.parse((await api.send('/api/openapi.json')).text);
  calls = callsOf(document);
});
afterAll(async () => {
  await api?.close();
  await opened?.close();
});

test('it is OpenAPI 3.1', async () => {
  const result = await new Validator().validate({ ...document });
  expect(result).toMatchObject({ valid: true });
});

test('every call has a name of its own, a summary and a description', () => {
  expect(new Set(calls.map(({ operationId }) => operationId)).size).toBe(calls.length);
  for (const { operationId, summary = '', description = '' } of calls) {
    expect([operationId, summary.length > 5, summary.length < 80, description.length > 10]).toEqual([
      operationId,
      ...[true, true, true],
    ]);
  }
});

test('every call says what it takes to be let in, and how it refuses', () => {
  for (const { operationId, scopes, responses, body } of calls) {
    expect([operationId, scopes.length > 0]).toEqual([operationId, true]);
    const always = ['400', '401', '403', '414', '429', '503', ...(body === undefined ? [] : ['413', '415'])];
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(always));
    for (const [status, { description, content = {} }] of Object.entries(responses)) {
      expect(description).not.toBe('');
      if (Number(status) >= 400) expect(Object.keys(content)).toEqual(['application/problem+json']);
    }
  }
});

test('every call that is about one thing says what happens when there is none', () => {
  const aboutOne = calls.filter(({ path }) => path.includes('{'));
  expect(aboutOne.length).toBeGreaterThan(10);
  expect(aboutOne.filter(({ responses }) => responses['404'] === undefined)).toEqual([]);
});

test('every body and every answer has an example, which fits its schema', () => {
  const keeper = newKeeper('', document);
  let count = 0;
  for (const { operationId, body, responses } of calls) {
    const answers = Object.entries(responses)
      .filter(([status]) => Number(status) < 300)
      .flatMap(([, { content = {} }]) => Object.values(content));
    for (const { schema, example } of [...(body === undefined ? [] : [body]), ...answers]) {
      expect([operationId, example === undefined]).toEqual([operationId, false]);
      expect([operationId, keeper.fits(schema, example)]).toMatchObject([operationId, { ok: true }]);
      count += 1;
    }
  }
  expect(count).toBeGreaterThan(calls.length);
});

test('the example of every parameter and member fits its schema', () => {
  const keeper = newKeeper('', document);
  const wrong: string[] = [];
  const look = (place: string, schema: Schema) => {
    const { example, properties = {}, items, anyOf = [] } = schema;
    if (example !== undefined && !keeper.fits({ ...schema, example: undefined }, example).ok) wrong.push(place);
    for (const [name, member] of Object.entries(properties)) look(`${place}.${name}`, member);
    if (items !== undefined) look(`${place}[]`, items);
    for (const one of anyOf) look(place, one);
  };
  for (const [name, schema] of Object.entries(document.components.schemas)) look(name, schema);
  for (const { operationId, parameters = [] } of calls) {
    for (const { name, schema } of parameters) look(`${operationId} ${name}`, schema);
  }
  expect(wrong).toEqual([]);
});

test('what is sent is closed: no body takes a member that it does not name', () => {
  const open = calls.filter(({ body }) => {
    if (body === undefined) return false;
    return resolved((body as MediaType).schema, document).additionalProperties !== false;
  });
  expect(open.map(({ operationId }) => operationId)).toEqual([]);
});
