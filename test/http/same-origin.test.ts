/** State changes only from our own pages. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import Koa from 'koa';
import { csrfMatches, csrfToken } from '../../src/http/csrf.js';
import { errorHandler } from '../../src/http/error-handler.js';
import { isSameOrigin, sameOrigin } from '../../src/http/same-origin.js';
import { testKeyRing, testKeys } from '../support/key-ring.js';
import { silentLogger } from './silent-logger.js';
import { listen, problemIn, type TinyServer } from './tiny-server.js';

const own = 'https://login.example.org';

describe('where a form came from', () => {
  test.each([
    ['our page, in a browser of today', { origin: own, secFetchSite: 'same-origin' }, true],
    ['our page, without Origin', { secFetchSite: 'same-origin' }, true],
    ['our page, in an older browser', { origin: own }, true],
    ['our page, in a browser that sends a referrer only', { referer: `${own}/interaction/x` }, true],
    ['a reload that the person typed', { origin: own, secFetchSite: 'none' }, true],
    ['a person’s act without any origin', { secFetchSite: 'none' }, false],
    ['another site', { origin: 'https://evil.example', secFetchSite: 'cross-site' }, false],
    ['another site that claims our origin', { origin: own, secFetchSite: 'cross-site' }, false],
    ['another subdomain', { origin: own, secFetchSite: 'same-site' }, false],
    ['another origin in an older browser', { origin: 'https://evil.example' }, false],
    ['another origin with our referrer', { origin: 'https://evil.example', referer: `${own}/` }, false],
    ['a sandboxed frame', { origin: 'null', secFetchSite: 'same-origin' }, false],
    ['the same host without TLS', { origin: 'http://login.example.org' }, false],
    ['the same host on another port', { origin: `${own}:8443` }, false],
    ['a host that begins like ours', { referer: `${own}.evil.example/` }, false],
    ['a referrer that is no address', { referer: 'login.example.org' }, false],
    ['two statements at once', { origin: own, secFetchSite: 'same-origin,cross-site' }, false],
    ['a browser that states nothing: its token decides', {}, true],
  ])('%s', (_case, headers, expected) => {
    expect(isSameOrigin(headers, own)).toBe(expected);
  });
});

describe('over HTTP', () => {
  let server: TinyServer;
  beforeAll(async () => {
    const app = new Koa();
    app.use(errorHandler({ logger: silentLogger }));
    app.use(sameOrigin({ issuer: `${own}/auth` }));
    app.use((ctx) => {
      ctx.body = 'done';
    });
    server = await listen(app);
  });
  afterAll(() => server.close());

  test('reading needs no origin', async () => {
    expect((await server.send('/', { headers: { Origin: 'https://evil.example' } })).status).toBe(200);
  });

  test.each(['POST', 'PUT', 'PATCH', 'DELETE'])('%s from another origin is refused', async (method) => {
    const sent = await server.send('/', { method, headers: { Origin: 'https://evil.example' } });
    expect(problemIn(sent)).toMatchObject({ status: 403, code: 'cross_origin' });
  });

  test('a post from our own page passes', async () => {
    const headers = { Origin: own, 'Sec-Fetch-Site': 'same-origin' };
    expect((await server.send('/', { method: 'POST', headers })).status).toBe(200);
  });
});

describe('the token in the form', () => {
  const keyRing = testKeyRing();
  const token = csrfToken(keyRing, 'interaction-1');

  test('is accepted where it was given', () => {
    expect(csrfMatches(keyRing, 'interaction-1', token)).toBe(true);
  });

  test('is accepted when another key came first after the page was shown, and refused when its key is gone', () => {
    const [first, second] = testKeys;
    if (first === undefined || second === undefined) throw new Error('two keys are needed');
    expect(csrfMatches(testKeyRing([second, first]), 'interaction-1', token)).toBe(true);
    expect(csrfMatches(testKeyRing([second, first]), 'interaction-2', token)).toBe(false);
    expect(csrfMatches(testKeyRing([second]), 'interaction-1', token)).toBe(false);
  });

  test.each([
    ['in another sign-in', 'interaction-2', token],
    ['when missing', 'interaction-1', undefined],
    ['when empty', 'interaction-1', ''],
    ['when cut short', 'interaction-1', token.slice(0, -1)],
    ['when it goes on', 'interaction-1', `${token}A`],
    ['when changed', 'interaction-1', `${token.startsWith('A') ? 'B' : 'A'}${token.slice(1)}`],
  ])('is refused %s', (_case, binding, presented) => {
    expect(csrfMatches(keyRing, binding, presented)).toBe(false);
  });
});
