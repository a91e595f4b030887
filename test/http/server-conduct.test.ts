/** What every answer carries, what the log keeps, and what load balancers are told. */
import { afterEach, describe, expect, test } from '@jest/globals';
import Koa from 'koa';
import Router from 'koa-router';
import { errorHandler } from '../../src/http/error-handler.js';
import { type HealthOptions, health } from '../../src/http/health.js';
import { requestLog } from '../../src/http/request-log.js';
import { securityHeaders } from '../../src/http/security-headers.js';
import { listeningLogger, silentLogger } from './silent-logger.js';
import { listen, problemIn, type TinyServer } from './tiny-server.js';

let server: TinyServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function serve(...middlewares: readonly Koa.Middleware[]): Promise<TinyServer> {
  const app = new Koa();
  for (const middleware of middlewares) app.use(middleware);
  server = await listen(app);
  return server;
}

describe('security headers', () => {
  const answer: Koa.Middleware = (ctx) => {
    if (ctx.path === '/fault') throw new Error('fault');
    if (ctx.path === '/assets/style.css') ctx.set('Cache-Control', 'public, max-age=3600');
    ctx.body = 'page';
  };
  const policies = (issuer: string) =>
    serve(...securityHeaders({ issuer }), errorHandler({ logger: silentLogger }), answer);

  test('a page may do nothing but show itself, and is not stored', async () => {
    const { headers } = await (await policies('https://login.example.org')).send('/');
    const csp = String(headers['content-security-policy']).split(';').sort();
    expect(csp).toEqual([
      "base-uri 'none'",
      "default-src 'none'",
      "frame-ancestors 'none'",
      "img-src 'self' data:",
      "script-src 'self'",
      "style-src 'self'",
    ]);
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'strict-transport-security': 'max-age=31536000',
    });
    expect(headers['x-powered-by']).toBeUndefined();
  });

  test('a fault carries them too', async () => {
    const { status, headers } = await (await policies('https://login.example.org')).send('/fault');
    expect(status).toBe(500);
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['cache-control']).toBe('no-store');
  });

  test('on this machine without TLS nothing insists on TLS', async () => {
    const { headers } = await (await policies('http://localhost:3000')).send('/');
    expect(headers['strict-transport-security']).toBeUndefined();
    expect(headers['content-security-policy']).not.toContain('upgrade-insecure-requests');
  });

  test('static assets choose for themselves how long they are kept', async () => {
    const { headers } = await (await policies('http://localhost:3000')).send('/assets/style.css');
    expect(headers['cache-control']).toBe('public, max-age=3600');
  });

  test('a relying party’s pop-up keeps its opener', async () => {
    const { headers } = await (await policies('http://localhost:3000')).send('/');
    expect(headers['cross-origin-opener-policy']).toBeUndefined();
  });
});

describe('the request log', () => {
  test('has method, route, status and time, and nothing that was sent', async () => {
    const { logger, lines, text } = listeningLogger();
    const router = new Router();
    router.post('/interaction/:uid', (ctx) => {
      ctx.body = 'answer-secret';
    });
    const tiny = await serve(requestLog({ logger }), router.routes() as Koa.Middleware);
    const { headers } = await tiny.send('/interaction/uid-secret?code=query-secret', {
      method: 'POST',
      headers: {
        Cookie: 'session=cookie-secret',
        Authorization: 'Bearer token-secret',
        'X-Request-Id': 'chosen-secret',
      },
      body: 'password=body-secret',
    });
    await firstLine(lines);
    expect(lines).toEqual([
      expect.objectContaining({
        msg: 'request',
        method: 'POST',
        route: '/interaction/:uid',
        status: 200,
        milliseconds: expect.any(Number),
        requestId: headers['x-request-id'],
      }),
    ]);
    expect(text()).not.toContain('secret');
  });

  test('shows an unknown path without its query', async () => {
    const { logger, lines } = listeningLogger();
    await (await serve(requestLog({ logger }))).send('/nowhere?token=secret');
    await firstLine(lines);
    expect(lines).toEqual([expect.objectContaining({ route: '/nowhere', status: 404 })]);
  });
});

describe('health', () => {
  const serveHealth = (options: HealthOptions) => serve(errorHandler({ logger: silentLogger }), health(options));

  test('a process whose database answers is live and ready', async () => {
    const tiny = await serveHealth({ pingDatabase: async () => 1 });
    expect(await tiny.send('/health/live')).toMatchObject({ status: 200, text: '{"status":"ok"}' });
    expect(await tiny.send('/health/ready')).toMatchObject({ status: 200, text: '{"status":"ok"}' });
  });

  test('without its database it is live, not ready, and does not say why', async () => {
    const tiny = await serveHealth({ pingDatabase: () => Promise.reject(new Error('password of postgres')) });
    expect((await tiny.send('/health/live')).status).toBe(200);
    expect(await tiny.send('/health/ready')).toMatchObject({ status: 503, text: '{"status":"unavailable"}' });
  });

  test('a database that hangs makes it not ready within about two seconds', async () => {
    const tiny = await serveHealth({ pingDatabase: () => new Promise(() => {}) });
    const startedAt = performance.now();
    expect((await tiny.send('/health/ready')).status).toBe(503);
    expect(performance.now() - startedAt).toBeLessThan(4000);
  });

  test('a process that drains is live and not ready', async () => {
    const tiny = await serveHealth({ pingDatabase: async () => 1, isDraining: () => true });
    expect((await tiny.send('/health/live')).status).toBe(200);
    expect((await tiny.send('/health/ready')).status).toBe(503);
  });

  test('other methods are refused, other paths left to others', async () => {
    const tiny = await serveHealth({ pingDatabase: async () => 1 });
    const posted = await tiny.send('/health/live', { method: 'POST' });
    expect(problemIn(posted).code).toBe('method_not_allowed');
    expect(posted.headers.allow).toBe('GET, HEAD');
    expect((await tiny.send('/health/other')).status).toBe(404);
  });
});

/** The line is written when the answer is out, which is after the client may have read it. */
async function firstLine(lines: readonly unknown[]): Promise<void> {
  while (lines.length === 0) await new Promise((resolve) => setImmediate(resolve));
}
