/** Forms of the console hold what their page shows and nothing else: fields that are added change nothing, whoever adds them. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { ownBrowser } from '../support/own-account.js';
import { hiddenField, type Page, type Person } from '../support/person.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import { type Enrolled, enrolledAccount } from './attack-fixture.js';

type Row = Record<string, unknown>;

/** What an attacker would like to set: columns, and names that the API or the engine know. */
const wishes: Readonly<Record<string, string>> = {
  ...{
    id: 'eeeeeeee-eeee-4eee-8eee-eeeeeeeeeeee',
    account_id: 'eeeeeeee-eeee-4eee-8eee-eeeeeeeeeeee',
    email: 'm@evil.example',
  },
  ...{
    email_key: 'm@evil.example',
    email_verified_at: '2020-01-01',
    email_verified: 'true',
    password: 'x',
    password_hash: 'x',
  },
  ...{
    generation: '77',
    locale: 'nl',
    created_at: '2020-01-01',
    updated_at: '2020-01-01',
    last_sign_in_at: '2020-01-01',
  },
  ...{
    mfa_configured_at: '2020-01-01',
    grace_extended_until: '2030-01-01',
    enrolment_demanded_at: '',
    'roles[]': 'super_admin',
  },
  ...{
    'roles[0]': 'super_admin',
    isAdmin: 'yes',
    is_super_admin: 'yes',
    force: 'yes',
    break_glass: 'yes',
    actor_id: 'x',
  },
  ...{
    client_id: 'mine',
    client_secret: 'x',
    secret_hash: 'x',
    previous_secret_hash: 'x',
    metadata: '{"skip_consent":true}',
  },
  ...{
    request_uris: 'https://evil.example/',
    backchannel_logout_uri: 'https://evil.example/',
    subject_type: 'pairwise',
  },
  ...{
    sector_identifier_uri: 'https://evil.example/',
    logo_uri: 'https://evil.example/',
    'grant_types[]': 'client_credentials',
  },
  ...{
    kind: 'remind',
    search: '{}',
    input: '{}',
    total: '0',
    finished_at: '2020-01-01',
    __proto__x: 'x',
    constructor: 'x',
  },
};

describe.each(databaseKinds)('on %s', (kind) => {
  let server: TestServer;
  let root: Enrolled;
  let adminAt: Person;
  let rootAt: Person;

  beforeAll(async () => {
    server = await startTestServer({ kind, env: { RATE_LIMIT: 'off' } });
    root = await enrolledAccount(server, { roles: ['super_admin'] });
    const admin = await enrolledAccount(server, { roles: ['admin'] });
    adminAt = await ownBrowser(server, admin);
    rootAt = await ownBrowser(server, root);
  });
  afterAll(() => server?.stop());

  const url = (path: string) => server.issuer + path;
  /** Also where the page shows no form to this person: its token is that of their other pages. */
  async function press(person: Person, path: string, act: string, fields: Record<string, string>): Promise<Page> {
    const csrf = hiddenField((await person.open(url('/admin/users/new'))).html, 'csrf') ?? '';
    const seen = hiddenField((await person.open(url(path))).html, 'seen') ?? '';
    return person.post(url(path), new URLSearchParams({ ...{ seen, ...fields }, csrf, act }));
  }
  async function row(table: string, column: string, value: string): Promise<Row> {
    const { rows } =
      await sql<Row>`SELECT * FROM ${sql.table(table)} WHERE ${sql.ref(column)}::text = ${value}`.execute(
        server.database,
      );
    const { updated_at: _changed, ...rest } = rows[0] ?? {};
    return rest;
  }
  const changedBetween = (before: Row, after: Row) =>
    Object.keys(after).filter((column) => JSON.stringify(before[column]) !== JSON.stringify(after[column]));

  describe('fields that a form does not have change nothing', () => {
    test.each<[string, string, Record<string, string>, readonly string[]]>([
      ['change', 'change_user', { name: 'Anna' }, ['name']],
      ['extend-grace', 'extend_grace', { reason: 'asked', until: tomorrow() }, ['grace_extended_until']],
      ['unlock', 'unlock', {}, []],
      ['sessions', 'sign_out_everywhere', {}, ['generation']],
      ['sessions', 'sign_out', { session: 'none' }, []],
      ['delete', 'delete_user', { email: 'm@evil.example' }, []],
    ])('of an account: %s, %s', async (page, act, fields, columns) => {
      const { account } = await enrolledAccount(server, { name: 'Ann' });
      const before = await row('account', 'id', account.id);
      await press(adminAt, `/admin/users/${account.id}/${page}`, act, { ...wishes, ...fields });
      const after = await row('account', 'id', account.id);
      expect(changedBetween(before, after)).toEqual(columns);
      if (columns.includes('generation')) expect(after.generation).toBe(Number(before.generation) + 1);
      expect(String(after.grace_extended_until)).not.toContain('2030');
    });

    test('of a new account: it is active, with an id of ours, nothing verified and no password', async () => {
      const email = `made-${kind}@example.com`;
      await press(adminAt, '/admin/users/new', 'create_user', { ...wishes, email, name: 'A', status: 'disabled' });
      const made = await row('account', 'email', email);
      expect(made).toMatchObject({
        ...{ email, email_key: email, name: 'A', roles: [], status: 'active', generation: 1, password_hash: null },
        ...{ locale: null, mfa_configured_at: null, last_sign_in_at: null },
        ...{ grace_extended_until: null, enrolment_demanded_at: null },
      });
      expect(made.id).not.toBe(wishes.id);
      for (const moment of [made.email_verified_at, made.created_at]) expect(String(moment)).not.toContain('2020');
    });

    const registration = {
      ...{ client_name: 'Wiki', redirect_uris: 'https://wiki.example/cb', grant_authorization_code: 'yes' },
      ...{ token_endpoint_auth_method: 'client_secret_basic', id_token_signed_response_alg: 'RS256' },
    };

    test('of a client, new or changed: it is as without them', async () => {
      const plain = await press(adminAt, '/admin/clients/new', 'save_client', {
        ...registration,
        client_name: 'Plain',
      });
      const more = await press(adminAt, '/admin/clients/new', 'save_client', {
        ...wishes,
        ...registration,
        client_name: 'More',
      });
      expect([plain.status, more.status]).toEqual([200, 200]);
      const { rows } = await sql<Row>`SELECT * FROM client WHERE metadata ->> 'client_name' IN ('Plain', 'More')
        ORDER BY metadata ->> 'client_name' DESC`.execute(server.database);
      const [first = {}, second = {}] = rows;
      const own = changedBetween(first, second);
      expect(
        own.filter((column) => !['id', 'secret_hash', 'created_at', 'updated_at', 'metadata'].includes(column)),
      ).toEqual([]);
      const named = (metadata: unknown) => ({ ...(metadata as object), client_name: 'x' });
      expect(named(second.metadata)).toEqual(named(first.metadata));
      expect(second.id).not.toBe(wishes.client_id);
      const before = await row('client', 'id', String(second.id));
      await press(adminAt, `/admin/clients/${second.id}/change`, 'save_client', {
        ...wishes,
        ...registration,
        client_name: 'Changed',
      });
      const after = await row('client', 'id', String(second.id));
      expect(changedBetween(before, after)).toEqual(['metadata']);
      expect(named(after.metadata)).toEqual(named(before.metadata));
    });

    test.each<[string, Record<string, string>]>([
      ['asks nobody', { skip_consent: 'yes' }],
      ['asks for passwords itself', { first_party_challenge: 'yes' }],
      ['has codes sent elsewhere', { redirect_uris: 'https://evil.example/cb' }],
      ['needs no secret', { token_endpoint_auth_method: 'none' }],
      ['acts by itself', { grant_client_credentials: 'yes', scope: 'admin' }],
      ['needs no second factor any more', { require_mfa: '', min_acr: '' }],
    ])('an admin makes no client that %s', async (_what, fields) => {
      const { clientId } = await server.addClient({
        ...{ client_name: 'Wiki', skip_consent: false, redirect_uris: ['https://wiki.example/cb'] },
        ...{ grant_types: ['authorization_code'], require_mfa: true, min_acr: 'urn:countersign:acr:mfa' },
      });
      const before = await row('client', 'id', clientId);
      const kept = { ...registration, require_mfa: 'yes', min_acr: 'urn:countersign:acr:mfa' };
      const page = await press(adminAt, `/admin/clients/${clientId}/change`, 'save_client', { ...kept, ...fields });
      expect([page.status, page.html.includes('Only a super administrator')]).toEqual([403, true]);
      expect(await row('client', 'id', clientId)).toEqual(before);
    });

    test('an admin takes no client away from whoever uses it: neither its secret nor itself', async () => {
      const { clientId } = await server.addClient();
      const before = await row('client', 'id', clientId);
      for (const [task, act] of [
        ['rotate-secret', 'rotate_secret'],
        ['delete', 'delete_client'],
      ] as const) {
        const path = `/admin/clients/${clientId}/${task}`;
        const seen = hiddenField((await rootAt.open(url(path))).html, 'seen') ?? '';
        expect([task, (await press(adminAt, path, act, { overlap: '0', seen })).status]).toEqual([task, 403]);
      }
      expect(await row('client', 'id', clientId)).toEqual(before);
    });

    test('of a resource: its address stays, and an admin changes and removes none', async () => {
      const identifier = `https://${kind}.example/api`;
      await server.addResource({ identifier, scope: 'read' });
      const before = await row('resource', 'identifier', identifier);
      const path = `/admin/resources/${before.id}`;
      const fields = { identifier: 'https://evil.example/', scope: 'read write', token_format: 'jwt' };
      for (const [task, act] of [
        ['change', 'save_resource'],
        ['delete', 'delete_resource'],
      ] as const) {
        expect((await press(adminAt, `${path}/${task}`, act, fields)).status).toBe(403);
      }
      expect(await row('resource', 'identifier', identifier)).toEqual(before);
      await press(rootAt, `${path}/change`, 'save_resource', { ...wishes, ...fields });
      expect(changedBetween(before, await row('resource', 'identifier', identifier))).toEqual(['scope']);
    });

    test('of an act on many: whom it is about stands in the address, as it was shown', async () => {
      const { account } = await enrolledAccount(server);
      const page = await press(adminAt, `/admin/bulk/remind?id=${account.id}`, 'begin', {
        ...wishes,
        q: '',
        kind: 'extend_grace',
      });
      const job = await row('admin_job', 'id', new URL(page.url).pathname.split('/').at(-1) ?? '');
      expect(job).toMatchObject({
        kind: 'remind',
        total: 1,
        search: { ids: [account.id] },
        input: {},
        finished_at: null,
      });
      expect(job.id).not.toBe(wishes.id);
    });
  });
});

function tomorrow(): string {
  return new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
}
