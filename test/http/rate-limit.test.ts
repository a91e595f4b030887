/** One address cannot take the whole process. */
import { afterEach, describe, expect, test } from '@jest/globals';
import Koa from 'koa';
import type { Clock } from '../../src/clock.js';
import { errorHandler } from '../../src/http/error-handler.js';
import { clientSource } from '../../src/http/forwarded.js';
import { networkOf, rateLimit } from '../../src/http/rate-limit.js';
import { createTokenBuckets } from '../../src/http/token-buckets.js';
import { silentLogger } from './silent-logger.js';
import { listen, problemIn, type TinyServer } from './tiny-server.js';

const start = new Date('2026-03-01T12:00:00Z');
const secondsLater = (seconds: number) => new Date(start.getTime() + seconds * 1000);

describe('a bucket', () => {
  test('lets a minute’s worth pass at once, then one as each time comes', () => {
    const buckets = createTokenBuckets();
    for (let count = 0; count < 60; count += 1) expect(buckets.take('a', 60, start)).toEqual({ ok: true });
    expect(buckets.take('a', 60, start)).toEqual({ ok: false, retryAfterSeconds: 1 });
    expect(buckets.take('a', 60, secondsLater(1))).toEqual({ ok: true });
    expect(buckets.take('a', 60, secondsLater(1))).toMatchObject({ ok: false });
  });

  test('says how long to wait', () => {
    const buckets = createTokenBuckets();
    buckets.take('a', 1, start);
    expect(buckets.take('a', 1, secondsLater(10))).toEqual({ ok: false, retryAfterSeconds: 50 });
  });

  test('never holds more than a minute’s worth', () => {
    const buckets = createTokenBuckets();
    buckets.take('a', 2, start);
    const later = secondsLater(3600);
    const results = [1, 2, 3].map(() => buckets.take('a', 2, later).ok);
    expect(results).toEqual([true, true, false]);
  });

  test('is not shared between keys', () => {
    const buckets = createTokenBuckets();
    buckets.take('a', 1, start);
    expect(buckets.take('b', 1, start).ok).toBe(true);
  });

  test('a clock set back an hour locks nobody out for longer than it takes to fill', () => {
    const buckets = createTokenBuckets();
    buckets.take('a', 1, start);
    expect(buckets.take('a', 1, secondsLater(-3600)).ok).toBe(false);
    expect(buckets.take('a', 1, secondsLater(-3600 + 60)).ok).toBe(true);
  });

  test('at most 10 000 sources are remembered, the one unused for longest forgotten', () => {
    const buckets = createTokenBuckets();
    buckets.take('first', 1, start);
    buckets.take('busy', 2, start);
    for (let count = 0; count < 9_998; count += 1) buckets.take(`source ${count}`, 1, start);
    buckets.take('busy', 2, start);
    buckets.take('last', 1, start);
    expect(buckets.size).toBe(10_000);
    expect(buckets.take('busy', 2, start).ok).toBe(false);
    expect(buckets.take('first', 1, start).ok).toBe(true);
  });
});

describe('the network of an address', () => {
  test.each([
    ['192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8::7', '2001:db8:0:0::/64'],
    ['2001:db8:1:2::', '2001:db8:1:2::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('%s counts as %s', (ip, network) => {
    expect(networkOf(ip)).toBe(network);
  });
});

describe('over HTTP', () => {
  let server: TinyServer | undefined;
  afterEach(async () => {
    await server?.close();
  });

  async function serve(mode: 'on' | 'off'): Promise<{ server: TinyServer; set: (now: Date) => void }> {
    let now = start;
    const clock: Clock = { now: () => now };
    const app = new Koa();
    app.use(errorHandler({ logger: silentLogger }));
    app.use(clientSource({ trustProxy: 1 }));
    app.use(rateLimit({ rateLimit: mode, clock }));
    app.use((ctx) => {
      ctx.body = 'passed';
    });
    server = await listen(app);
    return {
      server,
      set: (moment) => {
        now = moment;
      },
    };
  }

  const form = (from: string) => ({ method: 'POST', headers: { 'X-Forwarded-For': from } });

  test.each(['/account/sign-up', '/account/forgot-password'])('%s sends no flood of mails', async (path) => {
    const tiny = await serve('on');
    const statuses = [];
    for (let count = 0; count < 21; count += 1) {
      statuses.push((await tiny.server.send(path, form('192.0.2.7'))).status);
    }
    expect(statuses).toEqual([...Array.from({ length: 20 }, () => 200), 429]);
    expect((await tiny.server.send('/account/reset-password', form('192.0.2.7'))).status).toBe(200);
  });

  test.each(['/account/password', '/account/reset-password', '/account/activate'])(
    '%s weighs no more passwords of one source than leave time for others',
    async (path) => {
      const tiny = await serve('on');
      const statuses = [];
      for (let count = 0; count < 31; count += 1) {
        statuses.push((await tiny.server.send(path, form('192.0.2.7'))).status);
      }
      expect(statuses).toEqual([...Array.from({ length: 30 }, () => 200), 429]);
      expect((await tiny.server.send('/account/sessions', form('192.0.2.7'))).status).toBe(200);
    },
  );

  test('another spelling of a path that leads to the same page has no rate of its own', async () => {
    const tiny = await serve('on');
    const spellings = ['/account/forgot-password', '/account/forgot-password/', '/ACCOUNT/Forgot-Password'];
    for (let count = 0; count < 20; count += 1) {
      expect((await tiny.server.send(spellings[count % 3] ?? '', form('192.0.2.7'))).status).toBe(200);
    }
    for (const path of spellings) expect((await tiny.server.send(path, form('192.0.2.7'))).status).toBe(429);
    expect((await tiny.server.send('/account/sign-up/', form('192.0.2.7'))).status).toBe(429);
  });

  test('a flood of forms is refused with 429 and the time to wait, and passes again after it', async () => {
    const tiny = await serve('on');
    const send = () => tiny.server.send('/interaction/abc', form('192.0.2.7'));
    const statuses = [];
    for (let count = 0; count < 300; count += 1) statuses.push((await send()).status);
    expect(new Set(statuses)).toEqual(new Set([200]));
    const refused = await send();
    expect(problemIn(refused)).toMatchObject({ status: 429, code: 'rate_limited' });
    expect(refused.headers['retry-after']).toBe('1');

    expect((await tiny.server.send('/interaction/abc', form('192.0.2.8'))).status).toBe(200);
    expect((await tiny.server.send('/interaction/abc', { headers: { 'X-Forwarded-For': '192.0.2.7' } })).status).toBe(
      200,
    );
    expect((await tiny.server.send('/health/live', form('192.0.2.7'))).status).toBe(200);
    tiny.set(secondsLater(1));
    expect((await send()).status).toBe(200);
  });

  test('switched off, everything passes', async () => {
    const tiny = await serve('off');
    for (let count = 0; count < 310; count += 1) {
      expect((await tiny.server.send('/interaction/abc', form('192.0.2.7'))).status).toBe(200);
    }
  });
});
