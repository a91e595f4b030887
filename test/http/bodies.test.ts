/** What forms, JSON bodies and query strings may hold. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import Koa from 'koa';
import { z } from 'zod';
import { errorHandler } from '../../src/http/error-handler.js';
import { readForm } from '../../src/http/form-body.js';
import { readJson } from '../../src/http/json-body.js';
import { readQuery } from '../../src/http/query.js';
import { silentLogger } from './silent-logger.js';
import { listen, problemIn, type TinyServer } from './tiny-server.js';

const bodySchema = z.strictObject({ name: z.string().max(20), roles: z.array(z.string()).optional() });
const querySchema = z.object({ email: z.string().min(1).optional(), limit: z.string().regex(/^\d+$/).optional() });

let server: TinyServer;

beforeAll(async () => {
  const app = new Koa();
  app.use(errorHandler({ logger: silentLogger }));
  app.use(async (ctx) => {
    if (ctx.path === '/form') ctx.body = Object.fromEntries(await readForm(ctx));
    if (ctx.path === '/json') ctx.body = await readJson(ctx, bodySchema);
    if (ctx.path === '/query') ctx.body = readQuery(ctx, querySchema);
  });
  server = await listen(app);
});
afterAll(() => server.close());

const formType = 'application/x-www-form-urlencoded';
const post = (path: string, type: string, body: string | Buffer, headers: Record<string, string> = {}) =>
  server.send(path, { method: 'POST', headers: { 'Content-Type': type, ...headers }, body });

describe('forms', () => {
  test.each([
    ['plain fields', 'a=1&b=2', { a: '1', b: '2' }],
    ['spaces, plus signs and accents', 'a=x+y%2Bz&b=%C3%A9', { a: 'x y+z', b: 'é' }],
    ['an equals sign in a value', 'a=b=c', { a: 'b=c' }],
    ['emoji', 'a=%F0%9F%98%80', { a: '😀' }],
    ['unencoded UTF-8', 'a=é', { a: 'é' }],
    ['a field without value', 'a&b=', { a: '', b: '' }],
    ['nothing', '', {}],
    ['names that mean something to JavaScript', 'constructor=1&toString=2', { constructor: '1', toString: '2' }],
  ])('reads %s', async (_case, body, fields) => {
    const { status, text } = await post('/form', formType, body);
    expect(status).toBe(200);
    expect(JSON.parse(text)).toEqual(fields);
  });

  test.each([
    ['a repeated field', 'a=1&a=2', 'repeated_field'],
    ['a field repeated under another spelling', 'a=1&%61=2', 'repeated_field'],
    ['NUL', 'a=x%00y', 'invalid_form'],
    ['NUL in a name', 'a%00=x', 'invalid_form'],
    ['an encoded surrogate', 'a=%ED%A0%80', 'invalid_form'],
    ['bytes that are not UTF-8', 'a=%FF%FE', 'invalid_form'],
    ['an overlong encoding', 'a=%C0%AF', 'invalid_form'],
    ['a stray percent sign', 'a=100%', 'invalid_form'],
    [
      'more fields than any form has',
      Array.from({ length: 101 }, (_, index) => `f${index}=`).join('&'),
      'invalid_form',
    ],
  ])('refuses %s', async (_case, body, code) => {
    const sent = await post('/form', formType, body);
    expect(sent.status).toBe(400);
    expect(problemIn(sent).code).toBe(code);
  });

  test('raw bytes that are not UTF-8 are refused', async () => {
    const sent = await post('/form', formType, Buffer.from([0x61, 0x3d, 0xff]));
    expect(problemIn(sent)).toMatchObject({ status: 400, code: 'invalid_encoding' });
  });

  test.each([
    ['JSON', 'application/json', {}],
    ['multipart', 'multipart/form-data; boundary=x', {}],
    ['plain text', 'text/plain', {}],
    ['another charset', `${formType}; charset=utf-16`, {}],
    ['a compressed body', formType, { 'Content-Encoding': 'gzip' }],
  ])('a form sent as %s is refused', async (_case, type, headers) => {
    const sent = await post('/form', type, 'a=1', headers);
    expect(problemIn(sent)).toMatchObject({ status: 415, code: 'unsupported_media_type' });
  });

  test('UTF-8 may be said in any case', async () => {
    expect((await post('/form', 'Application/X-WWW-Form-Urlencoded; Charset="UTF-8"', 'a=1')).status).toBe(200);
  });

  test('a body over the limit is refused, announced or not, and the connection ends', async () => {
    const body = `a=${'x'.repeat(32 * 1024)}`;
    for (const headers of [{}, { 'Transfer-Encoding': 'chunked' }] as Record<string, string>[]) {
      const sent = await post('/form', formType, body, headers);
      expect(problemIn(sent)).toMatchObject({ status: 413, code: 'body_too_large' });
      expect(sent.headers.connection).toBe('close');
    }
  });
});

describe('JSON bodies', () => {
  test('an object that fits the schema is read', async () => {
    const sent = await post('/json', 'application/json; charset=utf-8', '{"name":"Ada","roles":["admin"]}');
    expect(JSON.parse(sent.text)).toEqual({ name: 'Ada', roles: ['admin'] });
  });

  test.each([
    ['broken JSON', '{"name":', 'invalid_json'],
    ['an array', '[]', 'invalid_json'],
    ['a text', '"name"', 'invalid_json'],
    ['null', 'null', 'invalid_json'],
    ['nothing', '', 'invalid_json'],
    ['NUL', '{"name":"a\\u0000"}', 'invalid_json'],
    ['a lone surrogate', '{"name":"\\ud800"}', 'invalid_json'],
    ['NUL in a nested name', '{"name":"a","roles":[{"\\u0000":1}]}', 'invalid_json'],
    ['thirty thousand brackets', `{"name":${'['.repeat(30_000)}${']'.repeat(30_000)}}`, 'invalid_body'],
    ['an unknown member', '{"name":"a","isAdmin":true}', 'invalid_body'],
    ['a member of the prototype', '{"name":"a","__proto__":{"x":1}}', 'invalid_body'],
    ['a wrong type', '{"name":1}', 'invalid_body'],
  ])('%s is refused', async (_case, body, code) => {
    const sent = await post('/json', 'application/json', body);
    expect(sent.status).toBe(400);
    expect(problemIn(sent).code).toBe(code);
  });

  test('the refusal points at the field and does not repeat what was sent', async () => {
    const sent = await post('/json', 'application/json', '{"name":"hunter2-hunter2-hunter2","isadmin":"hunter3"}');
    expect(problemIn(sent).errors).toEqual([
      { pointer: '#/name', detail: expect.any(String) },
      { pointer: '#/isadmin', detail: 'is not known here' },
    ]);
    expect(sent.text).not.toMatch(/hunter/);
  });

  test('an unknown member whose name is no name is refused without being repeated', async () => {
    for (const name of ['correct horse', 'x'.repeat(1000), '<b>', '']) {
      const sent = await post('/json', 'application/json', JSON.stringify({ name: 'a', [name]: 1 }));
      expect(problemIn(sent).errors).toEqual([{ pointer: '#', detail: 'has members that are not known here' }]);
    }
  });

  test('other media types and large bodies are refused', async () => {
    expect((await post('/json', formType, 'name=Ada')).status).toBe(415);
    expect((await post('/json', 'application/json', `{"name":"${'x'.repeat(64 * 1024)}"}`)).status).toBe(413);
  });
});

describe('query strings', () => {
  test('known parameters are read', async () => {
    const sent = await server.send('/query?email=a%2Bb%40example.org&limit=5');
    expect(JSON.parse(sent.text)).toEqual({ email: 'a+b@example.org', limit: '5' });
  });

  test.each([
    ['an unknown parameter', 'emial=x', 'unknown_parameter'],
    ['a name from the prototype', '__proto__=x', 'unknown_parameter'],
    ['a repeated parameter', 'email=a&email=b', 'repeated_parameter'],
    ['array notation', 'email[]=a', 'unknown_parameter'],
    ['an empty value', 'email=', 'invalid_parameter'],
    ['a wrong value', 'limit=-1', 'invalid_parameter'],
    ['NUL', 'email=%00', 'invalid_parameter'],
    ['bytes that are not UTF-8', 'email=%FF', 'invalid_parameter'],
  ])('%s is refused', async (_case, query, code) => {
    const sent = await server.send(`/query?${query}`);
    expect(sent.status).toBe(400);
    expect(problemIn(sent).code).toBe(code);
  });

  test('a query string of 9000 characters is refused', async () => {
    expect((await server.send(`/query?email=${'x'.repeat(9000)}`)).status).toBe(414);
  });
});
