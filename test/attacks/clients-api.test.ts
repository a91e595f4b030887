/** Who administers relying parties over the API: not without scope, role, person and second factor; and nothing of a client outlives it. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { type AdminApp, callApi, newAdminApp, outcomeOf } from '../support/admin-api.js';
import { databaseKinds } from '../support/test-database.js';
import { redirectUri, startTestServer, type TestServer } from '../support/test-server.js';
import {
  codeFrom,
  codeNow,
  type Enrolled,
  enrolledAccount,
  redeem,
  sendAsClient,
  signInAtChallenge,
  type TestClient,
  tokensOf,
} from './attack-fixture.js';

const web = { client_name: 'Shop', redirect_uris: [redirectUri], skip_consent: true };

describe.each(databaseKinds)('on %s', (kind) => {
  let server: TestServer;
  let app: AdminApp;
  let admin: Enrolled;
  let token: string;
  let victim: Enrolled;
  let junior: Enrolled;

  beforeAll(async () => {
    server = await startTestServer({ kind, env: { RATE_LIMIT: 'off', REQUIRE_ADMIN_MFA: 'true' } });
    app = await newAdminApp(server);
    admin = await enrolledAccount(server, { roles: ['super_admin'] });
    junior = await enrolledAccount(server, { roles: ['admin'] });
    token = await app.tokenOf(admin);
    victim = await enrolledAccount(server);
  });
  afterAll(() => server?.stop());

  const call = (method: string, path: string, sent?: object, by = token) =>
    callApi(server, by, method, path, sent === undefined ? {} : { body: sent });
  const made = async (change: object = {}): Promise<TestClient> => {
    const reply = await call('POST', '/clients', { ...web, ...change });
    expect([reply.status, reply.text]).toEqual([201, expect.any(String)]);
    const { client_id: clientId, client_secret: clientSecret } = JSON.parse(reply.text);
    return { clientId, clientSecret, redirectUri };
  };
  const count = async () => {
    const { rows } = await sql<{ n: number }>`SELECT count(*)::int AS n FROM client`.execute(server.database);
    return rows[0]?.n;
  };
  const rowOf = async (id: string) => {
    const { rows } = await sql`SELECT to_jsonb(c) AS row FROM client c WHERE id = ${id}`.execute(server.database);
    return rows[0];
  };
  const changes = (id: string): [string, string, object | undefined][] => [
    ['POST', '/clients', web],
    ['PATCH', `/clients/${id}`, { redirect_uris: ['https://evil.example/'] }],
    ['POST', `/clients/${id}/rotate-secret`, undefined],
    ['DELETE', `/clients/${id}`, undefined],
  ];
  /** None of the calls changes anything; what each was answered with. */
  const attempts = async (by: string): Promise<string[]> => {
    const { clientId } = await made();
    const before = [await count(), await rowOf(clientId)];
    const outcomes: string[] = [];
    for (const [method, path, body] of changes(clientId)) outcomes.push(outcomeOf(await call(method, path, body, by)));
    expect([await count(), await rowOf(clientId)]).toEqual(before);
    return outcomes;
  };
  const codeOf = async (client: TestClient, parameters: Record<string, string> = {}) => {
    const { person } = await signInAtChallenge(server, client, victim, { parameters });
    const page = await person.act('verify_factor', { code: codeNow(server, victim) });
    server.clock.move(30);
    return codeFrom(page);
  };
  const errorOf = ({ status, text }: { status: number; text: string }) => `${status} ${JSON.parse(text).error}`;

  test('who may only read reads, and changes nothing', async () => {
    const reader = await app.tokenOf(admin, 'admin:read');
    server.clock.move(30);
    expect(new Set(await attempts(reader))).toEqual(new Set(['403 insufficient_scope']));
    expect(outcomeOf(await call('GET', '/clients', undefined, reader))).toBe('200');
  });

  test('without the role neither is possible, whatever the scope says', async () => {
    const nobody = await app.tokenOf(victim, 'account admin:read admin');
    server.clock.move(30);
    expect(new Set(await attempts(nobody))).toEqual(new Set(['403 role_required']));
    expect(outcomeOf(await call('GET', '/clients', undefined, nobody))).toBe('403 role_required');
    const { clientId } = await made();
    expect(outcomeOf(await call('GET', `/clients/${clientId}`, undefined, nobody))).toBe('403 role_required');
  });

  test('a client that acts for itself reads when it was granted that, and changes nothing', async () => {
    const robot = await server.addClient({
      ...{ grant_types: ['client_credentials'], redirect_uris: [], scope: 'admin:read admin' },
    });
    const form = { grant_type: 'client_credentials', resource: `${server.issuer}/api`, scope: 'admin:read admin' };
    const { access_token: own } = tokensOf(await sendAsClient(server, '/token', robot, form));
    expect(new Set(await attempts(own))).toEqual(new Set(['403 person_required']));
    expect(outcomeOf(await call('GET', `/clients/${robot.clientId}`, undefined, own))).toBe('200');
  });

  describe('an admin who is no super_admin', () => {
    let by: string;
    beforeAll(async () => {
      by = await app.tokenOf(junior);
      server.clock.move(30);
    });
    const asking = { ...web, skip_consent: false };

    test('registers what people are asked about, and says how it is called and how much it demands', async () => {
      const reply = await call('POST', '/clients', asking, by);
      expect(outcomeOf(reply)).toBe('201');
      const path = `/clients/${JSON.parse(reply.text).client_id}`;
      const harmless = { client_name: 'Renamed', client_uri: 'https://shop.example/', require_mfa: true };
      expect(outcomeOf(await call('PATCH', path, harmless, by))).toBe('200');
      expect(outcomeOf(await call('GET', path, undefined, by))).toBe('200');
    });

    test.each<[object]>([
      [{ skip_consent: true }],
      [{ first_party_challenge: true }],
      [{ grant_types: ['client_credentials'], redirect_uris: [], scope: 'admin:read' }],
      [{ grant_types: ['client_credentials', 'authorization_code'] }],
    ])('registers nothing that people are not asked about: %j', async (change) => {
      const before = await count();
      expect(outcomeOf(await call('POST', '/clients', { ...asking, ...change }, by))).toBe('403 super_admin_required');
      expect(await count()).toBe(before);
    });

    test.each<[object]>([
      [{ redirect_uris: [redirectUri, 'https://evil.example/'] }],
      [{ grant_types: ['authorization_code', 'urn:ietf:params:oauth:grant-type:device_code'] }],
      [{ token_endpoint_auth_method: 'none' }],
      [{ token_endpoint_auth_method: 'private_key_jwt', jwks_uri: 'https://evil.example/jwks' }],
      [{ jwks_uri: 'https://evil.example/jwks' }],
      [{ application_type: 'native', redirect_uris: ['com.evil:/'] }],
      [{ skip_consent: true }],
      [{ first_party_challenge: true }],
      [{ require_mfa: false }],
      [{ require_mfa: false, min_acr: 'urn:countersign:acr:pwd' }],
    ])('does not lead people’s codes elsewhere, and asks for no less: %j', async (change) => {
      const { clientId } = await made({ skip_consent: false, require_mfa: true });
      const before = await rowOf(clientId);
      expect(outcomeOf(await call('PATCH', `/clients/${clientId}`, change, by))).toBe('403 super_admin_required');
      expect(await rowOf(clientId)).toEqual(before);
    });

    test.each<[object]>([[{ client_name: 'Other' }], [{ skip_consent: false }], [{ scope: 'openid admin' }]])(
      'leaves alone what people are not asked about: %j',
      async (change) => {
        const { clientId } = await made();
        const before = await rowOf(clientId);
        expect(outcomeOf(await call('PATCH', `/clients/${clientId}`, change, by))).toBe('403 super_admin_required');
        expect(await rowOf(clientId)).toEqual(before);
      },
    );

    test('takes no secret and removes nothing', async () => {
      const { clientId } = await made({ skip_consent: false });
      const before = await rowOf(clientId);
      const act = (method: string, path: string) => call(method, `/clients/${clientId}${path}`, undefined, by);
      expect(outcomeOf(await act('POST', '/rotate-secret'))).toBe('403 super_admin_required');
      expect(outcomeOf(await act('DELETE', ''))).toBe('403 super_admin_required');
      expect(await rowOf(clientId)).toEqual(before);
    });

    test('is not one of them any more from the moment on that the role is taken away', async () => {
      const former = await enrolledAccount(server, { roles: ['super_admin'] });
      const was = await app.tokenOf(former);
      server.clock.move(30);
      await sql`UPDATE account SET roles = ARRAY['admin'] WHERE id = ${former.account.id}::uuid`.execute(
        server.database,
      );
      const { clientId } = await made();
      expect(outcomeOf(await call('DELETE', `/clients/${clientId}`, undefined, was))).toBe('403 super_admin_required');
    });
  });

  test.each<[object]>([
    [{ client_id: 'chosen' }],
    [{ id: 'chosen' }],
    [{ client_secret: 'chosen' }],
    [{ secret_hash: 'sha256:x' }],
    [{ secretHash: 'sha256:x' }],
    [{ previous_secret_hash: 'sha256:x' }],
    [{ previous_secret_expires_at: '2999-01-01T00:00:00Z' }],
    [{ created_at: '2000-01-01T00:00:00Z' }],
    [{ registered_scope: 'admin' }],
    [{ metadata: {} }],
    [{ sector_identifier_uri: 'https://evil.example/' }],
    [{ backchannel_logout_uri: 'http://127.0.0.1/' }],
    [{ __proto__x: 1 }],
    [{ constructor: 1 }],
  ])('%j is nobody’s to send', async (extra) => {
    const { clientId } = await made();
    const before = [await count(), await rowOf(clientId)];
    expect(outcomeOf(await call('POST', '/clients', { ...web, ...extra }))).toBe('400 invalid_body');
    expect(outcomeOf(await call('PATCH', `/clients/${clientId}`, extra))).toBe('400 invalid_body');
    expect([await count(), await rowOf(clientId)]).toEqual(before);
  });

  test.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\tscript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'https://*.example.com/cb',
    'https://*/',
    'http://shop.example.com/',
    'https://user:pw@shop.example.com/',
    'https://shop.example.com/#x',
    'https://shop.example.com\\@evil.example/',
    '//evil.example/',
    '',
  ])('%j is no address to come back to', async (uri) => {
    const { clientId } = await made();
    const before = [await count(), await rowOf(clientId)];
    const uris = { redirect_uris: [redirectUri, uri] };
    expect(outcomeOf(await call('POST', '/clients', { ...web, ...uris }))).toBe('400 invalid_redirect_uri');
    const refused = await call('PATCH', `/clients/${clientId}`, uris);
    expect(outcomeOf(refused)).toBe('400 invalid_redirect_uri');
    expect(JSON.parse(refused.text).errors[0].pointer).toBe('#/redirect_uris/1');
    expect([await count(), await rowOf(clientId)]).toEqual(before);
  });

  test('no answer has a secret’s hash, and only the answer that made it the secret', async () => {
    const { clientId, clientSecret = '' } = await made();
    const rotated = await call('POST', `/clients/${clientId}/rotate-secret`, { overlap_seconds: 60 });
    const { client_secret: second } = JSON.parse(rotated.text);
    const others = [
      await call('GET', `/clients/${clientId}`),
      await call('GET', '/clients?limit=200'),
      await call('PATCH', `/clients/${clientId}`, { client_name: 'Renamed' }),
      await call('GET', '/audit-events?limit=200'),
    ];
    for (const { status, text } of others) {
      expect(status).toBe(200);
      for (const secret of ['sha256', clientSecret, second, 'secret_hash']) expect(text).not.toContain(secret);
    }
    expect(rotated.text).not.toContain('sha256');
    expect(rotated.text).not.toContain(clientSecret);
  });

  test('after a rotation the former secret redeems nothing; with an overlap until the database’s time is up', async () => {
    const client = await made({ grant_types: ['client_credentials', 'authorization_code'] });
    const secretOf = async (body?: object) =>
      JSON.parse((await call('POST', `/clients/${client.clientId}/rotate-secret`, body)).text).client_secret;
    const present = async (clientSecret: string | undefined) => {
      const answer = await sendAsClient(server, '/introspect', { ...client, clientSecret }, { token: 'x' });
      return answer.status === 200 ? '200' : errorOf(answer);
    };
    expect(await present(client.clientSecret)).toBe('200');
    const second = await secretOf();
    expect([await present(client.clientSecret), await present(second)]).toEqual(['401 invalid_client', '200']);
    const third = await secretOf({ overlap_seconds: 3600 });
    expect([await present(second), await present(third)]).toEqual(['200', '200']);
    const { rows } = await sql<{ previous_secret_hash: string }>`
      UPDATE client SET previous_secret_expires_at = now() WHERE id = ${client.clientId}
      RETURNING previous_secret_hash`.execute(server.database);
    expect([await present(second), await present(third)]).toEqual(['401 invalid_client', '200']);
    expect(await present(rows[0]?.previous_secret_hash)).toBe('401 invalid_client');
  });

  test('a removed client’s codes, refresh tokens and access tokens are dead, even if its id came back', async () => {
    const client = await made();
    const first = tokensOf(await redeem(server, client, await codeOf(client)));
    const refresh = (token: string) =>
      sendAsClient(server, '/token', client, { grant_type: 'refresh_token', refresh_token: token });
    const { refresh_token: refreshToken } = tokensOf(await refresh(first.refresh_token));
    const parameters = { scope: 'openid account', resource: `${server.issuer}/api` };
    const { access_token: own } = tokensOf(await redeem(server, client, await codeOf(client, parameters)));
    expect(outcomeOf(await call('GET', '/me', undefined, own))).toBe('200');
    const code = await codeOf(client);
    const unfinished = await signInAtChallenge(server, client, victim);
    const before = await sql<{
      row: object;
    }>`SELECT to_jsonb(c) AS row FROM client c WHERE id = ${client.clientId}`.execute(server.database);
    expect((await call('DELETE', `/clients/${client.clientId}`)).status).toBe(204);

    expect(errorOf(await redeem(server, client, code))).toBe('401 invalid_client');
    expect(errorOf(await refresh(refreshToken))).toBe('401 invalid_client');
    expect(outcomeOf(await call('GET', '/me', undefined, own))).toBe('401 invalid_token');
    const page = await unfinished.person.act('verify_factor', { code: codeNow(server, victim) });
    server.clock.move(30);
    expect([page.leftFor, page.status >= 400]).toEqual([undefined, true]);

    await sql`INSERT INTO client SELECT * FROM jsonb_populate_record(NULL::client, ${JSON.stringify(before.rows[0]?.row)}::jsonb)`.execute(
      server.database,
    );
    expect(errorOf(await redeem(server, client, code))).toBe('400 invalid_grant');
    expect(errorOf(await refresh(refreshToken))).toBe('400 invalid_grant');
    expect(outcomeOf(await call('GET', '/me', undefined, own))).toBe('401 invalid_token');
  });
});
