/** Odd values for every protocol parameter, at every endpoint: refused in words, never a fault, and repeated ones never guessed at. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newPerson, type Person } from '../support/person.js';
import { redirectUri, startTestServer, type TestServer } from '../support/test-server.js';
import {
  authorizeUrl,
  challenge,
  codeFrom,
  codeNow,
  cookiesFor,
  enrolledAccount,
  redeem,
  signInAtChallenge,
  type TestClient,
  tokensOf,
  verifier,
} from './attack-fixture.js';
import { expectRefusal, oddTexts } from './odd-values.js';
import { type RawAnswer, sendForm, sendRaw } from './raw-request.js';

let server: TestServer;
let client: TestClient;
let deviceClient: TestClient;
/** Signed in with both factors, so that requests run as deep as they can. */
let person: Person;
let accessToken: string;
let refreshToken: string;

const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';

beforeAll(async () => {
  server = await startTestServer({ env: { RATE_LIMIT: 'off' } });
  client = await server.addClient();
  deviceClient = await server.addClient({ grant_types: [deviceGrant, 'refresh_token'], redirect_uris: [] });
  const owner = await enrolledAccount(server);
  person = newPerson(server.issuer);
  const signIn = await signInAtChallenge(server, client, owner, { person });
  const page = await signIn.person.act('verify_factor', { code: codeNow(server, owner) });
  ({ access_token: accessToken, refresh_token: refreshToken } = tokensOf(await redeem(server, client, codeFrom(page))));
});

afterAll(() => server.stop());

/** Broken in a way that only bytes can be. */
const oddEncodings: readonly string[] = ['%ED%A0%80', '%FF', '%zz', '%'];

const authorization = (): Record<string, string> => ({
  client_id: client.clientId,
  redirect_uri: redirectUri,
  response_type: 'code',
  scope: 'openid email offline_access',
  state: 's',
  code_challenge: challenge,
  code_challenge_method: 'S256',
});

const authorizationParameters = [
  ...Object.keys({ client_id: 0, redirect_uri: 0, response_type: 0, scope: 0, state: 0, code_challenge: 0 }),
  ...[
    'code_challenge_method',
    'response_mode',
    'nonce',
    'prompt',
    'max_age',
    'display',
    'ui_locales',
    'claims_locales',
  ],
  ...['id_token_hint', 'login_hint', 'acr_values', 'claims', 'request', 'request_uri', 'registration', 'resource'],
  ...['dpop_jkt', 'authorization_details', 'web_message_uri', '__proto__', 'constructor', 'countersign_assurance'],
];

/** Where a request goes, and how: its parameters in the query or in the body. */
const endpoints: readonly (readonly [string, 'GET' | 'POST', () => Record<string, string>, readonly string[]])[] = [
  ['/authorize', 'GET', authorization, authorizationParameters],
  ['/authorize', 'POST', authorization, authorizationParameters],
  ['/par', 'POST', () => ({ ...authorization(), client_secret: secretOf(client) }), authorizationParameters],
  [
    '/token',
    'POST',
    () => ({
      grant_type: 'authorization_code',
      code: 'x'.repeat(43),
      redirect_uri: redirectUri,
      code_verifier: verifier,
      client_id: client.clientId,
      client_secret: secretOf(client),
    }),
    ['grant_type', 'code', 'redirect_uri', 'code_verifier', 'client_id', 'client_secret', 'scope', 'resource'],
  ],
  [
    '/token',
    'POST',
    () => ({
      grant_type: 'refresh_token',
      refresh_token: 'x'.repeat(43),
      client_id: client.clientId,
      client_secret: secretOf(client),
    }),
    ['refresh_token', 'scope', 'client_assertion', 'client_assertion_type', 'authorization_details', 'DPoP'],
  ],
  [
    '/token',
    'POST',
    () => ({
      grant_type: deviceGrant,
      device_code: 'x',
      client_id: deviceClient.clientId,
      client_secret: secretOf(deviceClient),
    }),
    ['device_code'],
  ],
  [
    '/introspect',
    'POST',
    () => ({ token: accessToken, client_id: client.clientId, client_secret: secretOf(client) }),
    ['token', 'token_type_hint', 'client_id', 'client_secret'],
  ],
  [
    '/revoke',
    'POST',
    () => ({ token: 'nothing', client_id: client.clientId, client_secret: secretOf(client) }),
    ['token', 'token_type_hint', 'client_id', 'client_secret'],
  ],
  [
    '/device/auth',
    'POST',
    () => ({ scope: 'openid', client_id: deviceClient.clientId, client_secret: secretOf(deviceClient) }),
    ['scope', 'client_id', 'acr_values', 'claims', 'max_age', 'resource', 'login_hint', 'ui_locales', 'prompt'],
  ],
  ['/device', 'GET', () => ({}), ['user_code']],
  ['/device', 'POST', () => ({ xsrf: 'x', user_code: 'BCDF-GHJK' }), ['xsrf', 'user_code', 'confirm', 'abort']],
  [
    '/logout',
    'GET',
    () => ({}),
    ['id_token_hint', 'client_id', 'post_logout_redirect_uri', 'state', 'ui_locales', 'logout_hint'],
  ],
  ['/logout/confirm', 'POST', () => ({ xsrf: 'x' }), ['xsrf', 'logout']],
  ['/userinfo', 'POST', () => ({ access_token: accessToken }), ['access_token']],
];

describe.each(endpoints)('%s by %s', (path, method, parameters, names) => {
  const send = (encoded: string, headers: Record<string, string> = {}): Promise<RawAnswer> => {
    const own = {
      Host: new URL(server.issuer).host,
      Accept: 'text/html',
      Cookie: cookiesFor(person, path),
      ...headers,
    };
    return method === 'GET'
      ? sendRaw({ port: server.port, target: `${path}?${encoded}`, headers: own })
      : sendForm(server.port, path, encoded, own);
  };

  test('takes odd, repeated and absent parameters without a fault', async () => {
    const whole = parameters();
    for (const name of [...new Set([...Object.keys(whole), ...names])]) {
      for (const [kind, value] of Object.entries(oddTexts)) {
        // Encoded by hand where needed: encodeURIComponent throws on a lone surrogate.
        const encoded = new URLSearchParams({ ...whole, [name]: value }).toString();
        expectRefusal(await send(encoded), `${name}: ${kind}`);
      }
      const others = Object.entries(whole).filter(([other]) => other !== name);
      const rest = new URLSearchParams(others).toString();
      for (const value of oddEncodings) expectRefusal(await send(`${rest}&${name}=${value}`), `${name}: ${value}`);
      expectRefusal(await send(rest), `${name}: absent`);
      expectRefusal(await send(`${rest}&${name}[]=x&${name}[a]=y`), `${name}: as an array`);
      const twice = await send(`${rest}&${name}=${encodeURIComponent(whole[name] ?? 'x')}&${name}=y`);
      expectRefusal(twice, `${name}: twice`);
      // A resource may be named several times (RFC 8707 section 2); everything else once.
      const isKnown = Object.hasOwn(whole, name) && name !== 'resource';
      if (isKnown) expect([name, twice.headers.location ?? '']).toEqual([name, expect.not.stringContaining('code=')]);
    }
  });

  test('takes other media types, huge bodies and odd credentials without a fault', async () => {
    const encoded = new URLSearchParams(parameters()).toString();
    for (const type of ['application/json', 'multipart/form-data; boundary=x', 'text/plain; charset=utf-16', ';;;']) {
      expectRefusal(await send(encoded, { 'Content-Type': type }), type);
    }
    const credentials = [
      'Basic',
      'Basic !!!',
      'Basic Og==',
      'Basic AA==',
      `Basic ${btoa('a\0b:c')}`,
      'Basic JTAwOiU=',
      'Bearer',
      'Bearer \u00e9',
      'DPoP x',
      'Digest x',
      `Bearer ${'x'.repeat(6000)}`,
    ];
    for (const value of credentials) {
      expectRefusal(await send(encoded, { Authorization: value, DPoP: 'x.y.z' }), value.slice(0, 40));
    }
    if (method === 'GET') return;
    const huge = await send(`${encoded}&x=${'y'.repeat(1_048_576)}`).catch(() => undefined);
    if (huge !== undefined) expectRefusal(huge, 'huge');
  });
});

test('max_age of any size asks again or not, and never fails', async () => {
  for (const maxAge of ['0', '00', '9007199254740991', '9007199254740992', '1e3', '0x10', '1.5', ' 5', '-0', '٣']) {
    const page = await person.open(authorizeUrl(server, client, { max_age: maxAge }));
    expect([maxAge, page.status < 500]).toEqual([maxAge, true]);
  }
});

test('odd scopes at a refresh are refused in words, and the refresh token survives them', async () => {
  const refresh = (more: Record<string, string> = {}) =>
    redeem(server, client, '', { grant_type: 'refresh_token', refresh_token: refreshToken, ...more });
  for (const scope of ['openid \0', 'admin', 'openid openid\u2028', '"']) {
    expect([scope, (await refresh({ scope })).status]).toEqual([scope, 400]);
  }
  expect((await refresh()).status).toBe(200);
});

function secretOf({ clientSecret }: TestClient): string {
  return clientSecret ?? '';
}
