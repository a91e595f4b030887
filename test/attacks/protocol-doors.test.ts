/** Doors of the protocol that are shut: the engine's own forms, old grants, weak PKCE, foreign clients, tokens in the wrong place. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newPerson } from '../support/person.js';
import { redirectUri, startTestServer, type TestServer, testPassword } from '../support/test-server.js';
import {
  authorizeUrl,
  beginSignIn,
  codeFrom,
  codeNow,
  cookiesFor,
  enrolledAccount,
  redeem,
  sendAsClient,
  signInAtChallenge,
  type TestClient,
  tokensOf,
} from './attack-fixture.js';
import { sendForm, sendRaw } from './raw-request.js';

let server: TestServer;
let client: TestClient;
let publicClient: TestClient;
let tokens: ReturnType<typeof tokensOf>;

beforeAll(async () => {
  server = await startTestServer({ env: { RATE_LIMIT: 'off' } });
  client = await server.addClient();
  publicClient = await server.addClient({ token_endpoint_auth_method: 'none', application_type: 'native' });
  const owner = await enrolledAccount(server);
  const { person } = await signInAtChallenge(server, client, owner);
  const page = await person.act('verify_factor', { code: codeNow(server, owner) });
  tokens = tokensOf(await redeem(server, client, codeFrom(page)));
});

afterAll(() => server.stop());

const hostOf = () => new URL(server.issuer).host;

test('the engine’s own sign-in form is not there, and a form meant for it signs nobody in', async () => {
  const { person, uid } = await beginSignIn(server, client);
  expect(person.page.html).not.toMatch(/name="login"|any login|dev interactions/i);
  const headers = { Host: hostOf(), Origin: server.issuer, Cookie: cookiesFor(person, `/interaction/${uid}`) };
  for (const prompt of ['login', 'consent']) {
    const form = { prompt, login: 'person-1@example.com', password: testPassword };
    const answer = await sendForm(server.port, `/interaction/${uid}`, form, headers);
    expect([answer.status, answer.headers.location]).toEqual([410, undefined]);
  }
  for (const path of [`/interaction/${uid}/abort`, `/interaction/${uid}/login`, `/interaction/${uid}/confirm`]) {
    const answer = await sendForm(server.port, path, {}, headers);
    expect([404, 405]).toContain(answer.status);
  }
});

describe('response types and grants from before PKCE', () => {
  test.each(['token', 'id_token', 'id_token token', 'code token', 'code id_token', 'code id_token token', 'none'])(
    'response_type=%s is refused, and nothing comes in the address bar',
    async (responseType) => {
      const person = newPerson(server.issuer);
      const page = await person.open(authorizeUrl(server, client, { response_type: responseType, nonce: 'n' }));
      const { leftFor } = page;
      const sent = leftFor === undefined ? '' : leftFor.search + leftFor.hash;
      expect(sent).not.toMatch(/access_token|id_token=|code=/);
      expect(leftFor === undefined ? page.status : sent).toEqual(
        leftFor === undefined
          ? 400
          : expect.stringMatching(/error=(unsupported_response_type|unauthorized_client|invalid_request)/),
      );
    },
  );

  test.each([
    'password',
    'implicit',
    'urn:ietf:params:oauth:grant-type:jwt-bearer',
    'urn:ietf:params:oauth:grant-type:token-exchange',
    'urn:openid:params:grant-type:ciba',
  ])('grant_type=%s is refused', async (grant) => {
    const form = { grant_type: grant, username: 'person-1@example.com', password: testPassword, scope: 'openid' };
    const answer = await sendAsClient(server, '/token', client, form);
    expect([answer.status, answer.text.includes('access_token')]).toEqual([400, false]);
  });

  test('a grant that a client is not registered for is refused, device and client credentials included', async () => {
    for (const grant of ['client_credentials', 'urn:ietf:params:oauth:grant-type:device_code']) {
      const answer = await sendAsClient(server, '/token', client, { grant_type: grant, device_code: 'x' });
      expect([grant, answer.status]).toEqual([grant, 400]);
    }
    expect((await sendAsClient(server, '/device/auth', client, { scope: 'openid' })).status).toBe(400);
  });
});

describe('PKCE', () => {
  const opened = async (by: TestClient, changes: Record<string, string | undefined>) => {
    const page = await newPerson(server.issuer).open(authorizeUrl(server, by, changes));
    return (
      page.leftFor?.searchParams.get('error') ?? (page.html.includes('current-password') ? 'signs in' : page.status)
    );
  };

  test('plain is refused for every client', async () => {
    for (const one of [client, publicClient]) {
      expect(await opened(one, { code_challenge_method: 'plain' })).toBe('invalid_request');
      expect(await opened(one, { code_challenge_method: undefined })).toBe('invalid_request');
      expect(await opened(one, { code_challenge_method: 's256' })).toBe('invalid_request');
    }
  });

  test('a public client without it is refused, a confidential one is not', async () => {
    const without = { code_challenge: undefined, code_challenge_method: undefined };
    expect(await opened(publicClient, without)).toBe('invalid_request');
    expect(await opened(client, without)).toBe('signs in');
  });

  test('a challenge that is too short or odd is refused', async () => {
    for (const challenge of ['', 'x', 'x'.repeat(42), 'x'.repeat(129), `${'x'.repeat(42)}=`, `${'x'.repeat(42)} `]) {
      expect(await opened(publicClient, { code_challenge: challenge })).toBe('invalid_request');
    }
  });
});

describe('a client', () => {
  test('with a wrong, an empty, another’s or no secret gets nothing from any endpoint', async () => {
    const other = await server.addClient();
    const secrets = ['wrong', '', other.clientSecret ?? '', `${client.clientSecret}x`, undefined];
    const form = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token, token: tokens.access_token };
    for (const clientSecret of secrets) {
      for (const endpoint of ['/token', '/introspect', '/revoke', '/par']) {
        const answer = await sendAsClient(server, endpoint, { clientId: client.clientId, clientSecret }, form);
        expect([endpoint, answer.status >= 400 && answer.status < 500]).toEqual([endpoint, true]);
        expect(answer.text).not.toMatch(/"active":true|access_token|request_uri"/);
      }
    }
  });

  test('learns nothing of another’s tokens when it is public, and revokes none of them', async () => {
    for (const token of [tokens.access_token, tokens.refresh_token]) {
      const introspected = await sendAsClient(server, '/introspect', publicClient, { token });
      expect(introspected.text).not.toContain('"active":true');
      await sendAsClient(server, '/revoke', publicClient, { token });
      await sendAsClient(server, '/revoke', await server.addClient(), { token });
      const own = await sendAsClient(server, '/introspect', client, { token });
      expect(own.text).toContain('"active":true');
    }
  });

  test('cannot be made by strangers: there is no open registration', async () => {
    const body = JSON.stringify({ redirect_uris: ['https://evil.example/'], client_name: 'Evil' });
    const headers = { Host: hostOf(), 'Content-Type': 'application/json' };
    const answer = await sendRaw({ port: server.port, target: '/register', method: 'POST', headers, body });
    expect([401, 403, 404]).toContain(answer.status);
  });
});

test('a token in the address is not taken: addresses are kept in histories and logs', async () => {
  const target = `/userinfo?access_token=${tokens.access_token}`;
  const answer = await sendRaw({ port: server.port, target, headers: { Host: hostOf() } });
  expect([400, 401]).toContain(answer.status);
});

test('an ID token, a refresh token and a code are no access tokens', async () => {
  for (const token of [tokens.id_token, tokens.refresh_token]) {
    for (const target of ['/userinfo', '/api/users']) {
      const headers = { Host: hostOf(), Authorization: `Bearer ${token}` };
      expect([400, 401]).toContain((await sendRaw({ port: server.port, target, headers })).status);
    }
  }
});

test('published keys are public keys, ours and not the engine’s development key', async () => {
  const { keys } = JSON.parse(
    (await sendRaw({ port: server.port, target: '/jwks', headers: { Host: hostOf() } })).text,
  );
  expect(keys.length).toBeGreaterThanOrEqual(2);
  for (const key of keys) {
    for (const secret of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k']) expect(key).not.toHaveProperty(secret);
    expect(key.kid).not.toBe('keystore-CHANGE-ME');
  }
});

test('an answer names its issuer, so that one server’s code is not taken to another (RFC 9207)', async () => {
  const { leftFor } = await newPerson(server.issuer).open(authorizeUrl(server, client, { prompt: 'none' }));
  expect(leftFor?.searchParams.get('iss')).toBe(server.issuer);
  expect(leftFor?.searchParams.get('state')).toBe('state-of-the-client');
  expect(leftFor?.href.startsWith(redirectUri)).toBe(true);
});
