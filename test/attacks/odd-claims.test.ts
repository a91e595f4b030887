/** Odd `claims` parameters, at every endpoint that takes one: refused in words or ignored, never a fault. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Person } from '../support/person.js';
import { redirectUri, startTestServer, type TestServer } from '../support/test-server.js';
import {
  authorizeUrl,
  challenge,
  codeNow,
  cookiesFor,
  enrolledAccount,
  redeem,
  signInAtChallenge,
  type TestClient,
} from './attack-fixture.js';
import { expectRefusal } from './odd-values.js';
import { sendForm } from './raw-request.js';

let server: TestServer;
let client: TestClient;
let deviceClient: TestClient;
/** Signed in with both factors, so that requests run as deep as they can. */
let person: Person;

beforeAll(async () => {
  server = await startTestServer({ env: { RATE_LIMIT: 'off' } });
  client = await server.addClient();
  const grants = ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'];
  deviceClient = await server.addClient({ grant_types: grants, redirect_uris: [] });
  const owner = await enrolledAccount(server);
  ({ person } = await signInAtChallenge(server, client, owner));
  await person.act('verify_factor', { code: codeNow(server, owner) });
});

afterAll(() => server.stop());

const deep = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

const authorization = (): Record<string, string> => ({
  client_id: client.clientId,
  redirect_uri: redirectUri,
  response_type: 'code',
  scope: 'openid email offline_access',
  state: 's',
  code_challenge: challenge,
  code_challenge_method: 'S256',
});

const claims: Readonly<Record<string, string>> = {
  'deep objects': deep(2000),
  'deep objects in id_token': `{"id_token":{"email":${deep(1500)}}}`,
  'deep arrays': `{"id_token":{"acr":{"values":${'['.repeat(3000)}${']'.repeat(3000)}}}}`,
  'values of every type':
    '{"id_token":{"acr":{"values":[1,null,{},[],"x"],"essential":"yes","value":7}},"userinfo":{"acr":[]}}',
  'acr that is a text': '{"id_token":{"acr":"urn:countersign:acr:mfa"}}',
  NULs: '{"id_token":{"\\u0000":null,"email":{"value":"\\u0000"}},"userinfo":{"\\u0000":{}}}',
  'lone surrogates': '{"id_token":{"\\ud800":null,"acr":{"values":["\\udfff"]}}}',
  'prototype names':
    '{"__proto__":{"id_token":{}},"id_token":{"__proto__":{"acr":1},"constructor":null,"toString":null}}',
  'twice the same': '{"id_token":{"acr":{"essential":true}},"id_token":{}}',
  'a thousand claims': JSON.stringify({
    id_token: Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`c${i}`, null])),
  }),
  'null members': '{"id_token":null,"userinfo":null}',
  'an array': '[]',
  'an empty object': '{}',
};

test.each(Object.entries(claims))(
  'claims with %s never end in a fault, at /authorize, /par and /device/auth',
  async (_kind, value) => {
    const headers = {
      Host: new URL(server.issuer).host,
      Accept: 'text/html',
      Cookie: cookiesFor(person, '/authorize'),
    };
    const form = { ...authorization(), claims: value };
    const posted = await sendForm(server.port, '/authorize', form, headers);
    expectRefusal(posted, 'authorize');
    const code = new URL(posted.headers.location ?? 'x:', server.issuer).searchParams.get('code');
    if (code !== null) expectRefusal(await redeem(server, client, code), 'token');
    const secret = { client_secret: secretOf(client) };
    const pushed = await sendForm(server.port, '/par', { ...form, ...secret }, headers);
    expectRefusal(pushed, 'par');
    if (pushed.status === 201) {
      const { request_uri: uri } = JSON.parse(pushed.text);
      const used = await person.open(
        `/authorize?${new URLSearchParams({ client_id: client.clientId, request_uri: uri })}`,
      );
      expect(used.status).toBeLessThan(500);
    }
    const device = {
      client_id: deviceClient.clientId,
      client_secret: secretOf(deviceClient),
      scope: 'openid',
      claims: value,
    };
    expectRefusal(await sendForm(server.port, '/device/auth', device, headers), 'device');
  },
);

test('a claims parameter of the standard’s own depth is taken', async () => {
  const values = ['urn:countersign:acr:mfa', 'urn:countersign:acr:pwd'];
  const asked = { id_token: { acr: { essential: true, values } }, userinfo: { email: { essential: true } } };
  const page = await person.open(authorizeUrl(server, client, { claims: JSON.stringify(asked) }));
  expect(page.leftFor?.searchParams.get('code')).toBeTruthy();
});

function secretOf({ clientSecret }: TestClient): string {
  return clientSecret ?? '';
}
