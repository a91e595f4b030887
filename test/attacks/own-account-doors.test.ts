/** Every page and call about one's own account: odd input never ends in a fault, a GET changes nothing, and no other site's form counts. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { linkTokens } from '../support/mail-links.js';
import { ownBrowser } from '../support/own-account.js';
import { hiddenField, newPerson, type Person } from '../support/person.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import {
  challenge,
  codeFrom,
  codeNow,
  cookiesFor,
  type Enrolled,
  enrolledAccount,
  redeem,
  sendAsClient,
  signInAtChallenge,
  type TestClient,
  tokensOf,
  verifier,
} from './attack-fixture.js';
import { expectRefusal, oddTexts } from './odd-values.js';
import { type RawAnswer, sendForm, sendRaw } from './raw-request.js';

/** An act of a page: what its form sends, with values that the act refuses or that change nothing. */
type Act = readonly [path: string, act: string, fields: Readonly<Record<string, string>>];

const noId = '00000000-0000-4000-8000-000000000000';
const wrong = 'wrong password of nobody';

const ownActs: readonly Act[] = [
  ['/account', 'save_profile', { name: 'x'.repeat(201), locale: 'en' }],
  ['/account/security', 'codes_saved', {}],
  ['/account/security/add', 'confirm_enrolment', { setup: noId, code: '000000', name: 'Phone' }],
  ['/account/security/add', 'codes_saved', {}],
  [`/account/security/rename?factor=${noId}`, 'rename', { name: 'Phone' }],
  [`/account/security/remove?factor=${noId}`, 'remove', { code: 'x' }],
  ['/account/security/disable', 'disable', { code: 'x' }],
  ['/account/security/backup-codes', 'new_backup_codes', { code: 'x' }],
  ['/account/password', 'change_password', { current_password: wrong, new_password: 'short' }],
  ['/account/sessions', 'sign_out', { session: noId }],
  ['/account/sessions', 'forget_browser', { browser: noId }],
  ['/account/apps', 'remove_access', { client: noId }],
];
/** Acts that anybody may send whole: for other sites only, since they are no refusals. */
const wholeActs: readonly Act[] = [
  ['/account', 'save_profile', { name: 'Mallory', locale: 'nl' }],
  ['/account/security/add', 'restart_enrolment', {}],
  ['/account/sessions', 'sign_out_everywhere', { here: 'yes' }],
  ['/account/forgot-password', 'send_link', { email: 'anna@example.com' }],
  ['/account/sign-up', 'sign_up', { email: 'newcomer@example.com', name: 'Newcomer' }],
  ['/account/not-me', 'report', {}],
];
const publicActs: readonly Act[] = [
  ['/account/forgot-password', 'send_link', { email: 'nobody@example.com' }],
  ['/account/reset-password', 'reset_password', { new_password: 'short', code: 'x' }],
  ['/account/sign-up', 'sign_up', { email: 'nobody', name: 'Nobody' }],
  ['/account/activate', 'activate', { new_password: 'short', name: 'x'.repeat(201) }],
  ['/account/not-me', 'report', {}],
];
const pages = [
  ...new Set([...ownActs, ...wholeActs, ...publicActs].map(([path]) => path.split('?')[0] ?? '')),
  '/account/activity',
  '/account/continue',
  '/account/help',
];
const apiCalls: readonly (readonly [path: string, body: Readonly<Record<string, unknown>>])[] = [
  ['/api/mfa/enroll', { name: 'Phone' }],
  ['/api/mfa/verify', { factor_id: noId, code: '000000' }],
  ['/api/mfa/unenroll', { factor_id: noId, code: 'x' }],
  ['/api/mfa/backup-codes', { code: 'x' }],
];

/** As they stand in an encoded body or address. */
const encoded: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.entries(oddTexts)
      .filter(([name]) => name !== 'a lone surrogate')
      .map(([name, text]) => [name, encodeURIComponent(text)]),
  ),
  'a lone surrogate': '%ED%A0%80',
  'broken UTF-8': '%FF%FE',
  'a stray percent sign': '%zz',
  '20 kB': 'z'.repeat(20_000),
};

describe.each(databaseKinds)('on %s', (kind) => {
  let server: TestServer;
  let client: TestClient;
  let anna: Enrolled;
  let person: Person;
  let stranger: Person;
  let token: string;
  const tokens: Record<string, string> = {};

  beforeAll(async () => {
    const limits = { MFA_DAILY_ATTEMPTS: '1000', LOCKOUT_THRESHOLD: '1000' };
    server = await startTestServer({ kind, env: { RATE_LIMIT: 'off', SIGN_UP: 'open', ...limits } });
    client = await server.addClient({ scope: 'openid email account' });
    anna = await enrolledAccount(server);
    person = await ownBrowser(server, anna);
    const parameters = { scope: 'openid account', resource: `${server.issuer}/api` };
    const asked = await signInAtChallenge(server, client, anna, { parameters });
    const page = await asked.person.act('verify_factor', { code: codeNow(server, anna) });
    token = tokensOf(await redeem(server, client, codeFrom(page))).access_token;
    server.clock.move(30);

    stranger = newPerson(server.issuer);
    await stranger.open(`${server.issuer}/account/forgot-password`);
    await stranger.act('send_link', { email: anna.email });
    await stranger.open(`${server.issuer}/account/sign-up`);
    await stranger.act('sign_up', { email: 'waiting@example.com', name: 'Waiting' });
    await server.deliverMail();
    tokens['/account/reset-password'] = (await linkTokens(server, anna.email, 'password_reset')).at(-1) ?? '';
    tokens['/account/activate'] = (await linkTokens(server, 'waiting@example.com', 'activation')).at(-1) ?? '';
    tokens['/account/not-me'] = (await linkTokens(server, anna.email, 'factor_added')).at(-1) ?? '';
    expect(Object.values(tokens).filter((link) => link.length > 40)).toHaveLength(3);
  });
  afterAll(() => server?.stop());

  /** All that the pages and calls can change, but for enrolments that wait and what is only noted. */
  async function stateOf(...more: readonly string[]): Promise<string> {
    const tables = ['account', 'totp_credential', 'backup_code', 'known_browser', 'consent', 'login_attempt', ...more];
    const dumps: string[] = [];
    for (const table of tables) {
      const { rows } = await sql<{ row: string }>`SELECT t::text AS row FROM ${sql.table(table)} t ORDER BY 1`.execute(
        server.database,
      );
      dumps.push(...rows.map(({ row }) => row));
    }
    return dumps.join('\n');
  }

  const isOwn = (path: string) => !publicActs.some(([one]) => one === path);
  const browserOf = (path: string) => (isOwn(path) ? person : stranger);
  const get = (target: string, browser: Person) =>
    sendRaw({
      port: server.port,
      target,
      headers: { Accept: 'text/html', Cookie: cookiesFor(browser, target.split('?')[0] ?? '') },
    });

  async function csrfFor(path: string): Promise<string> {
    const shown = isOwn(path) ? '/account' : '/account/forgot-password';
    return hiddenField((await get(shown, browserOf(path))).text, 'csrf') ?? '';
  }

  function post(path: string, body: string, headers: Record<string, string> = {}): Promise<RawAnswer> {
    const cookie = cookiesFor(browserOf(path), path.split('?')[0] ?? '');
    const own = { Origin: server.issuer, 'Sec-Fetch-Site': 'same-origin', Cookie: cookie };
    const sent = Object.entries({ ...own, ...headers }).filter(([, value]) => value !== '');
    return sendForm(server.port, path, body, Object.fromEntries(sent));
  }

  const call = (path: string, body: string, headers: Record<string, string> = {}) =>
    sendRaw({
      port: server.port,
      target: path,
      method: 'POST',
      body,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...headers },
    });

  test.each(pages)(
    'GET %s: odd values of every parameter, and the values of its forms, change nothing',
    async (path) => {
      const names = [
        'done',
        'token',
        'factor',
        'state',
        'error',
        'code',
        'changed',
        'saved',
        'sent',
        'act',
        'csrf',
        'x',
      ];
      const before = await stateOf('factor_budget', 'password_failure', 'mail', 'audit_event');
      const acts = [...ownActs, ...wholeActs, ...publicActs].filter(([of]) => of.split('?')[0] === path);
      const csrf = await csrfFor(path);
      const link = tokens[path];
      const queries = [
        ...Object.values(encoded)
          .filter((value) => value.length < 10_000)
          .map((value) => names.map((name) => `${name}=${value.slice(0, 1000)}`).join('&')),
        ...names.flatMap((name) => [name, `${name}=1&${name}=2`, `${name}[]=1`, `${name}[a]=1`]),
        '__proto__=1&constructor[prototype]=2&toString=3',
        ...acts.map(([, act, fields]) =>
          new URLSearchParams({ csrf, act, ...(link === undefined ? {} : { token: link }), ...fields }).toString(),
        ),
      ];
      for (const query of queries) {
        const target = `${path}?${query}`;
        expectRefusal(await get(target, browserOf(path)), target.slice(0, 200));
      }
      expect(await stateOf('factor_budget', 'password_failure', 'mail', 'audit_event')).toBe(before);
    },
  );

  test.each([...ownActs, ...publicActs])(
    'POST %s, %s: odd, absent, repeated and unknown fields never end in a fault',
    async (path, act, fields) => {
      const csrf = await csrfFor(path);
      const link = tokens[path];
      const whole: Record<string, string> = { csrf, act, ...(link === undefined ? {} : { token: link }), ...fields };
      const encode = (changes: Readonly<Record<string, string | undefined>>) =>
        Object.entries({ ...whole, ...changes })
          .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]))
          .join('&');
      const before = await stateOf();
      const isReport = act === 'report';
      for (const field of [...Object.keys(whole), 'constructor', '__proto__', 'x']) {
        const about = (value: string) => `${path} ${act} ${field} ${value.slice(0, 60)}`;
        // With a token and act that are right a report is carried out; that is another test's business.
        const isRefused = !isReport || Object.hasOwn(whole, field);
        const values = isRefused ? Object.values(encoded) : [];
        for (const value of values) expectRefusal(await post(path, encode({ [field]: value })), about(value));
        expectRefusal(await post(path, `${encode({})}&${field}=twice${isRefused ? '' : '&x=1&x=2'}`), about('twice'));
        if (isRefused) {
          expectRefusal(await post(path, encode({ [field]: undefined })), about('absent'));
          expectRefusal(await post(path, encode({ [field]: undefined, [`${field}[]`]: 'x' })), about('array'));
        }
      }
      for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x', ''])
        expect((await post(path, encode({}), { 'Content-Type': type || ';' })).status).toBe(415);
      expect((await post(path, `${encode({})}&x=${'y'.repeat(40_000)}`)).status).toBe(413);
      // Names and addresses may be odd, and then are kept as they were typed.
      if (act !== 'save_profile') expect(await stateOf()).toBe(before);
    },
  );

  test.each([...ownActs, ...wholeActs, ...publicActs])(
    'POST %s, %s: from anywhere else it is refused, though it brings cookie and token',
    async (path, act, fields) => {
      const body = new URLSearchParams({
        csrf: await csrfFor(path),
        act,
        token: tokens[path] ?? '',
        ...fields,
      }).toString();
      const before = await stateOf('totp_enrolment', 'factor_budget', 'password_failure', 'mail', 'audit_event');
      const origins: Record<string, string>[] = [
        { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' },
        { Origin: 'https://evil.example', 'Sec-Fetch-Site': '' },
        { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'same-origin' },
        { Origin: 'null', 'Sec-Fetch-Site': 'same-origin' },
        { Origin: '', 'Sec-Fetch-Site': 'same-site' },
        { Origin: '', 'Sec-Fetch-Site': 'none' },
        { Origin: '', 'Sec-Fetch-Site': '', Referer: 'https://evil.example/account' },
        { Origin: 'http://127.0.0.1.evil.example', 'Sec-Fetch-Site': '' },
      ];
      for (const headers of origins) {
        expect([headers, (await post(path, body, headers)).status]).toEqual([headers, 403]);
      }
      expect(await stateOf('totp_enrolment', 'factor_budget', 'password_failure', 'mail', 'audit_event')).toBe(before);
    },
  );

  test.each(apiCalls)(
    'POST %s: odd bodies and members are refused in words, and none is carried out',
    async (path, body) => {
      const before = await stateOf();
      const odd: unknown[] = [null, 0, -1, 1e308, true, [], ['492039'], {}, { $gt: '' }, ...Object.values(oddTexts)];
      const bodies = [
        '',
        ' ',
        'null',
        '[]',
        '"x"',
        '1',
        '{',
        '{}x',
        `{"code":"1","code":"2"}`,
        '{"__proto__":{"code":"1"}}',
        `${'['.repeat(20_000)}`,
        `{"a":${'['.repeat(9000)}${']'.repeat(9000)}}`,
        ...Object.keys(body).flatMap((name) => odd.map((value) => JSON.stringify({ ...body, [name]: value }))),
        ...['id', 'account_id', 'user_id', 'generation', 'secret', 'verified', 'kept', 'seed'].map((name) =>
          JSON.stringify({ ...body, [name]: anna.account.id }),
        ),
      ];
      for (const sent of bodies) {
        const answer = await call(path, sent);
        const isEnrolment = path === '/api/mfa/enroll' && answer.status === 200;
        if (!isEnrolment)
          expect([sent.slice(0, 100), answer.status, answer.status >= 400]).toEqual([
            sent.slice(0, 100),
            answer.status,
            true,
          ]);
        expectRefusal(answer, `${path} ${sent.slice(0, 100)}`);
      }
      const whole = JSON.stringify(body);
      for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'application/json; charset=utf-16'])
        expect((await call(path, whole, { 'Content-Type': type })).status).toBe(415);
      for (const of of [
        '',
        'Bearer',
        'Bearer x',
        `Bearer ${'x'.repeat(5000)}`,
        'Basic eDp5',
        `Bearer ${tokens['/account/not-me']}`,
      ])
        expect((await call(path, whole, { Authorization: of })).status).toBe(401);
      expect((await call(`${path}?fields=code`, whole)).status).toBe(400);
      expect(await stateOf()).toBe(before);
    },
  );

  test('GET /api/me and /api/mfa/*: odd parameters are refused, and nothing changes', async () => {
    const before = await stateOf('totp_enrolment', 'mail', 'audit_event');
    for (const path of ['/api/me', '/api/mfa/factors', '/api/mfa/backup-codes']) {
      for (const value of Object.values(encoded).filter(({ length }) => length < 10_000)) {
        for (const query of [`fields=${value}`, `x=${value}`, `${value}`, `fields=id&fields=${value}`]) {
          const headers = { Authorization: `Bearer ${token}` };
          expectRefusal(await sendRaw({ port: server.port, target: `${path}?${query}`, headers }), `${path}?${query}`);
        }
      }
    }
    expect(await stateOf('totp_enrolment', 'mail', 'audit_event')).toBe(before);
  });

  test('in the name of our own pages nobody gets a token, whatever challenge or mode the request chose', async () => {
    const own = { clientId: 'countersign-account', clientSecret: undefined };
    const target = `${server.issuer}/account/continue`;
    const ask = {
      response_type: 'code',
      redirect_uri: target,
      code_challenge: challenge,
      code_challenge_method: 'S256',
    };
    for (const mode of ['query', 'fragment', 'form_post']) {
      const query = new URLSearchParams({ ...ask, client_id: own.clientId, scope: 'openid', response_mode: mode });
      const answer = await get(`/authorize?${query}`, person);
      const code =
        /[?#&]code=([\w-]+)/.exec(answer.headers.location ?? '') ?? /name="code" value="([\w-]+)"/.exec(answer.text);
      expect([mode, code?.[1]]).toEqual([mode, expect.any(String)]);
      const grant = {
        grant_type: 'authorization_code',
        code: code?.[1] ?? '',
        redirect_uri: target,
        code_verifier: verifier,
      };
      for (const clientSecret of [undefined, '', 'undefined', 'guessed']) {
        const given = await sendAsClient(server, '/token', { ...own, clientSecret }, grant);
        expect([given.status, JSON.parse(given.text).error]).toEqual([401, 'invalid_client']);
      }
    }
    const more: Record<string, string>[] = [
      { scope: 'openid email' },
      { scope: 'openid offline_access', prompt: 'consent' },
      { scope: 'openid', redirect_uri: 'https://evil.example/' },
      { scope: 'openid', redirect_uri: `${target}/../../evil` },
      { scope: 'openid', redirect_uri: `${target}?next=https://evil.example/` },
    ];
    for (const parameters of more) {
      const answer = await get(
        `/authorize?${new URLSearchParams({ client_id: own.clientId, ...ask, ...parameters })}`,
        person,
      );
      expect(answer.headers.location ?? '').not.toMatch(/[?#&]code=|evil/);
    }
    for (const [path, form] of [
      ['/par', { ...ask, scope: 'openid' }],
      ['/device/auth', { scope: 'openid' }],
      ['/token', { grant_type: 'client_credentials' }],
      ['/token', { grant_type: 'refresh_token', refresh_token: 'x' }],
      ['/introspect', { token }],
      ['/revoke', { token }],
      ['/authorize-challenge', { ...ask, scope: 'openid', username: anna.email, password: wrong }],
    ] as const) {
      const answer = await sendAsClient(server, path, own, form);
      expect([path, answer.status, JSON.parse(answer.text).error]).toEqual([path, 401, 'invalid_client']);
    }
    const apps = await get('/account/apps', person);
    expect(apps.text).not.toContain(own.clientId);
  });

  test('the way back from our own sign-in leads to our own pages only', async () => {
    const states = [
      'https://evil.example/account',
      '//evil.example/account',
      '/\\evil.example/account',
      '/\t/evil.example/account',
      'http://own.invalid@evil.example/account',
      '/account/../../evil.example',
      '/account@evil.example',
      '/account/security%2f..%2f..%2fevil',
      'javascript:alert(1)',
      '/logout',
      '/authorize?client_id=x',
      `/interaction/${noId}`,
    ];
    for (const state of states) {
      const { status, headers } = await get(`/account/continue?${new URLSearchParams({ state })}`, person);
      expect([state, status, headers.location]).toEqual([state, 303, '/account/security']);
    }
  });
});
