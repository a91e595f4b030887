/** Story: the operator's own app asks for e-mail, password and code itself, and gets what a sign-in on our pages gets. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { sql } from 'kysely';
import * as oidc from 'openid-client';
import { sessionDetailsOf } from '../../src/oidc/session-details.js';
import { claimsOf, codeNow, type Enrolled, enrolledAccount, wrongCode } from '../attacks/attack-fixture.js';
import { sendForm } from '../attacks/raw-request.js';
import { assuranceOf, passwordOnly, twoFactors } from '../support/assurance.js';
import { challenge, type FirstPartyApp, newFirstPartyApp } from '../support/first-party-app.js';
import { testKeyRing } from '../support/key-ring.js';
import { ageInstallation } from '../support/past.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer, testPassword } from '../support/test-server.js';

const mfa = 'urn:countersign:acr:mfa';

describe.each(databaseKinds)('sign-in without pages, on %s', (kind) => {
  let server: TestServer;
  let app: FirstPartyApp;

  beforeAll(async () => {
    server = await startTestServer({ kind });
    app = await newFirstPartyApp(server, await server.addClient({ first_party_challenge: true }));
    await server.addAccount('bob@example.com');
    await server.addResource({ identifier: 'https://strict.example.com', scope: 'read', minAcr: mfa });
    await server.addResource({ identifier: 'https://plain.example.com', scope: 'read' });
  });
  afterAll(() => server?.stop());

  /** Someone enrolled, with a code that was not used yet. */
  async function enrolled(): Promise<Enrolled> {
    server.clock.move(60);
    return enrolledAccount(server);
  }

  async function eventsOf(accountId: string): Promise<string[]> {
    const { rows } = await sql<{ type: string }>`SELECT type FROM audit_event
      WHERE subject_id = ${accountId} AND type <> 'mfa.enabled' ORDER BY id`.execute(server.database);
    return rows.map(({ type }) => type);
  }

  test('discovery names the endpoint', () => {
    expect(app.party.config.serverMetadata().authorization_challenge_endpoint).toBe(
      `${server.issuer}/authorize-challenge`,
    );
  });

  test('the password alone suffices where no second factor is asked for, and the tokens say so', async () => {
    const reply = await app.begin('bob@example.com');
    expect(reply).toMatchObject({ status: 200, body: { authorization_code: expect.any(String), iss: server.issuer } });
    expect(reply.headers.get('cache-control')).toBe('no-store');
    expect(reply.headers.get('set-cookie')).toBeNull();
    const tokens = await app.redeem(reply);
    expect(assuranceOf(tokens.claims())).toEqual(passwordOnly);
    expect(await app.party.userInfo(tokens)).toMatchObject({ email: 'bob@example.com', ...passwordOnly });
    expect(assuranceOf(await app.party.introspect(tokens.access_token))).toEqual(passwordOnly);
  });

  test('who has a second factor is asked for it, and the password is sent once', async () => {
    const anna = await enrolled();
    const asked = await app.begin(anna.email);
    expect(asked).toMatchObject({
      status: 403,
      body: { error: 'insufficient_authorization', auth_session: expect.any(String), missing: ['otp'] },
    });
    const reply = await app.sendCode(asked, codeNow(server, anna));
    expect(reply.status).toBe(200);
    const tokens = await app.redeem(reply);
    expect(assuranceOf(tokens.claims())).toEqual(twoFactors);
    expect(tokens.claims()?.sub).toBe(anna.account.id);
    expect(assuranceOf(await app.party.introspect(tokens.access_token))).toEqual(twoFactors);

    const renewed = await app.party.refresh(tokens.refresh_token);
    expect(assuranceOf(renewed.claims())).toEqual(assuranceOf(tokens.claims()));
    expect(await eventsOf(anna.account.id)).toEqual(['mfa.verified', 'user.login', 'token.issued', 'token.issued']);
  });

  test('a backup code does as well, with its dashes and any case', async () => {
    const anna = await enrolled();
    const [code = ''] = anna.backupCodes;
    const reply = await app.sendCode(await app.begin(anna.email), code.toUpperCase());
    expect(assuranceOf((await app.redeem(reply)).claims())).toEqual(twoFactors);
    const again = await app.sendCode(await app.begin(anna.email), code);
    expect(again).toMatchObject({ status: 403, body: { error_description: 'Backup code already used' } });
  });

  test('a wrong code may be tried again in the same sign-in, three times; then the password is needed again', async () => {
    const anna = await enrolled();
    const asked = await app.begin(anna.email);
    for (const _ of [1, 2]) {
      const reply = await app.sendCode(asked, wrongCode(server, anna));
      expect(reply).toMatchObject({
        status: 403,
        body: {
          error: 'insufficient_authorization',
          error_description: 'Invalid verification code',
          auth_session: asked.body.auth_session,
        },
      });
    }
    const last = await app.sendCode(asked, wrongCode(server, anna));
    expect(last).toMatchObject({ status: 400, body: { error: 'access_denied' } });
    expect(await app.sendCode(asked, codeNow(server, anna))).toMatchObject({
      status: 400,
      body: { error: 'invalid_session' },
    });
    const reply = await app.sendCode(await app.begin(anna.email), codeNow(server, anna));
    expect(reply.status).toBe(200);
    expect(await eventsOf(anna.account.id)).toContain('user.login_failed');
  });

  test('too many wrong passwords from one place: refused for a while, also with the right one', async () => {
    await server.addAccount('lena@example.com');
    for (const _ of [1, 2, 3, 4, 5]) {
      const wrong = await app.begin('lena@example.com', {}, 'not the password at all');
      expect(wrong).toMatchObject({ status: 400, body: { error: 'access_denied' } });
    }
    const reply = await app.begin('lena@example.com');
    expect(reply).toMatchObject({ status: 429, body: { error: 'access_denied' } });
    expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(1000);
  });

  test('what demands a second factor of somebody who has none sends them to the web, with the request already pushed', async () => {
    const strict = await newFirstPartyApp(
      server,
      await server.addClient({ first_party_challenge: true, require_mfa: true }),
    );
    const replies = [
      await app.begin('bob@example.com', { acr_values: mfa }),
      await app.begin('bob@example.com', {
        claims: JSON.stringify({ id_token: { acr: { essential: true, value: mfa } } }),
      }),
      await app.begin('bob@example.com', { scope: 'openid read', resource: 'https://strict.example.com' }),
      await strict.begin('bob@example.com'),
    ];
    for (const reply of replies) {
      expect(reply).toMatchObject({ status: 400, body: { error: 'redirect_to_web', request_uri: expect.any(String) } });
    }
    const page = new URL('/authorize', server.issuer);
    page.searchParams.set('client_id', app.party.clientId);
    page.searchParams.set('request_uri', replies[0]?.body.request_uri ?? '');
    const response = await fetch(page, { redirect: 'manual' });
    expect(response.headers.get('location')).toMatch(/^\/interaction\//);
  });

  test('who meets the demand gets the acr that was asked for, and a token for the resource', async () => {
    const anna = await enrolled();
    const acr = 'https://refeds.org/profile/mfa';
    const asked = await app.begin(anna.email, {
      acr_values: acr,
      scope: 'openid read',
      resource: 'https://strict.example.com',
      max_age: '0',
    });
    const tokens = await app.redeem(await app.sendCode(asked, codeNow(server, anna)));
    expect(assuranceOf(tokens.claims())).toEqual({ ...twoFactors, acr });
    expect(claimsOf(tokens.access_token)).toMatchObject({
      aud: 'https://strict.example.com',
      scope: 'read',
      mfa_verified: true,
    });
  });

  test('an acr that nobody can reach is refused before the password is looked at', async () => {
    const claims = JSON.stringify({ id_token: { acr: { essential: true, value: 'urn:other:acr' } } });
    expect(await app.begin('bob@example.com', { claims })).toMatchObject({
      status: 400,
      body: { error: 'unmet_authentication_requirements' },
    });
  });

  test('without skip_consent a remembered consent is enough, and none leads to the web', async () => {
    const client = await server.addClient({ first_party_challenge: true, skip_consent: false });
    const asking = await newFirstPartyApp(server, client);
    const eva = await server.addAccount('eva@example.com');
    expect(await asking.begin('eva@example.com')).toMatchObject({ body: { error: 'redirect_to_web' } });
    const { rows } = await sql`SELECT 1 FROM oidc_record WHERE account_id = ${eva.id}`.execute(server.database);
    expect(rows).toEqual([]);
    await sql`INSERT INTO consent (account_id, client_id, granted)
      VALUES (${eva.id}, ${client.clientId}, '{"openid":{"scope":"openid email"},"resources":{}}')`.execute(
      server.database,
    );
    const tokens = await asking.redeem(await asking.begin('eva@example.com'));
    expect(await asking.party.userInfo(tokens)).toMatchObject({ email: 'eva@example.com' });
    expect(await asking.begin('eva@example.com', { scope: 'openid email profile' })).toMatchObject({
      body: { error: 'redirect_to_web' },
    });
  });

  test('the secret may come in the Authorization header; a confidential client does not do without it', async () => {
    const client = await server.addClient({ first_party_challenge: true });
    const basic = Buffer.from(`${client.clientId}:${client.clientSecret}`).toString('base64');
    const form = {
      client_id: client.clientId,
      response_type: 'code',
      scope: 'openid',
      code_challenge: await oidc.calculatePKCECodeChallenge(oidc.randomPKCECodeVerifier()),
      code_challenge_method: 'S256',
      username: 'bob@example.com',
      password: testPassword,
    };
    expect((await challenge(server, form, { Authorization: `Basic ${basic}` })).status).toBe(200);
    expect(await challenge(server, form)).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  });

  test('a client with keys signs in with an assertion, each of which is good once', async () => {
    const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
    const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256' }] };
    const registration = { token_endpoint_auth_method: 'private_key_jwt', jwks, first_party_challenge: true } as const;
    const { clientId } = await server.addClient(registration);
    const assertion = (jti: string) =>
      new SignJWT({ jti })
        .setProtectedHeader({ alg: 'ES256', kid: 'one' })
        .setIssuer(clientId)
        .setSubject(clientId)
        .setAudience(server.issuer)
        .setIssuedAt(Math.floor(Date.now() / 1000))
        .setExpirationTime('1 minute')
        .sign(privateKey);
    const anna = await enrolled();
    const proof = async (jti: string) => ({
      client_id: clientId,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await assertion(jti),
    });
    const form = {
      response_type: 'code',
      scope: 'openid',
      code_challenge: await oidc.calculatePKCECodeChallenge(oidc.randomPKCECodeVerifier()),
      code_challenge_method: 'S256',
      username: anna.email,
      password: testPassword,
    };
    const asked = await challenge(server, { ...form, ...(await proof('first')) });
    expect(asked.body.error).toBe('insufficient_authorization');
    const later = { auth_session: asked.body.auth_session, otp: codeNow(server, anna) };
    const replayed = await challenge(server, { ...later, ...(await proof('first')) });
    expect(replayed).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    expect((await challenge(server, { ...later, ...(await proof('second')) })).status).toBe(200);
  });

  test('the session says from where and with what it was made, as any other does', async () => {
    const sam = await server.addAccount('sam@example.com');
    await app.redeem(await app.begin('sam@example.com'));
    const { rows } = await sql<{ id: string; payload_sealed: string }>`SELECT id, payload_sealed FROM oidc_record
      WHERE account_id = ${sam.id} AND model = 'Session'`.execute(server.database);
    const row = rows[0] ?? { id: '', payload_sealed: '' };
    const place = { table: 'oidc_record', column: 'payload_sealed', row: `Session:${row.id}` };
    const details = sessionDetailsOf(testKeyRing().open(row.payload_sealed, place));
    expect(details).toMatchObject({ userAgent: 'node', ip: '127.0.0.1', signedInAt: expect.any(Number) });
    expect(details.lastUsedAt).toBeGreaterThanOrEqual(Number(details.signedInAt));
  });

  test('the session is one like any other: it is the account that ends it', async () => {
    const kim = await server.addAccount('kim@example.com');
    const tokens = await app.redeem(await app.begin('kim@example.com'));
    const { rows } = await sql<{ model: string }>`SELECT model FROM oidc_record
      WHERE account_id = ${kim.id} ORDER BY model`.execute(server.database);
    expect(rows.map(({ model }) => model)).toEqual([
      'AccessToken',
      'AuthorizationCode',
      'Grant',
      'RefreshToken',
      'Session',
    ]);
    await sql`UPDATE account SET generation = generation + 1 WHERE id = ${kim.id}`.execute(server.database);
    await expect(app.party.refresh(tokens.refresh_token)).rejects.toThrow();
    expect(await app.party.introspect(tokens.access_token)).toEqual({ active: false });
  });
});

describe.each(databaseKinds)('sign-in without pages under a policy, on %s', (kind) => {
  let server: TestServer;
  let app: FirstPartyApp;

  beforeAll(async () => {
    server = await startTestServer({ kind, durable: true, env: { REQUIRE_MFA: 'true', MFA_GRACE_PERIOD_DAYS: '7' } });
    app = await newFirstPartyApp(server, await server.addClient({ first_party_challenge: true }));
    await server.addAccount('bob@example.com');
  });
  afterAll(() => server?.stop());

  test('in the grace period the password suffices; past it the app has to send the person to the web', async () => {
    const tokens = await app.redeem(await app.begin('bob@example.com'));
    expect(assuranceOf(tokens.claims())).toEqual(passwordOnly);
    const { rows } = await sql`SELECT 1 FROM audit_event WHERE type = 'mfa.grace_login'`.execute(server.database);
    expect(rows).toHaveLength(1);

    await ageInstallation(server, 8);
    await server.restart();
    const late = await app.begin('bob@example.com');
    expect(late).toMatchObject({ status: 400, body: { error: 'redirect_to_web' } });
    await expect(app.party.refresh(tokens.refresh_token)).rejects.toThrow();
    const required = await sql`SELECT 1 FROM audit_event WHERE type = 'mfa.required_enrollment'`.execute(
      server.database,
    );
    expect(required.rows).toHaveLength(1);
  });
});

test('behind a proxy that speaks https to the world, where cookies would be Secure, it is the same', async () => {
  const server = await startTestServer({ env: { ISSUER: 'https://id.example.com' } });
  try {
    const client = await server.addClient({ first_party_challenge: true });
    await server.addAccount('bob@example.com');
    const form = {
      client_id: client.clientId,
      client_secret: client.clientSecret ?? '',
      response_type: 'code',
      scope: 'openid',
      code_challenge: await oidc.calculatePKCECodeChallenge(oidc.randomPKCECodeVerifier()),
      code_challenge_method: 'S256',
      username: 'bob@example.com',
      password: testPassword,
    };
    const headers = { Host: 'id.example.com', Accept: 'application/json' };
    const answer = await sendForm(server.port, '/authorize-challenge', form, headers);
    expect([answer.status, JSON.parse(answer.text)]).toEqual([
      200,
      { authorization_code: expect.any(String), iss: 'https://id.example.com' },
    ]);
    expect(answer.headers['set-cookie']).toBeUndefined();
  } finally {
    await server.stop();
  }
});
