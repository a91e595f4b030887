/** Story: an API asks about a token it was given, readable or opaque (RFC 7662), and learns in time that it is dead. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { decodeJwt, generateKeyPair, SignJWT } from 'jose';
import * as oidc from 'openid-client';
import { changeAccount } from '../../src/accounts/account-change-store.js';
import { raiseGeneration } from '../../src/accounts/generation-store.js';
import { deleteClient } from '../../src/oidc/client-store.js';
import { assuranceOf } from '../support/assurance.js';
import { newPerson, type Person } from '../support/person.js';
import { newRelyingParty, type RelyingParty } from '../support/relying-party.js';
import { addEnrolledAccount, type EnrolledAccount, signInWithTotp } from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

const resources = { jwt: 'https://reports.example/', opaque: 'https://vault.example/' };
const formats = ['jwt', 'opaque'] as const;

describe.each(databaseKinds)('introspection, on %s', (kind) => {
  let server: TestServer;
  let party: RelyingParty;
  /** The API that asks: a client of its own. */
  let reports: RelyingParty;
  let anna: EnrolledAccount;
  let person: Person;
  let count = 0;

  beforeAll(async () => {
    server = await startTestServer({ kind });
    party = await newRelyingParty(server, await server.addClient());
    reports = await newRelyingParty(
      server,
      await server.addClient({ grant_types: ['client_credentials'], redirect_uris: [] }),
    );
    await server.addResource({ identifier: resources.jwt, scope: 'read' });
    await server.addResource({ identifier: resources.opaque, scope: 'read', tokenFormat: 'opaque' });
  });
  afterAll(() => server?.stop());

  beforeEach(async () => {
    count += 1;
    // The codes of a new account are new at any time; JWTs are judged by this clock.
    server.clock.reset();
    anna = await addEnrolledAccount(server, `anna-${count}@example.com`);
    person = newPerson(server.issuer);
  });

  const tokensOf = async (format: keyof typeof resources, by = party) => {
    const url = await by.authorizationUrl({ resource: resources[format], scope: 'openid read' });
    return by.redeem((await signInWithTotp(server, person, url, anna)).leftFor);
  };
  const dead = { active: false };

  test('a refresh token: answers with the claims of the sign-in too', async () => {
    const tokens = await tokensOf('opaque');
    const answer = await party.introspect(tokens.refresh_token ?? '');
    expect(answer).toMatchObject({ active: true, mfa_verified: true, amr: ['pwd', 'otp', 'mfa'] });
    expect(assuranceOf(answer)).toEqual(assuranceOf(await party.introspect(tokens.access_token)));
    expect(await party.introspect('not-a-token')).toEqual(dead);
  });

  test.each(formats)('%s: answers with the claims of the sign-in', async (format) => {
    const tokens = await tokensOf(format);
    const answer = await reports.introspect(tokens.access_token);
    expect(answer).toMatchObject({
      active: true,
      iss: server.issuer,
      sub: anna.account.id,
      aud: resources[format],
      client_id: party.clientId,
      scope: 'read',
      token_type: 'Bearer',
      iat: expect.any(Number),
      exp: expect.any(Number),
    });
    expect(assuranceOf(answer)).toEqual(assuranceOf(tokens.claims()));
    expect(Object.keys(answer).filter((name) => /grant|generation/.test(name))).toEqual([]);
  });

  test.each(formats)('%s: answers with the claims of the original sign-in after a refresh', async (format) => {
    const tokens = await tokensOf(format);
    const fresh = await party.refresh(tokens.refresh_token);
    expect(assuranceOf(await reports.introspect(fresh.access_token))).toEqual(assuranceOf(tokens.claims()));
  });

  const ends: [string, (tokens: Awaited<ReturnType<typeof tokensOf>>) => Promise<unknown>][] = [
    ['the account signs out everywhere', () => raiseGeneration(server.database, anna.account.id)],
    ['the account is disabled', () => changeAccount(server.database, anna.account.id, { status: 'disabled' }, [])],
    ['the refresh token is revoked', (tokens) => oidc.tokenRevocation(party.config, tokens.refresh_token ?? '')],
    [
      'a refresh token is used twice',
      async (tokens) => {
        await party.refresh(tokens.refresh_token);
        await expect(party.refresh(tokens.refresh_token)).rejects.toThrow();
      },
    ],
    [
      'the person signs out',
      async (tokens) => {
        await person.open(oidc.buildEndSessionUrl(party.config, { id_token_hint: tokens.id_token ?? '' }).href);
        await person.submit({ logout: 'yes' });
      },
    ],
  ];
  test.each(formats.flatMap((format) => ends.map(([name, end]) => ({ format, name, end }))))(
    '$format: inactive once $name',
    async ({ format, end }) => {
      const tokens = await tokensOf(format);
      expect((await reports.introspect(tokens.access_token)).active).toBe(true);
      await end(tokens);
      expect(await reports.introspect(tokens.access_token)).toEqual(dead);
    },
  );

  test.each(formats)('%s: inactive once the client is removed', async (format) => {
    const client = await server.addClient();
    const tokens = await tokensOf(format, await newRelyingParty(server, client));
    await deleteClient(server.database, client.clientId);
    expect(await reports.introspect(tokens.access_token)).toEqual(dead);
  });

  test('a JWT that has expired, was altered, or was signed by someone else is inactive', async () => {
    const { access_token: token, id_token: idToken } = await tokensOf('jwt');
    const [header = '', payload = '', signature = ''] = token.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const altered = Buffer.from(JSON.stringify({ ...claims, scope: 'read write' })).toString('base64url');
    expect(await reports.introspect(`${header}.${altered}.${signature}`)).toEqual(dead);
    const none = Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url');
    expect(await reports.introspect(`${none}.${payload}.`)).toEqual(dead);

    const { privateKey } = await generateKeyPair('RS256');
    const forged = new SignJWT(decodeJwt(token)).setProtectedHeader(
      JSON.parse(Buffer.from(header, 'base64url').toString()),
    );
    expect(await reports.introspect(await forged.sign(privateKey))).toEqual(dead);
    // An ID token is no access token, although the same key signed it.
    expect(await reports.introspect(idToken ?? '')).toEqual(dead);

    server.clock.move(601);
    expect(await reports.introspect(token)).toEqual(dead);
  });

  test('nobody is told anything without authenticating', async () => {
    const { access_token: token } = await tokensOf('jwt');
    const answer = await fetch(`${server.issuer}/introspect`, {
      method: 'POST',
      headers: { Authorization: `Basic ${Buffer.from(`${party.clientId}:wrong`).toString('base64')}` },
      body: new URLSearchParams({ token }),
    });
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ error: 'invalid_client' });
  });

  test.each(formats)('%s: a public client learns about its own tokens only', async (format) => {
    const app = await newRelyingParty(server, await server.addClient({ token_endpoint_auth_method: 'none' }));
    const { access_token: token } = await tokensOf(format);
    expect(await app.introspect(token)).toEqual(dead);
    person = newPerson(server.issuer);
    const own = await tokensOf(format, app);
    expect((await app.introspect(own.access_token)).active).toBe(true);
  });
});
