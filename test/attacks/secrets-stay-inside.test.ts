/** Whoever reads the database, the log or an error page learns no secret: not after a whole sign-in, not after faults. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { setPassword } from '../../src/accounts/account-change-store.js';
import { createPasswordHasher } from '../../src/accounts/password-hash.js';
import { testKeys } from '../support/key-ring.js';
import { newPerson, type Person, scannedSeed, shownBackupCodes } from '../support/person.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import {
  authorizeUrl,
  codeFrom,
  codeNow,
  redeem,
  sendAct,
  sendAsClient,
  signInOf,
  type TestClient,
  tokensOf,
  verifier,
} from './attack-fixture.js';

const password = 'Zaunkönig-Violine-4711-Quitte';
const wrongPassword = 'nearly-Zaunkönig-4712';

let server: TestServer;
let client: TestClient;
let dump: string;
let log: string;
/** By what they are. */
const secrets = new Map<string, string>();
const pages: string[] = [];

beforeAll(async () => {
  server = await startTestServer({ env: { RATE_LIMIT: 'off' } });
  client = await server.addClient({ scope: 'openid email account' });
  const account = await server.addAccount('owner@example.com');
  const passwordHash = await createPasswordHasher().hash(password);
  await setPassword(server.database, account.id, { passwordHash, events: [] });

  const person = newPerson(server.issuer);
  const page = await person.open(
    authorizeUrl(server, client, { acr_values: 'urn:countersign:acr:mfa', nonce: 'nonce-of-client' }),
  );
  const first = signInOf(person, page);
  keep({ password, 'wrong password': wrongPassword, 'interaction uid': first.uid, 'form token': first.csrf });
  keep({
    'client secret': client.clientSecret ?? '',
    'PKCE verifier': verifier,
    'cookie key': 'cookie-key-for-tests-only',
  });
  for (const { id, bytes } of testKeys) keep({ [`encryption key ${id}`]: bytes.toString('base64') });
  await person.act('password', { email: 'owner@example.com', password: wrongPassword });
  await person.act('password', { email: 'owner@example.com', password });
  const seed = scannedSeed(person.page.html);
  keepCookies('first', person);
  keep({ seed, 'enrolment code': codeNow(server, { seed }), 'seed in hex': base32ToHex(seed) });
  const confirmed = await person.act('confirm_enrolment', { code: codeNow(server, { seed }), name: 'Phone' });
  for (const [index, code] of shownBackupCodes(confirmed.html).entries()) {
    keep({ [`backup code ${index}`]: code, [`backup code ${index} without dash`]: code.replace('-', '') });
  }
  const finished = await person.act('codes_saved', { saved: 'yes' });
  keepCookies('after enrolment', person);
  server.clock.move(30);
  const code = codeFrom(finished);
  const tokens = tokensOf(await redeem(server, client, code));
  keep({
    code,
    'access token': tokens.access_token,
    'refresh token': tokens.refresh_token,
    'ID token': tokens.id_token,
  });
  const form = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token };
  const renewed = tokensOf(await sendAsClient(server, '/token', client, form));
  keep({ 'second access token': renewed.access_token, 'second refresh token': renewed.refresh_token });

  const again = await person.open(authorizeUrl(server, client, { prompt: 'login' }));
  const second = signInOf(person, again);
  keep({ 'second uid': second.uid, 'second form token': second.csrf });
  await person.act('password', { email: 'owner@example.com', password });
  await person.act('verify_factor', { code: '000000' });
  keep({ TOTP: codeNow(server, { seed }), 'spent backup code': shownBackupCodes(confirmed.html)[3] ?? '' });
  await person.act('verify_factor', { code: codeNow(server, { seed }) });
  keepCookies('after the second sign-in', person);
  const pushed = await sendAsClient(
    server,
    '/par',
    client,
    Object.fromEntries(new URL(authorizeUrl(server, client)).searchParams),
  );
  keep({ 'pushed request': JSON.parse(pushed.text).request_uri.split(':').at(-1) });
  const device = await server.addClient({
    grant_types: ['urn:ietf:params:oauth:grant-type:device_code'],
    redirect_uris: [],
  });
  const begun = JSON.parse((await sendAsClient(server, '/device/auth', device, { scope: 'openid' })).text);
  keep({
    'device code': begun.device_code,
    'user code': begun.user_code,
    'bare user code': begun.user_code.replace('-', ''),
  });

  await causeFaults(person, second.uid);
  dump = await everyRow();
  log = server.log.join('\n');
});

afterAll(() => server.stop());

function keep(named: Record<string, string>): void {
  for (const [name, value] of Object.entries(named)) secrets.set(name, value);
}

function keepCookies(when: string, { cookies }: Person): void {
  for (const [key, { value }] of cookies) {
    if (value.length >= 20) keep({ [`cookie ${key.split(' ')[0]} ${when}`]: value });
  }
}

/** Refusals and faults of every kind, with secrets in them, whose pages and log lines are kept. */
async function causeFaults(person: Person, uid: string): Promise<void> {
  const stranger = newPerson(server.issuer);
  const withSecrets = authorizeUrl(server, client, {
    state: password,
    nonce: [...secrets.values()][2] ?? '',
    redirect_uri: 'https://evil.example',
  });
  pages.push((await stranger.open(withSecrets)).html, (await stranger.open(`/authorize/${uid}`)).html);
  pages.push((await stranger.open(`/interaction/${uid}?code=${secrets.get('TOTP')}`)).html);
  for (const grant of ['authorization_code', 'refresh_token', password]) {
    const form = {
      grant_type: grant,
      code: secrets.get('code') ?? '',
      refresh_token: secrets.get('refresh token') ?? '',
      code_verifier: verifier,
    };
    pages.push((await sendAsClient(server, '/token', client, form)).text);
  }
  pages.push((await sendAsClient(server, '/token', { ...client, clientSecret: `${client.clientSecret}x` }, {})).text);
  // From here on the database refuses writes in the middle of requests: its errors carry whole rows.
  await sql`ALTER TABLE oidc_record ADD CONSTRAINT broken CHECK (model <> 'AuthorizationCode' OR consumed_at IS NULL) NOT VALID`.execute(
    server.database,
  );
  await sql`ALTER TABLE login_attempt ADD CONSTRAINT broken CHECK (password_verified_at IS NULL) NOT VALID`.execute(
    server.database,
  );
  await sql`ALTER TABLE password_failure ADD CONSTRAINT broken CHECK (failures < 2) NOT VALID`.execute(server.database);
  const code = codeFrom(await person.open(authorizeUrl(server, client)));
  keep({ 'code of a failed redemption': code });
  const failed = await redeem(server, client, code);
  expect(failed.status).toBe(500);
  pages.push(failed.text);
  const fresh = newPerson(server.issuer);
  const signIn = signInOf(fresh, await fresh.open(authorizeUrl(server, client)));
  for (const typed of [password, wrongPassword, wrongPassword]) {
    const answer = await sendAct(server, signIn, 'password', { email: 'owner@example.com', password: typed });
    pages.push(answer.text);
  }
  expect(pages.filter((page) => page.includes('internal_error')).length).toBeGreaterThanOrEqual(2);
}

/** Every row of every table as text. Times are taken out: six digits of them could pass for a code. */
async function everyRow(): Promise<string> {
  const { rows: tables } = await sql<{ name: string }>`SELECT table_name AS name FROM information_schema.tables
    WHERE table_schema = 'public'`.execute(server.database);
  expect(tables.length).toBeGreaterThan(12);
  const texts: string[] = [];
  for (const { name } of tables) {
    const { rows } = await sql<{ row: string }>`SELECT t::text AS row FROM ${sql.table(name)} t`.execute(
      server.database,
    );
    texts.push(...rows.map(({ row }) => `${name} ${row}`));
  }
  return texts.join('\n').replace(/\d\d:\d\d:\d\d(\.\d+)?/g, '');
}

function namesOfSecretsIn(text: string): string[] {
  return [...secrets].filter(([, value]) => containsWhole(text, value)).map(([name]) => name);
}

/** Six digits count only when no further symbol stands beside them: hashes are full of digits. */
function containsWhole(text: string, value: string): boolean {
  if (value.length > 8) return text.includes(value) || text.includes(encodeURIComponent(value));
  return new RegExp(`(?<![\\w-])${value}(?![\\w-])`).test(text);
}

test('the story was told: there are secrets enough to look for, and they are found where they are', () => {
  expect(secrets.size).toBeGreaterThan(50);
  for (const [name, value] of secrets) expect([name, value.length >= 6]).toEqual([name, true]);
  expect(namesOfSecretsIn(`a ${secrets.get('seed')} b code=${secrets.get('TOTP')}&`)).toEqual(
    expect.arrayContaining(['seed', 'TOTP']),
  );
});

test('a copy of the database holds no password, seed, code, token, cookie or key', () => {
  expect(dump).toContain('owner@example.com');
  expect(namesOfSecretsIn(dump)).toEqual([]);
});

test('the log holds none either, nor a row or an address’s query', () => {
  expect(log).toContain('request failed');
  expect(namesOfSecretsIn(log.replace(/"(time|requestId|pid)":"?[\w-]+"?/g, ''))).toEqual([]);
  expect(log).not.toMatch(/Failing row|"detail"|"where"|\$argon2|[?&](code|state|csrf)=/);
});

test('neither refusals nor faults repeat a secret that was sent', () => {
  for (const page of pages) {
    expect(namesOfSecretsIn(page)).toEqual([]);
    expect(page).not.toMatch(/Failing row|constraint|violates|SQLSTATE|oidc_record|\bat .*\.(ts|js):\d+/);
  }
});

test('an audit event names what happened and never what was typed', async () => {
  const { rows } = await sql<{ type: string; detail: string }>`SELECT type, detail::text FROM audit_event`.execute(
    server.database,
  );
  expect(rows.length).toBeGreaterThan(6);
  for (const { detail } of rows) expect(namesOfSecretsIn(detail)).toEqual([]);
});

function base32ToHex(text: string): string {
  const bits = [...text]
    .map((symbol) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(symbol).toString(2).padStart(5, '0'))
    .join('');
  return (bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2).toString(16).padStart(2, '0')).join('');
}
