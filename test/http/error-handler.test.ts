/** What a client learns when something is refused or goes wrong. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import Koa from 'koa';
import { Overloaded } from '../../src/accounts/hash-queue.js';
import { errorHandler } from '../../src/http/error-handler.js';
import { Problem } from '../../src/http/problem.js';
import { requestLog } from '../../src/http/request-log.js';
import { listeningLogger } from './silent-logger.js';
import { listen, problemIn, type TinyServer } from './tiny-server.js';

const faults: Record<string, () => unknown> = {
  problem: () =>
    new Problem(409, 'taken', 'It is taken.', { headers: { 'Retry-After': '9' }, members: { field: 'x' } }),
  overloaded: () => new Overloaded(3),
  refused: () => Object.assign(new Error('connect ECONNREFUSED 10.0.0.9:5432'), { code: 'ECONNREFUSED' }),
  badvalue: () => Object.assign(new Error('invalid byte sequence'), { code: '22021', detail: 'row with hunter2' }),
  bug: () => new TypeError('cannot read properties of hunter2'),
  thrown: () => 'a string with hunter2',
};

let server: TinyServer;
const log = listeningLogger();

beforeAll(async () => {
  const app = new Koa();
  app.use(requestLog({ logger: log.logger }));
  app.use(
    errorHandler({
      logger: log.logger,
      renderErrorPage: ({ title, sentence, requestId }) => `<h1>${title}</h1><p>${sentence}</p><p>${requestId}</p>`,
    }),
  );
  app.use(async (ctx) => {
    const fault = faults[ctx.path.split('/').at(-1) ?? ''];
    ctx.set('ETag', '"half-made"');
    if (fault !== undefined) throw fault();
    if (ctx.path === '/koa') ctx.throw(400, 'hunter2');
    if (ctx.path === '/half') {
      ctx.res.write('half');
      throw new Error('too late');
    }
    if (ctx.path === '/method') ctx.status = 405;
    if (ctx.path === '/fine') ctx.body = 'fine';
  });
  server = await listen(app);
});
afterAll(() => server.close());
beforeEach(() => {
  log.lines.length = 0;
});

const html = { Accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };

test('a refusal is answered with its status, code, sentence, headers and members', async () => {
  const sent = await server.send('/problem');
  expect(sent.status).toBe(409);
  expect(problemIn(sent)).toEqual({
    type: 'about:blank',
    title: 'Conflict',
    status: 409,
    code: 'taken',
    detail: 'It is taken.',
    field: 'x',
  });
  expect(sent.headers).toMatchObject({ 'retry-after': '9', 'cache-control': 'no-store' });
  expect(sent.headers.etag).toBeUndefined();
});

test.each([
  ['the password queue is full', '/overloaded', 503, 'overloaded', '3'],
  ['the database is away', '/refused', 503, 'database_unavailable', '2'],
  ['the database refuses a value', '/badvalue', 400, 'invalid_value', undefined],
  ['our code is wrong', '/bug', 500, 'internal_error', undefined],
  ['something that is no error is thrown', '/thrown', 500, 'internal_error', undefined],
  ['Koa refuses', '/koa', 400, 'bad_request', undefined],
  ['nothing is at the address', '/nowhere', 404, 'not_found', undefined],
  ['a method is not taken', '/method', 405, 'method_not_allowed', undefined],
])('when %s the answer says so and no more', async (_case, path, status, code, retryAfter) => {
  const sent = await server.send(path);
  expect(sent.status).toBe(status);
  expect(problemIn(sent)).toMatchObject({ status, code });
  expect(sent.headers['retry-after']).toBe(retryAfter);
  expect(sent.text).not.toMatch(/hunter2|10\.0\.0\.9|byte sequence|\.ts| at [A-Za-z.]+ \(/);
});

describe('people and programs', () => {
  test('a browser gets a page', async () => {
    const sent = await server.send('/problem', { headers: html });
    expect(sent.status).toBe(409);
    expect(sent.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(sent.text).toContain('It is taken.');
  });

  test('a browser gets JSON from the API all the same', async () => {
    problemIn(await server.send('/api/problem', { headers: html }));
  });

  test('whoever takes anything gets JSON', async () => {
    problemIn(await server.send('/problem', { headers: { Accept: '*/*' } }));
  });
});

test('a fault is logged once, with the request number that the answer names', async () => {
  const sent = await server.send('/bug');
  const number = sent.headers['x-request-id'];
  expect(problemIn(sent).request_id).toBe(number);
  await server.send('/badvalue');
  expect(log.text()).not.toContain('row with hunter2');
  const failures = log.lines.filter((line) => line.msg === 'request failed');
  expect(failures).toEqual([
    expect.objectContaining({ level: 50, requestId: number }),
    expect.objectContaining({ level: 40 }),
  ]);
});

test('a refusal is not logged as a failure, and carries no number that would make two alike differ', async () => {
  const [first, second] = [await server.send('/problem'), await server.send('/problem')];
  expect(first.text).toBe(second.text);
  expect(log.lines.filter((line) => line.msg === 'request failed')).toEqual([]);
});

test('an answer that fails half-way is cut off, so that nobody takes it for whole', async () => {
  await expect(server.send('/half')).rejects.toThrow(/aborted|hang up|reset/i);
});

test('an answer without fault passes untouched', async () => {
  expect(await server.send('/fine')).toMatchObject({ status: 200, text: 'fine' });
});
