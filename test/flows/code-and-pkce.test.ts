/** Story: a developer reads the discovery document and speaks the code flow by hand. */

import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newPerson, textOf } from '../support/person.js';
import { addEnrolledAccount, type EnrolledAccount, signInWithTotp } from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { redirectUri, startTestServer, type TestServer } from '../support/test-server.js';

describe.each(databaseKinds)('the code flow by hand, on %s', (kind) => {
  let server: TestServer;
  let anna: EnrolledAccount;

  beforeAll(async () => {
    server = await startTestServer({ kind });
    anna = await addEnrolledAccount(server, 'anna@example.com');
  });
  afterAll(() => server?.stop());

  const authorize = (clientId: string, parameters: Record<string, string> = {}) =>
    `${server.issuer}/authorize?${new URLSearchParams({
      client_id: clientId,
      response_type: 'code',
      redirect_uri: redirectUri,
      scope: 'openid',
      ...parameters,
    })}`;
  const redeem = async (parameters: Record<string, string>, secret?: string) => {
    const { client_id: clientId = '', ...rest } = parameters;
    const answer = await fetch(`${server.issuer}/token`, {
      method: 'POST',
      headers:
        secret === undefined
          ? {}
          : { Authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}` },
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        redirect_uri: redirectUri,
        ...rest,
        ...(secret === undefined ? { client_id: clientId } : {}),
      }),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const challengeOf = (verifier: string) => ({
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const verifier = randomBytes(32).toString('base64url');

  test('discovery names what there is, and nothing that there is not', async () => {
    const metadata = (await (await fetch(`${server.issuer}/.well-known/openid-configuration`)).json()) as Record<
      string,
      unknown
    >;
    const at = (path: string) => `${server.issuer}${path}`;
    expect(metadata).toMatchObject({
      issuer: server.issuer,
      authorization_endpoint: at('/authorize'),
      token_endpoint: at('/token'),
      userinfo_endpoint: at('/userinfo'),
      jwks_uri: at('/jwks'),
      introspection_endpoint: at('/introspect'),
      revocation_endpoint: at('/revoke'),
      end_session_endpoint: at('/logout'),
      pushed_authorization_request_endpoint: at('/par'),
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
      claims_parameter_supported: true,
    });
    expect(metadata.acr_values_supported).toEqual(
      expect.arrayContaining(['urn:countersign:acr:pwd', 'urn:countersign:acr:mfa', 'https://refeds.org/profile/mfa']),
    );
    expect(metadata.claims_supported).toEqual(
      expect.arrayContaining(['sub', 'email', 'amr', 'acr', 'auth_time', 'mfa_verified', 'mfa_time']),
    );
    expect(metadata.grant_types_supported).not.toContain('implicit');
    expect(metadata.grant_types_supported).not.toContain('password');
    expect(metadata.id_token_signing_alg_values_supported).toEqual(expect.arrayContaining(['RS256', 'ES256']));
    expect(metadata.id_token_signing_alg_values_supported).not.toContain('none');
  });

  test('a public client must bring PKCE with S256, and its code is worth nothing without the verifier', async () => {
    const { clientId } = await server.addClient({ token_endpoint_auth_method: 'none' });
    const person = newPerson(server.issuer);
    expect((await person.open(authorize(clientId))).leftFor?.searchParams.get('error')).toBe('invalid_request');
    const plain = await person.open(authorize(clientId, { code_challenge: verifier, code_challenge_method: 'plain' }));
    expect(plain.leftFor?.searchParams.get('error')).toBe('invalid_request');

    const url = authorize(clientId, { state: 'abc', ...challengeOf(verifier) });
    const back = (await signInWithTotp(server, person, url, anna)).leftFor;
    expect(back?.searchParams.get('state')).toBe('abc');
    expect(back?.searchParams.get('iss')).toBe(server.issuer);
    const code = back?.searchParams.get('code') ?? '';
    const without = await redeem({ client_id: clientId, code });
    expect(without).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    const wrong = await redeem({ client_id: clientId, code, code_verifier: randomBytes(32).toString('base64url') });
    expect(wrong).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  test('a confidential client may do without PKCE; its code needs its own secret and address', async () => {
    const client = await server.addClient();
    const other = await server.addClient();
    const person = newPerson(server.issuer);
    await signInWithTotp(server, person, authorize(client.clientId), anna);
    const code = person.page.leftFor?.searchParams.get('code') ?? '';
    const stolen = await redeem({ client_id: other.clientId, code }, other.clientSecret);
    expect(stolen.body.error).toBe('invalid_grant');
    const page = await person.open(authorize(client.clientId));
    const fresh = page.leftFor?.searchParams.get('code') ?? '';
    const moved = await redeem(
      { client_id: client.clientId, code: fresh, redirect_uri: `${redirectUri}/other` },
      client.clientSecret,
    );
    expect(moved.body.error).toBe('invalid_grant');
    const last = await person.open(authorize(client.clientId));
    const tokens = await redeem(
      { client_id: client.clientId, code: last.leftFor?.searchParams.get('code') ?? '' },
      client.clientSecret,
    );
    expect(tokens).toMatchObject({ status: 200, body: { token_type: 'Bearer' } });
    expect(tokens.body).toHaveProperty('id_token');
  });

  test('an address that is not registered is never followed', async () => {
    const { clientId } = await server.addClient();
    const page = await newPerson(server.issuer).open(authorize(clientId, { redirect_uri: 'https://evil.example/' }));
    expect(page.leftFor).toBeUndefined();
    expect(page.status).toBe(400);
    expect(textOf(page.html)).toContain('This request cannot be handled');
  });

  test.each(['token', 'id_token', 'code id_token'])('response_type %s does not exist', async (responseType) => {
    const { clientId } = await server.addClient();
    const back = await newPerson(server.issuer).open(authorize(clientId, { response_type: responseType, nonce: 'n' }));
    const error = back.leftFor?.hash.includes('error') ? back.leftFor.hash : back.leftFor?.searchParams.get('error');
    expect(error).toMatch(/unsupported_response_type|unauthorized_client|invalid_request/);
  });

  test('login_hint fills the address in', async () => {
    const { clientId } = await server.addClient();
    const page = await newPerson(server.issuer).open(authorize(clientId, { login_hint: anna.email }));
    expect(page.html).toContain(`value="${anna.email}"`);
  });

  test('an authorization request may be posted', async () => {
    const { clientId } = await server.addClient();
    const person = newPerson(server.issuer);
    const { search } = new URL(authorize(clientId));
    const page = await person.post(`${server.issuer}/authorize`, search.slice(1), {
      Origin: 'http://127.0.0.1:9',
      'Sec-Fetch-Site': 'cross-site',
    });
    expect(page.html).toContain('autocomplete="current-password"');
  });
});
