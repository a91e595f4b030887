/** Who administers by the console’s forms does no more than their role allows, to the accounts and things that the address names, while they have the role. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { ownBrowser } from '../support/own-account.js';
import { hiddenField, newPerson, type Page, type Person, textOf } from '../support/person.js';
import { typePassword } from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import { type Enrolled, enrolledAccount } from './attack-fixture.js';

const reason = 'because an attacker says so';
const until = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);

type Form = Readonly<Record<string, string>>;

/** Every act on an account, with fields that would do. */
const acts: readonly (readonly [page: string, act: string, fields: (email: string) => Form])[] = [
  ['change', 'change_user', () => ({ name: 'Mallory' })],
  ['change', 'change_user', () => ({ name: 'Mallory', roles: 'editor' })],
  ['change', 'change_user', () => ({ name: 'Mallory', admin: 'yes', super_admin: 'yes' })],
  ['change', 'change_user', () => ({ name: 'Mallory', status: 'disabled' })],
  ['delete', 'delete_user', (email) => ({ email })],
  ['disable-mfa', 'remove_mfa', () => ({ reason })],
  ['reset-mfa', 'remove_mfa', () => ({ reason })],
  ['enrol-mfa', 'enrol_mfa', () => ({ reason, replaces: '' })],
  ['extend-grace', 'extend_grace', () => ({ reason, until })],
  ['unlock', 'unlock', () => ({})],
  ['sessions', 'sign_out_everywhere', () => ({})],
];

describe.each(databaseKinds)('on %s', (kind) => {
  let server: TestServer;
  let root: Enrolled;
  let admin: Enrolled;
  let rootAt: Person;
  let adminAt: Person;

  beforeAll(async () => {
    server = await startTestServer({ kind, env: { RATE_LIMIT: 'off', REQUIRE_ADMIN_MFA: 'true' } });
    root = await enrolledAccount(server, { roles: ['super_admin'] });
    admin = await enrolledAccount(server, { roles: ['admin'] });
    rootAt = await ownBrowser(server, root);
    adminAt = await ownBrowser(server, admin);
  });
  afterAll(() => server?.stop());

  const urlOf = ({ account }: Pick<Enrolled, 'account'>, page: string) =>
    `${server.issuer}/admin/users/${account.id}/${page}`;
  async function press(person: Person, url: string, act: string, fields: Form = {}): Promise<Page> {
    await person.open(url);
    return person.act(act, fields);
  }
  /** The whole row, without the time of the last change. */
  async function rowOf({ account: { id } }: Pick<Enrolled, 'account'>): Promise<Record<string, unknown> | undefined> {
    const { rows } = await sql<Record<string, unknown>>`SELECT *, (SELECT count(*)::int FROM totp_credential t
      WHERE t.account_id = a.id) AS apps FROM account a WHERE id = ${id}::uuid`.execute(server.database);
    const [row] = rows;
    if (row !== undefined) delete row.updated_at;
    return row;
  }
  /** Of the account's own pages: whether this browser is still signed in. */
  const isSignedIn = async (person: Person) =>
    new URL((await person.open(`${server.issuer}/account`)).url).pathname === '/account';

  describe('role edges', () => {
    test('an admin does nothing to an administrator, on any page, and the page says why', async () => {
      for (const target of [root, await enrolledAccount(server, { roles: ['admin'] })]) {
        const before = await rowOf(target);
        for (const [name, act, fields] of acts) {
          const page = await press(adminAt, urlOf(target, name), act, fields(target.email));
          expect([name, page.status]).toEqual([name, 403]);
          expect(textOf(page.html)).toContain('Only a super administrator');
        }
        expect(await rowOf(target)).toEqual(before);
      }
      expect(await isSignedIn(rootAt)).toBe(true);
    });

    test('nobody does to themselves what takes a factor, gives time or authority, however the address is written', async () => {
      for (const [person, owner] of [
        [adminAt, admin],
        [rootAt, root],
      ] as const) {
        const before = await rowOf(owner);
        const owned = owner.account.id.toUpperCase();
        for (const [name, act, fields] of acts.filter(([page]) => !['change', 'unlock', 'sessions'].includes(page))) {
          for (const url of [urlOf(owner, name), `${server.issuer}/admin/users/${owned}/${name}`]) {
            const page = await press(person, url, act, fields(owner.email));
            expect([name, page.status]).toEqual([name, 403]);
            expect(textOf(page.html)).toContain('Nobody can do this to their own account');
          }
        }
        const change = { name: '', admin: 'yes', super_admin: 'yes', roles: 'editor', status: 'disabled' };
        await press(person, urlOf(owner, 'change'), 'change_user', change);
        await press(person, urlOf(owner, 'change'), 'change_user', { ...change, was_roles: '', was_status: 'pending' });
        expect(await rowOf(owner)).toEqual(before);
      }
    });

    test.each<[string, Form]>([
      ['a tick', { admin: 'yes' }],
      ['a tick', { super_admin: 'yes' }],
      ['a word', { roles: 'editor admin' }],
      ['a word', { roles: 'super_admin' }],
    ])('an admin makes no administrator by %s: %j', async (_how, fields) => {
      const email = `mallory-${randomUUID()}@example.com`;
      const made = await press(adminAt, `${server.issuer}/admin/users/new`, 'create_user', {
        email,
        name: '',
        ...fields,
      });
      expect([made.status, textOf(made.html)]).toEqual([403, expect.stringContaining('Only a super administrator')]);
      const { rows } = await sql`SELECT id FROM account WHERE email = ${email}`.execute(server.database);
      expect(rows).toEqual([]);
      const victim = await enrolledAccount(server);
      // What the form says it showed cannot make the change look like none, either.
      const claims = { was_roles: 'admin super_admin', was_name: '', was_status: 'active' };
      for (const claim of [{}, claims]) {
        await press(adminAt, urlOf(victim, 'change'), 'change_user', { name: '', ...fields, ...claim });
        expect((await rowOf(victim))?.roles).toEqual([]);
      }
    });

    test('roles have the shape of roles, whatever the form says there was before', async () => {
      const victim = await enrolledAccount(server);
      for (const roles of ['ADMIN', 'x'.repeat(2000), 'ａdmin']) {
        const fields = { name: '', roles, was_roles: `${roles} other`, was_name: '', was_status: 'active' };
        const page = await press(adminAt, urlOf(victim, 'change'), 'change_user', fields);
        expect([page.status, (await rowOf(victim))?.roles]).toEqual([422, []]);
      }
    });

    test('the rules about second factors are not an admin’s to look ahead at or to change, forced or not', async () => {
      const url = `${server.issuer}/admin/policy/change`;
      expect(hiddenField((await adminAt.open(url)).html, 'csrf')).toBeUndefined();
      const csrf = hiddenField((await adminAt.open(urlOf(admin, 'sessions'))).html, 'csrf') ?? '';
      for (const act of ['preview_policy', 'change_policy']) {
        for (const force of ['', 'yes']) {
          const page = await adminAt.post(url, new URLSearchParams({ csrf, act, all: 'required', reason, force }));
          expect([act, page.status]).toEqual([act, 403]);
        }
      }
      const { rows } = await sql`SELECT level FROM mfa_rule`.execute(server.database);
      expect(rows).toEqual([]);
    });
  });

  describe('things of somebody or something else', () => {
    test('a session ends only on the page of its own account', async () => {
      const [anna, bob] = [await enrolledAccount(server), await enrolledAccount(server)];
      const [annaAt, bobAt] = [await ownBrowser(server, anna), await ownBrowser(server, bob)];
      const session = hiddenField((await rootAt.open(urlOf(anna, 'sessions'))).html, 'session') ?? '';
      expect(session).not.toBe('');
      for (const id of [session, session.toUpperCase(), '', randomUUID(), anna.account.id]) {
        const page = await press(rootAt, urlOf(bob, 'sessions'), 'sign_out', { session: id });
        expect([id, page.status]).toEqual([id, 404]);
      }
      expect([await isSignedIn(annaAt), await isSignedIn(bobAt)]).toEqual([true, true]);
      await press(rootAt, urlOf(anna, 'sessions'), 'sign_out', { session });
      expect([await isSignedIn(annaAt), await isSignedIn(bobAt)]).toEqual([false, true]);
    });

    test('an app that waits for one account is not made anew by naming it on the page of another', async () => {
      const [anna, bob] = [
        await server.addAccount(`anna-${kind}@example.com`),
        await server.addAccount(`bob-${kind}@example.com`),
      ];
      await press(rootAt, urlOf({ account: anna }, 'enrol-mfa'), 'enrol_mfa', { reason, replaces: '' });
      const replaces = hiddenField((await rootAt.open(urlOf({ account: anna }, 'enrol-mfa'))).html, 'replaces') ?? '';
      expect(replaces).not.toBe('');
      const page = await press(rootAt, urlOf({ account: bob }, 'enrol-mfa'), 'enrol_mfa', { reason, replaces });
      expect([page.status, page.html.includes('otpauth:')]).toEqual([409, false]);
    });

    test('an id of one thing is no id of another, nor is what is no id at all; nothing is done and nothing fails', async () => {
      const { clientId } = await server.addClient();
      const victim = await enrolledAccount(server);
      const before = await rowOf(victim);
      const rest = ['%00', '..%2f..', '__proto__', 'null', '%ff', "'%20OR%201=1--", 'x'.repeat(1000), '%EF%BF%BD'];
      const { account } = victim;
      const users = acts.map(([task, act, fields]) => [`/${task}`, act, fields(victim.email)] as const);
      const client = { client_name: 'x', overlap: '0', seen: '' };
      const clients = [
        ['/change', 'save_client', client],
        ['/rotate-secret', 'rotate_secret', client],
        ['/delete', 'delete_client', {}],
      ] as const;
      const resources = [
        ['/change', 'save_resource', { token_format: 'jwt' }],
        ['/delete', 'delete_resource', {}],
      ] as const;
      const things: readonly (readonly [string, readonly string[], readonly (readonly [string, string, Form])[]])[] = [
        ['users', [clientId], users],
        ['clients', [account.id], clients],
        ['resources', [account.id, clientId], resources],
        ['jobs', [account.id, clientId], []],
      ];
      await rootAt.open(urlOf(victim, 'unlock'));
      const csrf = hiddenField(rootAt.page.html, 'csrf') ?? '';
      for (const [thing, ids, tasks] of things) {
        for (const id of [...ids, randomUUID(), ...rest]) {
          const address = `${server.issuer}/admin/${thing}/${id}`;
          const shown = await rootAt.open(address);
          expect([address, [400, 404].includes(shown.status)]).toEqual([address, true]);
          for (const [task, act, fields] of tasks) {
            const done = await rootAt.post(address + task, new URLSearchParams({ csrf, act, ...fields }));
            expect([address + task, [400, 404].includes(done.status)]).toEqual([address + task, true]);
          }
        }
      }
      expect(await rowOf(victim)).toEqual(before);
    });
  });

  describe('in mid-session', () => {
    const users = () => `${server.issuer}/admin/users`;

    test('whoever becomes an administrator while signed in gets in only with the factor that policy asks for', async () => {
      const account = await server.addAccount(`rising-${kind}@example.com`);
      const person = newPerson(server.issuer);
      await person.open(`${server.issuer}/account`);
      await typePassword(person, account.email);
      expect(await isSignedIn(person)).toBe(true);
      const page = await press(rootAt, urlOf({ account }, 'change'), 'change_user', { name: '', admin: 'yes' });
      expect(textOf(page.html)).toContain('The account was changed.');
      expect((await person.open(users())).html).not.toContain(root.email);
      // Even had the role come without ending the sessions.
      const again = newPerson(server.issuer);
      await again.open(`${server.issuer}/account`);
      await typePassword(again, account.email);
      await again.act('not_now');
      const shown = await again.open(users());
      expect([shown.status, shown.html.includes(root.email)]).toEqual([403, false]);
    });

    test.each<[string, (account: Enrolled) => readonly [string, string, Form], number | undefined]>([
      ['loses the role', (peer) => [urlOf(peer, 'change'), 'change_user', { name: '', roles: '' }], 403],
      [
        'is disabled',
        (peer) => [urlOf(peer, 'change'), 'change_user', { name: '', admin: 'yes', status: 'disabled' }],
        undefined,
      ],
      ['is signed out everywhere', (peer) => [urlOf(peer, 'sessions'), 'sign_out_everywhere', {}], undefined],
      ['is reset', (peer) => [urlOf(peer, 'reset-mfa'), 'remove_mfa', { reason }], undefined],
      ['is removed', (peer) => [urlOf(peer, 'delete'), 'delete_user', { email: peer.email }], undefined],
    ])('an administrator who %s sees and does nothing more with the form that is open', async (_what, how) => {
      const [peer, victim] = [await enrolledAccount(server, { roles: ['admin'] }), await enrolledAccount(server)];
      const before = await rowOf(victim);
      const person = await ownBrowser(server, peer);
      const form = await person.open(urlOf(victim, 'delete'));
      expect(form.status).toBe(200);
      const body = new URLSearchParams({
        csrf: hiddenField(form.html, 'csrf') ?? '',
        act: 'delete_user',
        email: victim.email,
      });
      const [url, act, fields] = how(peer);
      expect((await press(rootAt, url, act, fields)).status).toBe(200);
      for (const answer of [await person.post(urlOf(victim, 'delete'), body), await person.open(users())]) {
        expect(answer.html).not.toContain('console-navigation');
        expect(answer.html).not.toContain(root.email);
      }
      expect(await rowOf(victim)).toEqual(before);
    });
  });
});
