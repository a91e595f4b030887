/** What every page tells the browser: store nothing, run nothing foreign, be framed by nobody; and what its cookies may do. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newPerson, type Page, scannedSeed } from '../support/person.js';
import { startTestServer, type TestServer, testPassword } from '../support/test-server.js';
import {
  authorizeUrl,
  beginSignIn,
  codeNow,
  enrolledAccount,
  signInAtChallenge,
  type TestClient,
} from './attack-fixture.js';
import { type RawAnswer, sendForm, sendRaw } from './raw-request.js';

let server: TestServer;
let client: TestClient;
const pages = new Map<string, Page>();

beforeAll(async () => {
  server = await startTestServer({ env: { RATE_LIMIT: 'off', REQUIRE_MFA: 'true' } });
  client = await server.addClient({ skip_consent: false });
  const strict = await server.addClient({ require_mfa: true });
  const keep = (name: string, page: Page) => pages.set(name, page);

  const owner = await enrolledAccount(server);
  const { person } = await beginSignIn(server, client);
  keep('password', person.page);
  keep('refused password', await person.act('password', { email: owner.email, password: 'wrong' }));
  const challenged = await signInAtChallenge(server, client, owner);
  keep('challenge', await challenged.person.open(`/interaction/${challenged.uid}`));
  keep('refused code', await challenged.person.act('verify_factor', { code: '1' }));
  keep('consent', await challenged.person.act('verify_factor', { code: codeNow(server, owner) }));

  const newcomer = await server.addAccount('newcomer@example.com');
  const reminded = await signInAtChallenge(server, client, { account: newcomer });
  keep('reminder', await reminded.person.open(`/interaction/${reminded.uid}`));
  const enrolling = await signInAtChallenge(server, strict, { account: newcomer });
  keep('enrolment', await enrolling.person.open(`/interaction/${enrolling.uid}`));
  const seed = scannedSeed(enrolling.person.page.html);
  keep('backup codes', await enrolling.person.act('confirm_enrolment', { code: codeNow(server, { seed }) }));

  const stranger = newPerson(server.issuer);
  keep('gone', await stranger.open(`/interaction/${enrolling.uid}`));
  keep('refused request', await stranger.open(authorizeUrl(server, client, { redirect_uri: 'https://evil.example' })));
  keep(
    'forged form',
    await stranger.post(`/interaction/${enrolling.uid}`, 'act=x', { Origin: 'https://evil.example' }),
  );
  keep('not found', await stranger.open('/nothing'));
  keep('home', await stranger.open('/'));
  keep('device code', await stranger.open('/device'));
  keep('sign-out question', await challenged.person.open('/logout'));
  keep('API reference', await stranger.open('/api'));
});

afterAll(() => server.stop());

const names = [
  ...['password', 'refused password', 'challenge', 'refused code', 'consent', 'reminder', 'enrolment', 'backup codes'],
  ...[
    'gone',
    'refused request',
    'forged form',
    'not found',
    'home',
    'device code',
    'sign-out question',
    'API reference',
  ],
];

describe.each(names)('the page "%s"', (name) => {
  const page = (): Page => {
    const found = pages.get(name);
    if (found === undefined) throw new Error('no such page');
    return found;
  };

  test('is stored by nobody, framed by nobody, and guessed about by no browser', () => {
    const { headers } = page();
    expect(headers.get('content-type')).toMatch(/^text\/html; charset=utf-8/i);
    expect(headers.get('cache-control')).toContain('no-store');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('server')).toBeNull();
  });

  test('may run and load only what is ours, and has nothing inline that would need more', () => {
    const policy = new Map(
      (page().headers.get('content-security-policy') ?? '').split(';').map((part): [string, string] => {
        const [directive = '', ...sources] = part.trim().split(/\s+/);
        return [directive, sources.join(' ')];
      }),
    );
    expect(policy.get('default-src')).toBe("'none'");
    expect(policy.get('frame-ancestors')).toBe("'none'");
    expect(policy.get('base-uri')).toBe("'none'");
    for (const sources of policy.values()) expect(sources).not.toMatch(/unsafe|\*|https?:/);
    const { html } = page();
    expect(html.replace(/<script src="[^"]+"[^>]*><\/script>/g, '')).not.toMatch(/<script/);
    expect(html).not.toMatch(/\son\w+="|style="|<style|javascript:/);
    for (const [, url = ''] of html.matchAll(/\s(?:src|action)="([^"]*)"/g))
      expect(url).toMatch(/^(\/(?!\/)|http:\/\/127\.0\.0\.1:)/);
  });
});

test('no page tells a program of another origin what it holds', async () => {
  for (const target of ['/', '/device', '/interaction/x', authorizeUrl(server, client).slice(server.issuer.length)]) {
    const headers = { Host: new URL(server.issuer).host, Origin: 'https://evil.example', Accept: 'text/html' };
    const answer = await sendRaw({ port: server.port, target, headers });
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
  }
});

test('the token endpoint answers programs of the client’s own origins only, and never those without one', async () => {
  const native = await server.addClient({
    redirect_uris: ['com.example.app:/done'],
    token_endpoint_auth_method: 'none',
    application_type: 'native',
  });
  const form = { grant_type: 'refresh_token', refresh_token: 'x', client_id: native.clientId };
  for (const origin of ['null', 'https://evil.example']) {
    const answer = await sendForm(server.port, '/token', form, { Host: new URL(server.issuer).host, Origin: origin });
    expect([origin, answer.headers['access-control-allow-origin']]).toEqual([origin, undefined]);
  }
  const own = await sendForm(
    server.port,
    '/token',
    { ...form, client_id: client.clientId, client_secret: client.clientSecret ?? '' },
    { Host: new URL(server.issuer).host, Origin: new URL(client.redirectUri).origin },
  );
  expect(own.headers['access-control-allow-origin']).toBe(new URL(client.redirectUri).origin);
  expect(own.headers['access-control-allow-credentials']).toBeUndefined();
});

describe('cookies', () => {
  const attributesOf = (line: string) =>
    line
      .split(/;\s*/)
      .slice(1)
      .map((part) => part.toLowerCase());

  test('over http on this machine are HttpOnly and SameSite, each with the narrowest path', async () => {
    const lines = await cookiesOfSignIn(server);
    expect(lines.length).toBeGreaterThanOrEqual(6);
    for (const line of lines) {
      expect(attributesOf(line)).toEqual(expect.arrayContaining(['httponly', 'samesite=lax']));
      if (/interaction|resume/.test(line)) expect(line).toMatch(/path=\/(interaction|authorize)\/[\w-]{20,}/i);
      expect(line).not.toMatch(/domain=/i);
    }
  });

  test('under an https issuer are Secure too, and those for the whole site begin with __Host-', async () => {
    const secure = await startTestServer({ env: { RATE_LIMIT: 'off', ISSUER: 'https://id.example.com' } });
    const lines = await cookiesOfSignIn({ ...secure, issuer: 'https://id.example.com' });
    expect(lines.length).toBeGreaterThanOrEqual(6);
    for (const line of lines) {
      expect(attributesOf(line)).toEqual(expect.arrayContaining(['httponly', 'samesite=lax', 'secure']));
      expect(line).toMatch(/^__(Host|Secure)-countersign_/);
      expect(line.startsWith('__Host-')).toBe(/; path=\/(;|$)/i.test(line));
      expect(line).not.toMatch(/domain=/i);
    }
    const home = await sendRaw({ port: secure.port, target: '/', headers: { Host: 'id.example.com' } });
    expect(home.headers['strict-transport-security']).toMatch(/max-age=\d{7,}/);
    await secure.stop();
  });
});

/** Every Set-Cookie line of a sign-in with both factors, at whatever port, under its issuer's host. */
async function cookiesOfSignIn(at: TestServer): Promise<string[]> {
  const lines: string[] = [];
  const jar = new Map<string, string>();
  const keep = (answer: RawAnswer) => {
    for (const line of answer.headers['set-cookie'] ?? []) {
      const [name = '', ...value] = line.split(';', 1).join('').split('=');
      // What is being deleted has no attributes to check.
      if (value.join('=') === '') continue;
      lines.push(line);
      jar.set(name, value.join('='));
    }
    return answer;
  };
  const headers = () => ({
    Host: new URL(at.issuer).host,
    Origin: at.issuer,
    Accept: 'text/html',
    Cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
  });
  const owner = await enrolledAccount(at);
  const own = await at.addClient();
  const target = authorizeUrl(at, own).slice(at.issuer.length);
  const first = keep(await sendRaw({ port: at.port, target, headers: headers() }));
  const path = first.headers.location ?? '';
  const shown = await sendRaw({ port: at.port, target: path, headers: headers() });
  const csrf = /name="csrf" value="([^"]+)"/.exec(shown.text)?.[1] ?? '';
  keep(await sendForm(at.port, path, { csrf, act: 'password', email: owner.email, password: testPassword }, headers()));
  const code = codeNow(at, owner);
  const verified = keep(await sendForm(at.port, path, { csrf, act: 'verify_factor', code }, headers()));
  const resume = new URL(verified.headers.location ?? 'x:').pathname;
  const last = keep(await sendRaw({ port: at.port, target: resume, headers: headers() }));
  expect(last.headers.location).toContain('code=');
  return lines;
}
