/** Story: an application asks for tokens for an API behind it (RFC 8707): readable ones, opaque ones, and ours. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { sql } from 'kysely';
import { changeAccount } from '../../src/accounts/account-change-store.js';
import { assuranceOf, passwordOnly, twoFactors } from '../support/assurance.js';
import { newPerson } from '../support/person.js';
import { newRelyingParty, type RelyingParty } from '../support/relying-party.js';
import { addEnrolledAccount, type EnrolledAccount, signInWithPassword, signInWithTotp } from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

const reports = 'https://reports.example/api';
const vault = 'https://vault.example/';

describe.each(databaseKinds)('tokens for resources, on %s', (kind) => {
  let server: TestServer;
  let party: RelyingParty;
  let anna: EnrolledAccount;

  beforeAll(async () => {
    server = await startTestServer({ kind, env: { REQUIRE_ADMIN_MFA: 'true' } });
    party = await newRelyingParty(server, await server.addClient());
    await server.addResource({ identifier: reports, scope: 'read write' });
    await server.addResource({ identifier: vault, scope: 'open', tokenFormat: 'opaque' });
    anna = await addEnrolledAccount(server, 'anna@example.com', { name: 'Anna', roles: ['admin'] });
    await server.addAccount('paul@example.com');
  });
  afterAll(() => server?.stop());

  const tokensFor = async (resource: string, scope: string) => {
    const url = await party.authorizationUrl({ resource, scope });
    return party.redeem((await signInWithTotp(server, newPerson(server.issuer), url, anna)).leftFor);
  };
  const verified = async (token: string, audience: string) => {
    const keys = createRemoteJWKSet(new URL(`${server.issuer}/jwks`));
    return jwtVerify(token, keys, { issuer: server.issuer, audience, typ: 'at+jwt' });
  };
  const api = (path: string, token: string) =>
    fetch(`${server.issuer}${path}`, { headers: { Authorization: `Bearer ${token}` } });

  test('a registered resource gets a JWT (RFC 9068) that it can check itself, with the claims of the sign-in', async () => {
    const tokens = await tokensFor(reports, 'openid read');
    const { payload } = await verified(tokens.access_token, reports);
    expect(payload).toMatchObject({ sub: anna.account.id, client_id: party.clientId, scope: 'read' });
    expect(assuranceOf(payload)).toEqual(twoFactors);
    expect(assuranceOf(payload)).toEqual(assuranceOf(tokens.claims()));
    expect(payload.jti).toBeTruthy();
    expect(Number(payload.exp) - Number(payload.iat)).toBeLessThanOrEqual(600);
    expect(tokens.expires_in).toBeLessThanOrEqual(600);
    expect(decodeProtectedHeader(tokens.access_token).alg).toBe('RS256');
  });

  test('refreshed, it still says what was true at the sign-in', async () => {
    const tokens = await tokensFor(reports, 'openid read write');
    const fresh = await party.refresh(tokens.refresh_token);
    const { payload } = await verified(fresh.access_token, reports);
    expect(payload.scope).toBe('read write');
    expect(assuranceOf(payload)).toEqual(assuranceOf(tokens.claims()));
  });

  test('a sign-in by password says so in the JWT', async () => {
    const url = await party.authorizationUrl({ resource: reports, scope: 'openid read' });
    const page = await signInWithPassword(newPerson(server.issuer), url, 'paul@example.com');
    const { payload } = await verified((await party.redeem(page.leftFor)).access_token, reports);
    expect(assuranceOf(payload)).toEqual(passwordOnly);
  });

  test('a resource that wants opaque tokens gets them, and learns the same by asking', async () => {
    const tokens = await tokensFor(vault, 'openid open');
    expect(tokens.access_token).not.toContain('.');
    const introspected = await party.introspect(tokens.access_token);
    expect(introspected).toMatchObject({ active: true, aud: vault, scope: 'open', sub: anna.account.id });
    expect(assuranceOf(introspected)).toEqual(assuranceOf(tokens.claims()));
  });

  test('a resource that nobody registered is refused with invalid_target', async () => {
    const person = newPerson(server.issuer);
    const back = await person.open(await party.authorizationUrl({ resource: 'https://elsewhere.example/' }));
    expect(back.leftFor?.searchParams.get('error')).toBe('invalid_target');
  });

  test('once a resource demands a second factor, no more tokens come for weaker sign-ins', async () => {
    const url = await party.authorizationUrl({ resource: vault, scope: 'openid open' });
    const page = await signInWithPassword(newPerson(server.issuer), url, 'paul@example.com');
    const tokens = await party.redeem(page.leftFor);
    await sql`UPDATE resource SET min_acr = 'urn:countersign:acr:mfa' WHERE identifier = ${vault}`.execute(
      server.database,
    );
    await expect(party.refresh(tokens.refresh_token)).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  describe('our own API', () => {
    let dashboard: RelyingParty;
    const ownApi = () => `${server.issuer}/api`;
    const apiTokens = async (parameters: Record<string, string>, email: string) => {
      const url = await dashboard.authorizationUrl({
        resource: ownApi(),
        scope: 'openid account admin:read',
        ...parameters,
      });
      const person = newPerson(server.issuer);
      const page =
        email === anna.email
          ? await signInWithTotp(server, person, url, anna)
          : await signInWithPassword(person, url, email).then(() =>
              person.page.leftFor === undefined ? person.act('not_now') : person.page,
            );
      return dashboard.redeem(page.leftFor);
    };

    beforeAll(async () => {
      const scope = 'openid account admin:read';
      dashboard = await newRelyingParty(server, await server.addClient({ client_name: 'Dashboard', scope }));
    });

    test('an administrator with a second factor reads an account', async () => {
      const tokens = await apiTokens({}, anna.email);
      const answer = await api(`/api/users/${anna.account.id}`, tokens.access_token);
      expect(answer.status).toBe(200);
      const user = (await answer.json()) as Record<string, unknown>;
      expect(user).toMatchObject({
        id: anna.account.id,
        email: anna.email,
        mfa_enabled: true,
        backup_codes_remaining: 10,
      });
      expect(user.mfa_configured_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
    });

    test('an administrator in their grace period is refused with mfa_required, and told what would help', async () => {
      const late = await server.addAccount('late-admin@example.com', { roles: ['admin'] });
      const tokens = await apiTokens({}, late.email);
      const answer = await api(`/api/users/${anna.account.id}`, tokens.access_token);
      expect(answer.status).toBe(403);
      expect(await answer.json()).toMatchObject({ code: 'mfa_required' });
      expect(answer.headers.get('www-authenticate')).toContain('insufficient_user_authentication');
      expect(answer.headers.get('www-authenticate')).toContain('urn:countersign:acr:mfa');
      // Their own account is theirs.
      expect((await api(`/api/users/${late.id}`, tokens.access_token)).status).toBe(200);
    });

    test('someone who is no administrator sees their own account only', async () => {
      const mary = await server.addAccount('mary@example.com');
      const tokens = await apiTokens({}, mary.email);
      const own = await api(`/api/users/${mary.id}`, tokens.access_token);
      expect(await own.json()).toMatchObject({ email: mary.email, mfa_enabled: false, mfa_configured_at: null });
      expect((await api(`/api/users/${anna.account.id}`, tokens.access_token)).status).toBe(403);
    });

    test('the token is opaque and dies with the role', async () => {
      const berta = await addEnrolledAccount(server, 'berta@example.com', { roles: ['admin'] });
      const url = await dashboard.authorizationUrl({ resource: ownApi(), scope: 'openid admin:read' });
      const page = await signInWithTotp(server, newPerson(server.issuer), url, berta);
      const { access_token: token } = await dashboard.redeem(page.leftFor);
      expect(token).not.toContain('.');
      expect((await api('/api/users', token)).status).toBe(200);
      await changeAccount(server.database, berta.account.id, { roles: [] }, []);
      expect((await api('/api/users', token)).status).toBe(401);
    });

    test('a token for another resource, or for none, is refused', async () => {
      const forReports = await tokensFor(reports, 'openid read');
      expect((await api('/api/users', forReports.access_token)).status).toBe(401);
      const forNone = await party.redeem(
        (await signInWithTotp(server, newPerson(server.issuer), await party.authorizationUrl(), anna)).leftFor,
      );
      expect((await api('/api/users', forNone.access_token)).status).toBe(401);
    });
  });
});
