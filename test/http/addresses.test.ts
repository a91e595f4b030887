/** Whose address counts, and under which host we answer. */
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import Koa from 'koa';
import { clientAddress, plainAddress } from '../../src/http/client-address.js';
import { errorHandler } from '../../src/http/error-handler.js';
import { clientSource } from '../../src/http/forwarded.js';
import { hostCheck, isOwnHost } from '../../src/http/host-check.js';
import { answerAsIssuer } from '../../src/http/issuer-address.js';
import { sourceOf } from '../../src/http/request-state.js';
import type { TrustProxy } from '../../src/settings/trust-proxy.js';
import { silentLogger } from './silent-logger.js';
import { listen, problemIn, type TinyServer } from './tiny-server.js';

describe('the address of a client', () => {
  const proxy = '10.0.0.1';
  test.each<[string, TrustProxy, string, string | undefined, string]>([
    ['nobody trusted: the peer', false, '192.0.2.7', '1.2.3.4', '192.0.2.7'],
    ['one hop: the last entry', 1, proxy, '1.2.3.4', '1.2.3.4'],
    ['one hop: what the client wrote itself does not count', 1, proxy, '6.6.6.6, 1.2.3.4', '1.2.3.4'],
    ['two hops', 2, proxy, '6.6.6.6, 1.2.3.4, 10.0.0.2', '1.2.3.4'],
    ['two hops, one entry', 2, proxy, '1.2.3.4', '1.2.3.4'],
    ['one hop without the header', 1, proxy, undefined, proxy],
    ['a range: its proxies are passed', ['10.0.0.0/8'], proxy, '6.6.6.6, 1.2.3.4, 10.9.9.9', '1.2.3.4'],
    ['a range: a peer outside it is believed nothing', ['10.0.0.0/8'], '192.0.2.7', '1.2.3.4', '192.0.2.7'],
    ['a range of IPv6', ['fd00::/8'], 'fd00::1', '2001:db8::7', '2001:db8::7'],
    ['a peer in IPv6 form', ['10.0.0.0/8'], '::ffff:10.0.0.1', '1.2.3.4', '1.2.3.4'],
    ['an entry with a port', 1, proxy, '1.2.3.4:5678', '1.2.3.4'],
    ['an IPv6 entry with a port', 1, proxy, '[2001:db8::7]:443', '2001:db8::7'],
    ['an entry that is no address', 1, proxy, 'unknown', proxy],
    ['an entry with markup', 2, proxy, '<script>, 10.0.0.2', '10.0.0.2'],
    ['an empty header', 1, proxy, '', proxy],
    ['all trusted', ['10.0.0.0/8'], proxy, '10.0.0.3, 10.0.0.2', '10.0.0.3'],
  ])('%s', (_case, trust, peer, forwardedFor, expected) => {
    expect(clientAddress(trust)(peer, forwardedFor)).toBe(expected);
  });

  test.each(['', 'localhost', '1.2.3', '1.2.3.4.5', '::ffff:1.2.3', '1.2.3.4, 5.6.7.8', '[::1'])(
    '%j is no address',
    (text) => {
      expect(plainAddress(text)).toBeUndefined();
    },
  );
});

describe('the host', () => {
  test.each([
    ['as published', 'https://login.example.org', 'login.example.org', true],
    ['in capitals', 'https://login.example.org', 'LOGIN.example.org', true],
    ['with the default port', 'https://login.example.org', 'login.example.org:443', true],
    ['with the port', 'http://localhost:3000', 'localhost:3000', true],
    ['IPv6', 'http://[::1]:3000', '[::1]:3000', true],
    ['without the port', 'http://localhost:3000', 'localhost', false],
    ['the other scheme’s port', 'https://login.example.org', 'login.example.org:80', false],
    ['another', 'https://login.example.org', 'evil.example', false],
    ['a longer one', 'https://login.example.org', 'login.example.org.evil.example', false],
    ['with a name before it', 'https://login.example.org', 'evil@login.example.org', false],
    ['with a path after it', 'https://login.example.org', 'login.example.org/x', false],
    ['none', 'https://login.example.org', undefined, false],
  ])('%s', (_case, issuer, host, expected) => {
    expect(isOwnHost(host, new URL(issuer))).toBe(expected);
  });
});

describe('over HTTP', () => {
  const issuer = 'https://login.example.org/auth';
  const Host = 'login.example.org';
  let server: TinyServer;
  beforeAll(async () => {
    const app = new Koa();
    answerAsIssuer(app, issuer);
    app.use(errorHandler({ logger: silentLogger }));
    app.use(hostCheck({ issuer }));
    app.use(clientSource({ trustProxy: 1 }));
    app.use((ctx) => {
      ctx.body = { ...sourceOf(ctx), href: ctx.href, secure: ctx.secure, hostname: ctx.hostname };
    });
    server = await listen(app);
  });
  afterAll(() => server.close());

  test('the source is noted, its browser cut to a sensible length', async () => {
    const headers = { Host, 'X-Forwarded-For': '6.6.6.6, 1.2.3.4', 'User-Agent': 'x'.repeat(1000) };
    const { text } = await server.send('/', { headers });
    expect(JSON.parse(text)).toMatchObject({ ip: '1.2.3.4', userAgent: 'x'.repeat(256) });
  });

  test('addresses are built from the issuer, whatever the request claims', async () => {
    const headers = { Host, 'X-Forwarded-Host': 'evil.example', 'X-Forwarded-Proto': 'http' };
    const { text } = await server.send('/page?a=1', { headers });
    const href = 'https://login.example.org/page?a=1';
    expect(JSON.parse(text)).toMatchObject({ href, secure: true, hostname: Host });
  });

  test('another host is refused, and the answer does not repeat it', async () => {
    const sent = await server.send('/', { headers: { Host: 'evil.example' } });
    expect(problemIn(sent)).toMatchObject({ status: 421, code: 'misdirected_request' });
    expect(sent.text).not.toContain('evil.example');
  });

  test('a target in absolute form is refused, because it would override the host', async () => {
    const answer = await raw(
      server.port,
      `GET http://evil.example/page HTTP/1.1\r\nHost: ${Host}\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 421 /);
  });

  test('health checks may come by address', async () => {
    expect((await server.send('/health/live', { headers: { Host: '10.1.2.3' } })).status).toBe(200);
  });
});

/** Sends text as it is: Node's client would not. */
function raw(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.end(text));
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('end', () => resolve(answer));
    socket.on('error', reject);
  });
}
