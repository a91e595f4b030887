/** Names that people, clients and operators choose are shown as names: never as markup, never as direction, never as part of a key's label. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newPerson, type Page, scannedSeed } from '../support/person.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import {
  authorizeUrl,
  codeFrom,
  codeNow,
  redeem,
  sendAsClient,
  signInAtChallenge,
  tokensOf,
} from './attack-fixture.js';

const brand = '<b>Bad:Corp</b> "&amp;" \u202e🦊';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ env: { RATE_LIMIT: 'off', MFA_ISSUER: brand } });
});

afterAll(() => server.stop());

const names = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</title></head><body><h1>Your account is locked</h1>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  'Bank\u202egnp.exe\u2066 — secure \u200f\u200b',
  'Z\u0301\u0302\u0303a👩‍👩‍👧‍👦🏴‍☠️',
  '{{7*191}}<%= 7*191 %>#{7*191}',
  '--><!--',
  'javascript:alert(1)',
  `${'W'.repeat(199)}!`,
];

/** No tag, attribute or closing of ours may come from a name; what stands between tags is text. */
function expectHarmless({ html }: Pick<Page, 'html'>, name: string): void {
  for (const part of ['<script>alert', '<img src=x', '<h1>Your', '<b>Bad', '1337', '--><!--']) {
    expect([name, html.includes(part)]).toEqual([name, false]);
  }
  for (const [, value = ''] of html.matchAll(/\s(?:href|src|action)="([^"]*)"/g)) {
    expect(value).not.toMatch(/^\s*javascript:/i);
  }
  expect(html.match(/<h1[ >]/g)).toHaveLength(1);
  const tags = html.replace(/="[^"]*"/g, '=""').match(/<[a-z][^>]*>/gi) ?? [];
  for (const tag of tags) expect([name, tag]).toEqual([name, expect.not.stringMatching(/\son\w+=/i)]);
  // A mark that turns the direction stays inside the element that isolates it.
  const body = html.replace(/<title>.*?<\/title>/s, '');
  for (const { index } of body.matchAll(/[\u202e\u2066]/g)) {
    const before = body.slice(0, index);
    const isIsolated = before.lastIndexOf('<bdi') > before.lastIndexOf('</bdi>');
    const isAttribute = /\s[\w-]+="[^"]*$/.test(before);
    expect([name, before.slice(-80), isIsolated || isAttribute]).toEqual([name, before.slice(-80), true]);
  }
}

describe.each(names)('a client and a person called %j', (name) => {
  test('are harmless on every page of a sign-in, in the key’s label and in tokens', async () => {
    const client = await server.addClient({ client_name: name, skip_consent: false, require_mfa: true });
    const local = `o'b&amp${names.indexOf(name)}=\`{x}*/`;
    const account = await server.addAccount(`${local}@example.com`, { name });
    const person = newPerson(server.issuer);
    const parameters = { login_hint: name, ui_locales: name.replaceAll(' ', '-'), scope: 'openid email profile' };
    const signIn = await signInAtChallenge(server, client, { account }, { person, parameters });
    expectHarmless(person.page, name);
    expectHarmless(await person.act('password', { email: `${name}@example.com`, password: 'x' }), name);

    const enrolment = await person.open(`/interaction/${signIn.uid}`);
    expectHarmless(enrolment, name);
    const link = /href="(otpauth:[^"]+)"/.exec(enrolment.html)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const label = decodeURIComponent(new URL(link).pathname.replace(/^\/+(totp\/)?/, ''));
    expect(label.split(':')).toHaveLength(2);
    expect(label).not.toMatch(/[\u202e<>]{2}|\u202e/);
    expect(new URL(link).searchParams.get('issuer')).not.toContain(':');

    const seed = scannedSeed(enrolment.html);
    expectHarmless(await person.act('confirm_enrolment', { code: '1', name }), name);
    expectHarmless(await person.act('confirm_enrolment', { code: codeNow(server, { seed }), name }), name);
    const consent = await person.act('codes_saved', { saved: 'yes' });
    expect(consent.html).toContain('value="allow"');
    expectHarmless(consent, name);
    const tokens = tokensOf(await redeem(server, client, codeFrom(await person.act('allow'))));
    expect(JSON.parse(Buffer.from(tokens.id_token.split('.')[1] ?? '', 'base64url').toString()).sub).toBe(account.id);
    expectHarmless(await person.open('/logout'), name);
  });

  test('are harmless on error pages, which repeat what was asked', async () => {
    const person = newPerson(server.issuer);
    const client = await server.addClient({ client_name: name });
    for (const parameter of [
      'redirect_uri',
      'response_type',
      'scope',
      'client_id',
      'prompt',
      'resource',
      'request_uri',
    ]) {
      const page = await person.open(authorizeUrl(server, client, { [parameter]: name }));
      if (page.leftFor === undefined) expectHarmless(page, name);
      else expect(page.leftFor.protocol).toBe('http:');
    }
    const refused = await sendAsClient(server, '/token', client, { grant_type: name });
    expect(refused.headers['content-type']).toContain('application/json');
  });
});
