/** Groups in the console: made, filled, emptied, renamed and deleted by the forms that people fill in. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { findGroup, listGroups } from '../../src/accounts/group-store.js';
import { writeCursor } from '../../src/http/cursor.js';
import { ownBrowser } from '../support/own-account.js';
import { headingOf, hiddenField, type Page, type Person, textOf } from '../support/person.js';
import { addEnrolledAccount, type EnrolledAccount } from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

const nul = writeCursor('a\0b');

describe.each(databaseKinds)('on %s', (kind) => {
  let server: TestServer;
  let root: Person;
  let admin: Person;
  let junior: EnrolledAccount;
  beforeAll(async () => {
    server = await startTestServer({ kind, env: { REQUIRE_ADMIN_MFA: 'true' } });
    root = await ownBrowser(server, await addEnrolledAccount(server, 'root@example.com', { roles: ['super_admin'] }));
    junior = await addEnrolledAccount(server, 'junior@example.com', { roles: ['admin'] });
    admin = await ownBrowser(server, junior);
    for (const name of ['anna', 'ben', 'carla']) await server.addAccount(`${name}@example.com`);
  });
  afterAll(() => server?.stop());

  const at = (path: string) => `${server.issuer}/admin/groups${path}`;
  const idOf = async (name: string) => (await findGroup(server.database, name))?.id ?? '';
  const errorsOn = (html: string) => [...html.matchAll(/id="(\w+)-error"/g)].map(([, field]) => field);
  const typedIn = ({ html }: Page) => textOf(html.match(/<textarea[\s\S]*?<\/textarea>/)?.[0] ?? '');
  const events = async (group: string) => {
    const { rows } = await sql<{ type: string }>`SELECT type FROM audit_event
      WHERE type LIKE 'group.%' AND detail ->> 'group' = ${group} ORDER BY id`.execute(server.database);
    return rows.map(({ type }) => type);
  };
  const membersOf = async (group: string) => {
    const { rows } = await sql<{ email: string }>`SELECT a.email FROM account_group_member m
      JOIN account a ON a.id = m.account_id WHERE m.group_id = ${group}::uuid ORDER BY a.email`.execute(
      server.database,
    );
    return rows.map(({ email }) => email.split('@')[0]);
  };
  const accountId = async (name: string) => {
    const { id } = await server.database
      .selectFrom('account')
      .select('id')
      .where('email', '=', `${name}@example.com`)
      .executeTakeFirstOrThrow();
    return id;
  };
  /** Makes one, with whom it is to have. */
  const made = async (name: string, users = '') => {
    await root.open(at('/new'));
    await root.act('save_group', { name });
    const id = await idOf(name);
    if (users !== '') {
      await root.open(at(`/${id}/members`));
      await root.act('add_members', { users });
    }
    return id;
  };
  const required = (id: string) =>
    sql`UPDATE account_group SET mfa_policy = 'required', mfa_required_since = now() WHERE id = ${id}::uuid`.execute(
      server.database,
    );

  test('one is made, filled, emptied, renamed and deleted, by any administrator', async () => {
    expect((await admin.open(`${server.issuer}/admin/policy`)).html).toContain('href="/admin/groups"');
    await admin.open(at('/new'));
    const created = await admin.act('save_group', { name: '  Finance ', id: 'x', mfa_policy: 'required' });
    const id = await idOf('Finance');
    expect([created.url, headingOf(created.html)]).toEqual([at(`/${id}?done=created`), 'Finance']);
    expect(textOf(created.html)).toContain('The group was made.');
    expect(await findGroup(server.database, id)).toMatchObject({ name: 'Finance', mfaPolicy: 'optional' });

    await admin.open(at(`/${id}/members`));
    const users = ` anna@example.com\r\n\r\nBEN@example.com \nanna@example.com\n${await accountId('carla')}`;
    const added = await admin.act('add_members', { users });
    expect(textOf(added.html)).toContain('3 accounts were added.');
    expect(added.html).toContain(`href="/admin/users/${await accountId('ben')}"`);
    expect(await membersOf(id)).toEqual(['anna', 'ben', 'carla']);

    await admin.open(at(`/${id}/members`));
    expect(textOf((await admin.act('add_members', { users: 'ben@example.com' })).html)).toContain(
      'They all were in the group already.',
    );
    const ben = await accountId('ben');
    await admin.open(at(`/${id}/members`));
    expect(textOf((await admin.act('remove_members', { [ben]: 'yes' })).html)).toContain('1 account was removed.');
    expect(await membersOf(id)).toEqual(['anna', 'carla']);

    expect((await admin.open(at(`/${id}/rename`))).html).toMatch(/<input[^>]*value="Finance"/);
    expect(headingOf((await admin.act('save_group', { name: 'finance & control' })).html)).toBe('finance & control');
    await admin.open(at(`/${id}/delete`));
    expect(textOf((await admin.act('delete_group')).html)).toContain('The group was deleted.');
    expect((await admin.open(at(`/${id}`))).status).toBe(404);
    const moved = ['group.joined', 'group.joined', 'group.joined', 'group.left'];
    expect(await events(id)).toEqual(['group.created', ...moved, 'group.updated', 'group.deleted']);
    expect((await admin.open(`${server.issuer}/admin/users/${ben}`)).status).toBe(200);
  });

  test.each([
    ['', 422],
    ['   ', 422],
    ['x'.repeat(61), 422],
    ['a\u202Eb', 422],
    ['TAKEN', 409],
  ])('the name %j is refused at its field, and kept', async (name, status) => {
    await made('Taken');
    const other = await made('Other');
    for (const path of ['/new', `/${other}/rename`]) {
      await root.open(at(path));
      const page = await root.act('save_group', { name });
      expect([page.status, errorsOn(page.html)]).toEqual([status, ['name']]);
      const kept = page.html.match(/<input[^>]*id="name"[^>]*>/)?.[0] ?? '';
      expect(kept).toContain(name === '' ? 'id="name"' : `value="${name}"`);
      expect(page.html).toContain('<title>Error:');
    }
    expect(await findGroup(server.database, other)).toMatchObject({ name: 'Other' });
  });

  test('addresses that nobody has are named, nobody is added, and what was typed is kept', async () => {
    const id = await made('Names');
    await root.open(at(`/${id}/members`));
    const users = 'anna@example.com\nnobody@example.com\n<b>x</b>';
    const page = await root.act('add_members', { users });
    expect([page.status, errorsOn(page.html)]).toEqual([422, ['users']]);
    expect(textOf(page.html)).toContain('no account with this address: nobody@example.com, <b>x</b>.');
    expect(page.html).not.toContain('<b>x</b>');
    expect(typedIn(page)).toBe(users.replaceAll('\n', ' '));
    const many = await root.act('add_members', {
      users: Array.from({ length: 13 }, (_, n) => `n${n}@x.org`).join('\n'),
    });
    expect(textOf(many.html)).toContain('n9@x.org, and 3 more.');
    const tooMany = await root.act('add_members', { users: 'a@x.org\n'.repeat(201) });
    expect([tooMany.status, textOf(tooMany.html)]).toEqual([422, expect.stringContaining('At most 200 at a time.')]);
    expect((await root.act('add_members', { users: ' \n ' })).status).toBe(422);
    expect((await root.act('remove_members', { anna: 'yes' })).status).toBe(422);
    expect(await membersOf(id)).toEqual([]);
  });

  test('an admin who is no super_admin moves no administrator, and what was asked is kept', async () => {
    const id = await made('Board', 'root@example.com\nanna@example.com');
    const sentence = 'Only a super administrator adds administrators to a group, or removes them';
    for (const users of ['ben@example.com\njunior@example.com', 'root@example.com']) {
      await admin.open(at(`/${id}/members`));
      const page = await admin.act('add_members', { users });
      expect([page.status, typedIn(page)]).toEqual([403, users.replaceAll('\n', ' ')]);
      expect(textOf(page.html)).toContain(sentence);
    }
    const chief = await accountId('root');
    const page = await admin.act('remove_members', { [chief]: 'yes', [await accountId('anna')]: 'yes' });
    expect([page.status, page.html.match(new RegExp(`<input[^>]*id="${chief}"[^>]*>`))?.[0]]).toEqual([
      403,
      expect.stringContaining('checked'),
    ]);
    expect(await membersOf(id)).toEqual(['anna', 'root']);
  });

  test('an admin who is no super_admin deletes no group that has a rule', async () => {
    const id = await made('Ruled');
    const form = await admin.open(at(`/${id}/delete`));
    const csrf = hiddenField(form.html, 'csrf') ?? '';
    await required(id);
    const late = await admin.act('delete_group');
    expect([late.status, textOf(late.html)]).toEqual([
      403,
      expect.stringContaining('Only a super administrator deletes a group that has a rule.'),
    ]);
    expect((await admin.open(at(`/${id}/delete`))).html).not.toContain('value="delete_group"');
    const posted = await admin.post(at(`/${id}/delete`), new URLSearchParams({ act: 'delete_group', csrf }));
    expect(posted.status).toBe(403);
    expect(await idOf('Ruled')).toBe(id);
    expect(textOf((await root.open(at(`/${id}/delete`))).html)).toContain('(“Required”) goes with it');
    await root.act('delete_group');
    expect(await idOf('Ruled')).toBe('');
  });

  test('what leaves nobody to administer is refused, and done when that is said', async () => {
    const other = await startTestServer({ kind, env: { REQUIRE_ADMIN_MFA: 'false' } });
    try {
      const chief = await other.addAccount('chief@example.com', { roles: ['super_admin'] });
      const person = await ownBrowser(other, chief);
      await person.open(`${other.issuer}/admin/groups/new`);
      await person.act('save_group', { name: 'Strict' });
      const { id = '' } = (await findGroup(other.database, 'Strict')) ?? {};
      await sql`UPDATE account_group SET mfa_policy = 'required', mfa_required_since = now() WHERE id = ${id}::uuid`.execute(
        other.database,
      );
      const open = await person.open(`${other.issuer}/admin/groups/${id}/members`);
      expect(open.html).not.toContain('name="force"');
      const refused = await person.act('add_members', { users: chief.email });
      expect([refused.status, typedIn(refused)]).toEqual([409, chief.email]);
      expect(refused.html.match(/name="force"/g)).toHaveLength(1);
      const forced = await person.act('add_members', { users: chief.email, force: 'yes' });
      expect(forced.url).toContain('done=added&count=1');
    } finally {
      await other.stop();
    }
  });

  test('markup in a name is text, on every page', async () => {
    const name = '<img src=x onerror=alert(1)>';
    const id = await made(name, 'anna@example.com');
    for (const path of ['', `/${id}`, `/${id}/members`, `/${id}/rename`, `/${id}/delete`]) {
      const { status, html } = await root.open(at(path));
      expect([path, status, html.includes('<img src=x'), html.includes('&lt;img src=x')]).toEqual([
        path,
        200,
        false,
        true,
      ]);
    }
  });

  test('the lists are paged by cursor: every one once, whatever the cursor says', async () => {
    const id = await made('AA paged');
    await sql`INSERT INTO account_group (id, name) SELECT gen_random_uuid(), 'G ' || n FROM generate_series(1, 55) AS n`.execute(
      server.database,
    );
    await sql`INSERT INTO account (id, email, email_key, name, roles, status)
      SELECT gen_random_uuid(), 'm' || n || '@many.example', 'm' || n || '@many.example', '', '{}', 'active'
      FROM generate_series(1, 120) AS n`.execute(server.database);
    await sql`INSERT INTO account_group_member (account_id, group_id)
      SELECT id, ${id}::uuid FROM account WHERE email LIKE '%@many.example'`.execute(server.database);
    const { groups } = await listGroups(server.database, {}, { limit: 200, after: undefined });
    const lists = [
      { path: '', shown: /<a href="\/admin\/groups\/([0-9a-f-]{36})">/g, length: groups.length },
      { path: `/${id}`, shown: /<a href="\/admin\/users\/([0-9a-f-]{36})">/g, length: 120 },
      { path: `/${id}/members`, shown: /<input type="checkbox" id="([^"]+)"/g, length: 120 },
    ];
    for (const { path, shown, length } of lists) {
      const seen = await every(at(path), shown);
      expect([path, seen.length, new Set(seen).size]).toEqual([path, length, length]);
      // The last is a whole cursor about a position that no database can hold.
      for (const query of [
        'cursor=x',
        'cursor=a&cursor=b',
        'done=constructor',
        'done=added&count=-1',
        `cursor=${nul}`,
      ]) {
        expect([path, query, (await root.open(at(`${path}?${query}`))).status]).toEqual([path, query, 200]);
      }
    }
    for (const path of ['/not-an-id', '/Finance', '/AA%20paged', '/not-an-id/members']) {
      expect([path, (await root.open(at(path))).status]).toEqual([path, 404]);
    }
  });

  async function every(start: string, shown: RegExp): Promise<readonly string[]> {
    const seen: string[] = [];
    let address: string | undefined = start;
    while (address !== undefined) {
      const { html }: { html: string } = await root.open(address);
      seen.push(...[...html.matchAll(shown)].map(([, one = '']) => one));
      const next: string | undefined = html.match(/href="([^"]+)" rel="next"/)?.[1];
      address = next === undefined ? undefined : new URL(next, server.issuer).href;
    }
    return seen;
  }
});
