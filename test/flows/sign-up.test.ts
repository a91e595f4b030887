/** Story: people make an account for themselves, where the operator lets them. Nothing of it works before the mail is proved. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { sweepUnprovedAccounts } from '../../src/accounts/unproved-account-store.js';
import { expireLinks, linkTokens } from '../support/mail-links.js';
import { headingOf, newPerson, type Page, type Person, textOf } from '../support/person.js';
import { newRelyingParty } from '../support/relying-party.js';
import { signInWithPassword, typePassword } from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

const chosen = 'otter lantern quarry 7';

interface StoredAccount {
  readonly id: string;
  readonly status: string;
  readonly name: string;
  readonly locale: string | null;
  readonly password_hash: string | null;
  readonly email_verified_at: Date | null;
}

describe.each(databaseKinds)('on %s', (kind) => {
  let server: TestServer;
  let person: Person;
  let email: string;
  let count = 0;
  beforeAll(async () => {
    server = await startTestServer({ kind, env: { SIGN_UP: 'open', RATE_LIMIT: 'off' } });
  });
  afterAll(() => server?.stop());
  beforeEach(() => {
    count += 1;
    email = `anna-${count}@example.com`;
    person = newPerson(server.issuer);
  });

  const askFor = async (address = email, name = 'Anna', who = person): Promise<Page> => {
    await who.open(`${server.issuer}/account/sign-up`);
    return who.act('sign_up', { email: address, name });
  };
  const newToken = async (): Promise<string> => {
    await askFor();
    return (await linkTokens(server, email, 'activation')).at(-1) ?? '';
  };
  const openLink = (token: string, who = person): Promise<Page> =>
    who.open(`${server.issuer}/account/activate?${new URLSearchParams({ token })}`);
  const finish = (token: string, fields: Record<string, string> = {}, who = person): Promise<Page> =>
    who.act('activate', { token, name: 'Anna', new_password: chosen, ...fields });
  const stored = async (address = email): Promise<StoredAccount | undefined> =>
    (
      await sql<StoredAccount>`SELECT id, status, name, locale, password_hash, email_verified_at FROM account
        WHERE email = ${address}`.execute(server.database)
    ).rows[0];
  const headingAfter = async (password: string) => {
    const fresh = newPerson(server.issuer);
    await fresh.open(`${server.issuer}/account`);
    return headingOf((await typePassword(fresh, email, password)).html);
  };

  test('whoever holds the mail chooses the password; the link signs nobody in, the password does', async () => {
    const dutch = newPerson(server.issuer, { 'Accept-Language': 'nl' });
    expect(headingOf((await askFor(email, 'Anna', dutch)).html)).toBe('Kijk in je mail');
    expect(await stored()).toMatchObject({
      status: 'pending',
      locale: 'nl',
      password_hash: null,
      email_verified_at: null,
    });
    const [token = ''] = await linkTokens(server, email, 'activation');
    expect(headingOf((await openLink(token)).html)).toBe('Je account afmaken');
    expect((await finish(token, { name: 'Anna Bakker' })).status).toBe(200);
    expect(await stored()).toMatchObject({
      status: 'active',
      name: 'Anna Bakker',
      email_verified_at: expect.any(Date),
    });
    expect(headingOf((await person.open(`${server.issuer}/account`)).html)).toBe('Sign in');
    expect(await headingAfter(chosen)).toBe('Je account');
  });

  test('an address that is taken, pending or disabled gets the same answer as a new one, and as many statements', async () => {
    await server.addAccount(`known-${email}`, { name: 'Kim' });
    await server.addAccount(`disabled-${email}`, { status: 'disabled' });
    await server.addAccount(`invited-${email}`, { status: 'pending' });
    await askFor(`again-${email}`);
    const answers = new Set<string>();
    for (const address of [email, `known-${email}`, `again-${email}`, `disabled-${email}`, `invited-${email}`]) {
      await person.open(`${server.issuer}/account/sign-up`);
      server.statements.length = 0;
      const page = await person.act('sign_up', { email: address, name: 'Mallory' });
      answers.add([page.status, page.url, page.html, ...server.statements].join('\n'));
    }
    expect(answers.size).toBe(1);
    const { rows } =
      await sql`SELECT a.email, m.kind, count(*)::int AS mails FROM mail m JOIN account a ON a.id = m.account_id
        WHERE a.email LIKE ${`%${email}`} GROUP BY 1, 2 ORDER BY 1`.execute(server.database);
    expect(rows).toEqual([
      { email: `again-${email}`, kind: 'activation', mails: 2 },
      { email, kind: 'activation', mails: 1 },
      { email: `known-${email}`, kind: 'sign_up_known_address', mails: 1 },
    ]);
    expect((await stored(`known-${email}`))?.name).toBe('Kim');
    expect((await stored(`again-${email}`))?.name).toBe('Anna');
  });

  test('a stranger who signs up with the address first has nothing of it: name and password come with the mail', async () => {
    await askFor(email, 'Mallory', newPerson(server.issuer));
    expect(await headingAfter(chosen)).toBe('Sign in');
    const token = await newToken();
    await openLink(token);
    await finish(token);
    expect((await stored())?.name).toBe('Anna');
    expect(await headingAfter(chosen)).toBe('Your account');
  });

  test('at most three mails an hour to one address, however many ask at the same moment', async () => {
    await person.open(`${server.issuer}/account/sign-up`);
    const csrf = /name="csrf" value="([^"]+)"/.exec(person.page.html)?.[1] ?? '';
    const form = new URLSearchParams({ csrf, act: 'sign_up', email, name: 'Anna' });
    const pages = await Promise.all(
      Array.from({ length: 12 }, () => person.post(`${server.issuer}/account/sign-up`, form)),
    );
    expect(new Set(pages.map(({ status }) => status))).toEqual(new Set([200]));
    const mails = await linkTokens(server, email, 'activation');
    expect(mails.length).toBeGreaterThan(0);
    expect(mails.length).toBeLessThanOrEqual(3);
  });

  test.each([
    ['no address', { email: '  ' }, 'Enter your e-mail address.'],
    ['no e-mail address', { email: 'anna' }, 'This is not an e-mail address.'],
    ['a name without end', { name: 'x'.repeat(201) }, 'The name is too long.'],
  ])('%s is refused in words, and what was typed stays', async (_, fields, words) => {
    await person.open(`${server.issuer}/account/sign-up`);
    const typed = { email, name: 'Anna', ...fields };
    const page = await person.act('sign_up', typed);
    expect(page.status).toBe(422);
    expect(textOf(page.html)).toContain(words);
    expect(page.html).toContain(`value="${typed.name}"`);
    expect(await stored()).toBeUndefined();
  });

  test('a refused password leaves the link alive', async () => {
    const token = await newToken();
    await openLink(token);
    const refused = await finish(token, { new_password: 'anna anna anna 1' });
    expect(refused.status).toBe(422);
    expect(refused.html).not.toContain('anna anna anna 1');
    expect((await finish(token)).status).toBe(200);
  });

  test('the link works once: of many at the same moment one, in each of twenty rounds', async () => {
    const base = email;
    for (let round = 0; round < 20; round += 1) {
      email = `r${round}.${base}`;
      const token = await newToken();
      await openLink(token);
      const csrf = /name="csrf" value="([^"]+)"/.exec(person.page.html)?.[1] ?? '';
      const pages = await Promise.all(
        Array.from({ length: 3 }, (_, index) =>
          person.post(
            `${server.issuer}/account/activate`,
            new URLSearchParams({ csrf, act: 'activate', token, name: 'Anna', new_password: `${chosen} ${index}` }),
          ),
        ),
      );
      expect(pages.map(({ status }) => status).sort()).toEqual([200, 410, 410]);
    }
  });

  test('a second link of the same account is dead once it is active, and says so', async () => {
    const first = await newToken();
    const second = await newToken();
    await openLink(first);
    await finish(first);
    expect(await openLink(second)).toMatchObject({ status: 410 });
    expect(textOf(person.page.html)).toContain('Your account was made with it already.');
  });

  test('looking uses nothing up; an expired, a changed and a foreign link lead nowhere', async () => {
    const token = await newToken();
    for (let look = 0; look < 3; look += 1) expect((await openLink(token)).status).toBe(200);
    expect((await openLink(`${token}x`)).status).toBe(410);
    await server.addAccount(`known-${email}`);
    await person.open(`${server.issuer}/account/forgot-password`);
    await person.act('send_link', { email: `known-${email}` });
    const [foreign = ''] = await linkTokens(server, `known-${email}`, 'password_reset');
    expect((await openLink(foreign)).status).toBe(410);
    await openLink(token);
    await expireLinks(server, 'activation');
    expect((await finish(token)).status).toBe(410);
    expect(await stored()).toMatchObject({ status: 'pending', password_hash: null });
  });

  test('a pending account gets no mail for a forgotten password', async () => {
    await askFor();
    await person.open(`${server.issuer}/account/forgot-password`);
    await person.act('send_link', { email });
    expect(await linkTokens(server, email, 'password_reset')).toEqual([]);
  });

  test('an account that signed up is under the policy like any other, and its address counts as verified', async () => {
    const token = await newToken();
    await openLink(token);
    await finish(token);
    const party = await newRelyingParty(server, await server.addClient({ scope: 'openid email' }));
    const mfa = 'urn:countersign:acr:mfa';
    const page = await signInWithPassword(person, await party.authorizationUrl({ acr_values: mfa }), email, chosen);
    expect(headingOf(page.html)).toBe('Set up two-factor authentication');
    const verified = async () => {
      const { leftFor } = await signInWithPassword(
        newPerson(server.issuer),
        await party.authorizationUrl({ scope: 'openid email' }),
        email,
        chosen,
      );
      return (await party.userInfo(await party.redeem(leftFor))).email_verified;
    };
    expect(await verified()).toBe(true);
    await sql`UPDATE account SET email_verified_at = NULL WHERE email = ${email}`.execute(server.database);
    expect(await verified()).toBe(false);
  });

  test('what nobody activated within a week is forgotten, and what an administrator made is not', async () => {
    await askFor();
    await server.addAccount(`invited-${email}`, { status: 'pending' });
    await sweepUnprovedAccounts(server.database);
    expect(await stored()).toBeDefined();
    await sql`UPDATE account SET created_at = created_at - interval '8 days'`.execute(server.database);
    const id = (await stored())?.id ?? '';
    expect(await sweepUnprovedAccounts(server.database)).toBeGreaterThan(0);
    expect(await stored()).toBeUndefined();
    expect(await stored(`invited-${email}`)).toBeDefined();
    const { rows } = await sql`SELECT actor_type, detail FROM audit_event
        WHERE type = 'user.deleted' AND subject_id = ${id}::uuid`.execute(server.database);
    expect(rows).toEqual([{ actor_type: 'system', detail: { because: 'never_activated' } }]);
  });
});
