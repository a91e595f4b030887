/** Every address that the server publishes or sends a browser to is the issuer's or a registered one, whatever a request claims. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startTestServer, type TestServer } from '../support/test-server.js';
import {
  authorizeUrl,
  beginSignIn,
  codeNow,
  cookiesFor,
  type Enrolled,
  enrolledAccount,
  redeem,
  sendAct,
  sendAsClient,
  signInAtChallenge,
  type TestClient,
  tokensOf,
} from './attack-fixture.js';
import { type RawAnswer, sendRaw } from './raw-request.js';

let server: TestServer;
let client: TestClient;
let victim: Enrolled;

beforeAll(async () => {
  server = await startTestServer({ env: { RATE_LIMIT: 'off' } });
  client = await server.addClient({ post_logout_redirect_uris: ['https://rp.example/signed-out'] });
  victim = await enrolledAccount(server);
});

afterAll(() => server.stop());

const get = (target: string, headers: Record<string, string | string[]> = {}): Promise<RawAnswer> =>
  sendRaw({ port: server.port, target, headers: { Host: hostOf(), Accept: 'text/html', ...headers } });

const forwarded = {
  'X-Forwarded-Host': 'evil.example',
  'X-Forwarded-Proto': 'https',
  'X-Forwarded-Port': '8443',
  'X-Original-Host': 'evil.example',
  'X-Host': 'evil.example',
  Forwarded: 'host=evil.example;proto=https',
  'X-Forwarded-Prefix': '/evil',
  'X-Original-URL': '/evil',
};

describe('a foreign host', () => {
  const paths = [
    '/.well-known/openid-configuration',
    '/',
    '/jwks',
    '/token',
    '/interaction/abc',
    '/device',
    '/api/users',
  ];

  test.each([
    'evil.example',
    'evil.example:80',
    '127.0.0.1',
    '127.0.0.1:1',
    '127.0.0.1.evil.example',
    'evil.example#127.0.0.1',
    'user@127.0.0.1',
  ])('in Host %j is answered nothing: 421 or 400 on every path', async (host) => {
    for (const path of paths) {
      const { status, text } = await get(path, { Host: host });
      expect([400, 421]).toContain(status);
      expect(text).not.toContain('evil.example');
    }
  });

  test('in an absolute request target is answered nothing, though Host is ours', async () => {
    for (const target of ['http://evil.example/authorize', 'https://evil.example/.well-known/openid-configuration']) {
      const { status, text } = await get(target);
      expect(status).toBe(421);
      expect(text).not.toContain('evil.example');
    }
  });

  test('in X-Forwarded-* and their kin is published nowhere', async () => {
    const discovery = await get('/.well-known/openid-configuration', forwarded);
    expect(discovery.status).toBe(200);
    expect(discovery.text).not.toContain('evil');
    const urls = discovery.text.match(/https?:[^"]+/g) ?? [];
    // acr names are names, not addresses.
    const addresses = urls.filter((url) => !/refeds\.org|schemas\.openid\.net/.test(url));
    expect(addresses.length).toBeGreaterThan(8);
    for (const url of addresses) expect(url.startsWith(server.issuer)).toBe(true);
  });

  test('in X-Forwarded-* moves no redirect of a whole sign-in, nor the issuer in its tokens', async () => {
    const trusting = { ...(await server.again({ TRUST_PROXY: '127.0.0.1/32' })), issuer: server.issuer };
    for (const node of [server, trusting]) {
      const signIn = await signInAtChallenge(server, client, victim);
      const answer = await sendAct(node, signIn, 'verify_factor', { code: codeNow(server, victim) }, forwarded);
      server.clock.move(30);
      expect(answer.headers.location).toBe(`${server.issuer}/authorize/${signIn.uid}`);
      const target = `/authorize/${signIn.uid}`;
      const resumed = await sendRaw({
        port: node.port,
        target,
        headers: { Host: hostOf(), Cookie: cookiesFor(signIn.person, target), ...forwarded },
      });
      const location = new URL(resumed.headers.location ?? '');
      expect(location.origin + location.pathname).toBe(client.redirectUri);
      expect(location.searchParams.get('iss')).toBe(server.issuer);
      const tokens = tokensOf(await redeem(node, client, location.searchParams.get('code') ?? ''));
      expect(Buffer.from(tokens.id_token.split('.')[1] ?? '', 'base64url').toString()).toContain(
        `"iss":"${server.issuer}"`,
      );
    }
  });
});

describe('an address that is not registered', () => {
  const foreign = [
    'https://evil.example/callback',
    'http://127.0.0.1:9/callback/',
    'http://127.0.0.1:9/callback?next=https://evil.example',
    'http://127.0.0.1:9/callback#x',
    'http://127.0.0.1:9@evil.example/callback',
    'http://127.0.0.1:9/../callback',
    'http://127.0.0.1:9/Callback',
    'http://localhost:9/callback',
    '//evil.example/callback',
    'javascript:alert(1)//http://127.0.0.1:9/callback',
    'data:text/html,<script>alert(1)</script>',
    'http://127.0.0.1:9/callback\\@evil.example',
    'http://127.0.0.1:9/callback%0d%0aLocation:%20https://evil.example',
    '',
  ];

  test.each(foreign)('as redirect_uri gets no browser and no code: %j', async (redirect) => {
    for (const more of [{}, { prompt: 'none' }, { response_type: 'token' }, { response_mode: 'form_post' }]) {
      const target = authorizeUrl(server, client, { redirect_uri: redirect, ...more }).slice(server.issuer.length);
      const answer = await get(target);
      expect(answer.status).toBe(400);
      expect(answer.headers.location).toBeUndefined();
      expect(answer.text).toContain('<h1');
      expect(answer.text).not.toMatch(/<(a|form|meta|script)[^>]*evil/i);
    }
  });

  test('as redirect_uri is refused in a pushed request too', async () => {
    const asked = Object.fromEntries(
      new URL(authorizeUrl(server, client, { redirect_uri: 'https://evil.example/' })).searchParams,
    );
    const pushed = await sendAsClient(server, '/par', client, asked);
    expect(pushed.status).toBe(400);
  });

  test('as post_logout_redirect_uri is not followed', async () => {
    for (const uri of [
      'https://evil.example/',
      'https://rp.example/signed-out/',
      '//evil.example',
      'javascript:alert(1)',
    ]) {
      const query = new URLSearchParams({ client_id: client.clientId, post_logout_redirect_uri: uri });
      const answer = await get(`/logout?${query}`);
      expect([answer.status, answer.headers.location]).toEqual([400, undefined]);
      expect(answer.text).not.toMatch(/(href|action|content)="[^"]*(evil|javascript:)/);
    }
  });

  test('in returnTo, next, redirect and the like leads a sign-in’s form nowhere else', async () => {
    const names = ['returnTo', 'return_to', 'next', 'redirect', 'redirect_uri', 'continue', 'url', 'resume'];
    const fields = Object.fromEntries(names.map((name) => [name, 'https://evil.example/']));
    const signIn = await signInAtChallenge(server, client, victim);
    const finished = await sendAct(server, signIn, 'verify_factor', { ...fields, code: codeNow(server, victim) });
    server.clock.move(30);
    expect(finished.headers.location).toBe(`${server.issuer}/authorize/${signIn.uid}`);
    const other = await beginSignIn(server, client);
    const switched = await sendAct(server, other, 'switch_account', fields);
    expect(switched.headers.location).toBe(`/interaction/${other.uid}?switch=1`);
  });

  test('as the path of our own server leads nowhere else: //evil.example and its kin', async () => {
    for (const path of [
      '//evil.example/',
      '/\\evil.example',
      '//evil.example/%2e%2e',
      '/%2f%2fevil.example',
      '/.%2e/evil',
    ]) {
      const { status, headers } = await get(path);
      expect([path, status >= 400 && status < 500, headers.location]).toEqual([path, true, undefined]);
    }
  });
});

test('a browser is sent on with an error only after the address was checked, and never with what it sent as markup', async () => {
  const state = '"><script>alert(1)</script>';
  for (const mode of ['query', 'form_post', 'fragment']) {
    const target = authorizeUrl(server, client, { prompt: 'none', state, response_mode: mode }).slice(
      server.issuer.length,
    );
    const { headers, text } = await get(target);
    if (mode === 'form_post') {
      expect(text).not.toContain('<script>alert(1)');
      expect(text).toContain(`action="${client.redirectUri}"`);
    } else {
      const separator = mode === 'query' ? '?' : '#';
      expect(headers.location).toMatch(new RegExp(`^${client.redirectUri}\\${separator}`));
      expect(headers.location).not.toContain('<');
    }
  }
});

function hostOf(): string {
  return new URL(server.issuer).host;
}
