/** Story: where an administrator has to agree, a proved address alone lets nobody in; where sign-up is closed, there is none. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { approveAccount } from '../../src/account/activation-store.js';
import { linkTokens } from '../support/mail-links.js';
import { headingOf, newPerson, type Person, textOf } from '../support/person.js';
import { typePassword } from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

const chosen = 'otter lantern quarry 7';

describe.each(databaseKinds)('on %s', (kind) => {
  let server: TestServer;
  let person: Person;
  let email: string;
  let count = 0;
  beforeAll(async () => {
    server = await startTestServer({ kind, env: { SIGN_UP: 'approval', RATE_LIMIT: 'off' } });
    await server.addAccount('admin@example.com', { roles: ['admin'] });
    await server.addAccount('boss@example.com', { roles: ['super_admin'] });
    await server.addAccount('gone@example.com', { roles: ['admin'], status: 'disabled' });
    await server.addAccount('editor@example.com', { roles: ['editor'] });
  });
  afterAll(() => server?.stop());
  beforeEach(() => {
    count += 1;
    email = `anna-${count}@example.com`;
    person = newPerson(server.issuer);
  });

  const signUp = async () => {
    await person.open(`${server.issuer}/account/sign-up`);
    await person.act('sign_up', { email, name: 'Anna' });
    const token = (await linkTokens(server, email, 'activation')).at(-1) ?? '';
    return { token, open: () => person.open(`${server.issuer}/account/activate?${new URLSearchParams({ token })}`) };
  };
  const idOf = async () =>
    (await sql<{ id: string }>`SELECT id FROM account WHERE email = ${email}`.execute(server.database)).rows[0]?.id ??
    '';
  const headingAfterPassword = async () => {
    const fresh = newPerson(server.issuer);
    await fresh.open(`${server.issuer}/account`);
    return headingOf((await typePassword(fresh, email, chosen)).html);
  };

  test('the mail proves the address, the administrators hear of it, and nobody is in before one of them agrees', async () => {
    const { token, open } = await signUp();
    await open();
    const done = await person.act('activate', { token, name: 'Anna', new_password: chosen });
    expect(headingOf(done.html)).toBe('Your address is confirmed');
    expect(await headingAfterPassword()).toBe('Sign in');
    const told = await sql`SELECT a.email, m.detail FROM mail m JOIN account a ON a.id = m.account_id
      WHERE m.kind = 'approval_wanted' ORDER BY a.email`.execute(server.database);
    const detail = { concerned: email, concerned_id: await idOf() };
    expect(told.rows).toEqual([
      { email: 'admin@example.com', detail },
      { email: 'boss@example.com', detail },
    ]);
    expect(await open()).toMatchObject({ status: 410 });

    expect(await approveAccount(server.database, await idOf(), [])).toEqual({ ok: true, hasPassword: true });
    expect(await linkTokens(server, email, 'account_activated')).toHaveLength(1);
    expect(await headingAfterPassword()).toBe('Your account');
    expect(await approveAccount(server.database, await idOf(), [])).toEqual({
      ok: false,
      because: 'account_not_pending',
    });
  });

  test('signing up again while waiting sends nothing and changes nothing', async () => {
    const { token, open } = await signUp();
    await open();
    await person.act('activate', { token, name: 'Anna', new_password: chosen });
    await signUp();
    expect(await linkTokens(server, email, 'activation')).toHaveLength(1);
    expect(await linkTokens(server, email, 'sign_up_known_address')).toEqual([]);
  });

  test('an administrator who agrees before the mail was opened vouches for the address; its link is dead then', async () => {
    const { open } = await signUp();
    expect(await approveAccount(server.database, await idOf(), [])).toEqual({ ok: true, hasPassword: false });
    expect(await open()).toMatchObject({ status: 410 });
    await person.open(`${server.issuer}/account/forgot-password`);
    await person.act('send_link', { email });
    const [reset = ''] = await linkTokens(server, email, 'password_reset');
    await person.open(`${server.issuer}/account/reset-password?${new URLSearchParams({ token: reset })}`);
    await person.act('reset_password', { token: reset, new_password: chosen });
    expect(await headingAfterPassword()).toBe('Your account');
  });

  test('a waiting account is nobody’s to reset: its mail for a forgotten password never comes', async () => {
    const { token, open } = await signUp();
    await open();
    await person.act('activate', { token, name: 'Anna', new_password: chosen });
    await person.open(`${server.issuer}/account/forgot-password`);
    await person.act('send_link', { email });
    expect(await linkTokens(server, email, 'password_reset')).toEqual([]);
  });
});

describe('where sign-up is closed', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server?.stop());

  test.each(['sign-up', 'activate'])('/account/%s says so, and its forms do nothing', async (page) => {
    const person = newPerson(server.issuer);
    const path = `${server.issuer}/account/${page}`;
    const shown = await person.open(path);
    expect({ status: shown.status, heading: headingOf(shown.html) }).toEqual({
      status: 404,
      heading: 'No sign-up here',
    });
    expect(textOf(shown.html)).toContain('Accounts on this server are made by an administrator.');
    // With a token from a page that has a form.
    await person.open(`${server.issuer}/account/forgot-password`);
    const csrf = /name="csrf" value="([^"]+)"/.exec(person.page.html)?.[1] ?? '';
    for (const act of ['sign_up', 'activate']) {
      const form = new URLSearchParams({ csrf, act, email: 'anna@example.com', name: 'Anna', new_password: chosen });
      expect((await person.post(path, form)).status).toBe(404);
    }
    const { rows } = await sql`SELECT id FROM account`.execute(server.database);
    expect(rows).toEqual([]);
  });
});
