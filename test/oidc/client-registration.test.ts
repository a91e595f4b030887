/** Which clients may be registered. */
import { describe, expect, test } from '@jest/globals';
import { redirectUriProblem } from '../../src/oidc/client-redirect-uri.js';
import { type ClientRegistration, checkClient } from '../../src/oidc/client-registration.js';

const asked = (change: Partial<ClientRegistration> = {}): ClientRegistration => ({
  client_name: 'App',
  redirect_uris: ['https://app.example/cb'],
  ...change,
});

test.each<[string, Partial<ClientRegistration>, boolean]>([
  ['a client with a secret', {}, true],
  ['a client with keys', { token_endpoint_auth_method: 'private_key_jwt', jwks_uri: 'https://app.example/jwks' }, true],
  ['a public native app', { token_endpoint_auth_method: 'none', redirect_uris: ['com.example.app:/done'] }, false],
  ['a public page', { token_endpoint_auth_method: 'none' }, false],
  ['a machine', { grant_types: ['client_credentials'], redirect_uris: [] }, false],
])('signing in without pages may be allowed to %s: %p', (_kind, change, isAllowed) => {
  const checked = checkClient(asked({ ...change, first_party_challenge: true }));
  const problems = [{ field: 'first_party_challenge', because: 'not_allowed' }];
  expect(checked).toMatchObject(
    isAllowed ? { ok: true, metadata: { first_party_challenge: true } } : { ok: false, problems },
  );
  const without = checkClient(asked(change));
  expect(without.ok && without.metadata.first_party_challenge).toBeUndefined();
});

test.each([
  ['https://app.example/cb', undefined],
  ['https://app.example/cb?next=1', undefined],
  ['http://localhost:8080/cb', undefined],
  ['http://127.0.0.1/cb', undefined],
  ['http://[::1]:9/cb', undefined],
  ['com.example.app:/done', undefined],
  ['http://app.example/cb', 'not_https'],
  ['http://localhost.evil.example/cb', 'not_https'],
  ['http://127.0.0.1.evil.example/cb', 'not_https'],
  ['https://app.example/cb#top', 'fragment'],
  ['https://app.example/cb#', 'fragment'],
  ['https://ann:secret@app.example/cb', 'credentials'],
  ['https://*.example/cb', 'wildcard'],
  ['javascript:alert(1)', 'scheme_without_dot'],
  ['data:text/html,hi', 'scheme_without_dot'],
  ['file:///etc/passwd', 'scheme_without_dot'],
  ['myapp:/cb', 'scheme_without_dot'],
  ['https://app.example\\@evil.example/', 'not_a_uri'],
  [' https://app.example/cb', 'not_a_uri'],
  ['https://app.example/c\tb', 'not_a_uri'],
  ['https://app.example/\u0000', 'not_a_uri'],
  ['https://äpp.example/cb', 'not_a_uri'],
  ['/cb', 'not_a_uri'],
  ['', 'not_a_uri'],
  [`https://app.example/${'x'.repeat(2000)}`, 'too_long'],
])('an answer may be sent to %s: %s', (uri, problem) => {
  expect(redirectUriProblem(uri)).toBe(problem);
});

describe('a registration', () => {
  test('is completed with the code flow, refresh tokens, RS256 and a secret', () => {
    const checked = checkClient(asked());
    expect(checked).toMatchObject({
      ok: true,
      metadata: {
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        token_endpoint_auth_method: 'client_secret_basic',
        application_type: 'web',
        id_token_signed_response_alg: 'RS256',
      },
      policy: { requireMfa: false, minAcr: null, skipConsent: false },
    });
  });

  test.each<[string, Partial<ClientRegistration>, 'web' | 'native']>([
    [
      'a public app on the own machine',
      { token_endpoint_auth_method: 'none', redirect_uris: ['http://127.0.0.1/cb'] },
      'native',
    ],
    [
      'an app with a scheme of its own',
      { token_endpoint_auth_method: 'none', redirect_uris: ['com.example.app:/cb'] },
      'native',
    ],
    ['a public page', { token_endpoint_auth_method: 'none' }, 'web'],
    ['a confidential client under development', { redirect_uris: ['http://localhost:8080/cb'] }, 'web'],
  ])('%s is recognised', (_, change, applicationType) => {
    expect(checkClient(asked(change))).toMatchObject({ ok: true, metadata: { application_type: applicationType } });
  });

  test.each<[string, Partial<ClientRegistration>, object]>([
    ['an empty name', { client_name: '  ' }, { field: 'client_name', because: 'missing' }],
    ['a name with a line break', { client_name: 'A\nB' }, { field: 'client_name', because: 'control_character' }],
    ['a name with NUL', { client_name: 'A\u0000' }, { field: 'client_name', because: 'control_character' }],
    ['a name with half a character', { client_name: '\ud800' }, { field: 'client_name', because: 'control_character' }],
    ['a name without end', { client_name: 'x'.repeat(201) }, { field: 'client_name', because: 'too_long' }],
    ['no redirect address', { redirect_uris: [] }, { field: 'redirect_uris', because: 'missing' }],
    [
      'the implicit grant',
      { grant_types: ['implicit'] },
      { field: 'grant_types', because: 'unknown_value', value: 'implicit' },
    ],
    ['no grant', { grant_types: [] }, { field: 'grant_types', because: 'missing' }],
    [
      'client credentials without a secret',
      { grant_types: ['client_credentials'], token_endpoint_auth_method: 'none' },
      { field: 'grant_types', because: 'needs_a_secret', value: 'client_credentials' },
    ],
    [
      'key authentication without keys',
      { token_endpoint_auth_method: 'private_key_jwt' },
      { field: 'jwks', because: 'needs_keys' },
    ],
    ['a private key', { jwks: { keys: [{ kty: 'EC', d: 'x' }] } }, { field: 'jwks', because: 'private_key' }],
    ['keys over http', { jwks_uri: 'http://app.example/jwks' }, { field: 'jwks_uri', because: 'not_https' }],
    ['terms over http', { tos_uri: 'http://app.example/terms' }, { field: 'tos_uri', because: 'not_https' }],
    ['a script as policy', { policy_uri: 'javascript:alert(1)' }, { field: 'policy_uri', because: 'not_https' }],
    ['an unknown acr', { min_acr: 'urn:x' }, { field: 'min_acr', because: 'unknown_value', value: 'urn:x' }],
    ['a scope with quotes', { scope: 'open"id' }, { field: 'scope', because: 'unknown_value' }],
    [
      'claimed https on this machine for a native app',
      { redirect_uris: ['com.example.app:/cb', 'https://localhost/cb'] },
      { field: 'redirect_uris', because: 'not_allowed', value: 'https://localhost/cb' },
    ],
    [
      'a bad address to return to after sign-out',
      { post_logout_redirect_uris: ['http://app.example/'] },
      { field: 'post_logout_redirect_uris', because: 'not_https', value: 'http://app.example/' },
    ],
  ])('with %s is refused', (_, change, problem) => {
    const checked = checkClient(asked(change));
    expect(checked.ok ? [] : checked.problems).toContainEqual(problem);
  });

  test.each(['App <b>', 'Müller & Söhne', 'تطبيق', '🔐 "Vault": web'])('may be named %s', (name) => {
    expect(checkClient(asked({ client_name: name })).ok).toBe(true);
  });

  test('names all its problems at once', () => {
    const checked = checkClient({ client_name: '', redirect_uris: ['/cb'], min_acr: 'x' });
    expect(checked.ok ? [] : checked.problems.map(({ field }) => field)).toEqual([
      'client_name',
      'redirect_uris',
      'min_acr',
    ]);
  });
});
