/** Story: somebody forgot the password, and chooses another one with the link of a mail. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { type ForgetfulPerson, newForgetfulPerson, newPassword } from '../support/forgetful-person.js';
import { expireLinks, linkTokens } from '../support/mail-links.js';
import { headingOf, newPerson, textOf } from '../support/person.js';
import { newRelyingParty, type RelyingParty } from '../support/relying-party.js';
import { signInWithPassword, typePassword } from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer, testPassword } from '../support/test-server.js';

describe.each(databaseKinds)('on %s', (kind) => {
  let server: TestServer;
  let party: RelyingParty;
  let person: ForgetfulPerson;
  let email: string;
  let count = 0;

  beforeAll(async () => {
    server = await startTestServer({ kind, env: { RATE_LIMIT: 'off', MFA_DAILY_ATTEMPTS: '3' } });
    party = await newRelyingParty(server, await server.addClient({ scope: 'openid email offline_access account' }));
  });
  afterAll(() => server?.stop());
  beforeEach(() => {
    count += 1;
    email = `anna-${count}@example.com`;
    person = newForgetfulPerson(server, email);
  });

  describe('asking for the mail', () => {
    test('unknown, pending, disabled and known addresses get the same bytes', async () => {
      await server.addAccount(email);
      await server.addAccount(`pending-${email}`, { status: 'pending' });
      await server.addAccount(`disabled-${email}`, { status: 'disabled' });
      const pages: string[] = [];
      for (const address of ['nobody@example.com', `pending-${email}`, `disabled-${email}`, email, 'no address']) {
        const page = await person.askForMail(address);
        pages.push(`${page.status} ${page.url} ${page.html}`);
      }
      expect(new Set(pages).size).toBe(1);
      expect(textOf(pages[0] ?? '')).toContain('If there is an account with this address');
      const { rows } = await sql<{ email: string }>`SELECT a.email FROM mail m JOIN account a ON a.id = m.account_id
        WHERE m.kind = 'password_reset' AND a.email LIKE ${`%${email}`}`.execute(server.database);
      expect(rows).toEqual([{ email }]);
    });

    test('and the same statements, events included', async () => {
      await server.addAccount(email);
      const shapes: string[][] = [];
      for (const address of ['nobody@example.com', email]) {
        await person.open(`${server.issuer}/account/forgot-password`);
        server.statements.length = 0;
        await person.act('send_link', { email: address });
        shapes.push([...server.statements]);
      }
      expect(shapes[0]?.length).toBeGreaterThan(0);
      expect(shapes[1]).toEqual(shapes[0]);
    });

    test('and wait for nothing that goes on in the account: many requests at once do not tell by their time whether there is one', async () => {
      const { id } = await server.addAccount(email);
      if (kind === 'embedded') return;
      await server.database.transaction().execute(async (transaction) => {
        await sql`SELECT 1 FROM account WHERE id = ${id}::uuid FOR NO KEY UPDATE`.execute(transaction);
        expect((await person.askForMail()).status).toBe(200);
      });
      expect(await linkTokens(server, email, 'password_reset')).toHaveLength(1);
    });

    test('any spelling of the address will do; without one the field says so', async () => {
      await server.addAccount(email);
      await person.askForMail(`  ${email.toUpperCase()} `);
      expect(await linkTokens(server, email, 'password_reset')).toHaveLength(1);
      const page = await person.askForMail(' ');
      expect(page.status).toBe(422);
      expect(textOf(page.html)).toContain('Enter your e-mail address.');
    });

    test('at most three mails an hour, however many ask at the same moment', async () => {
      await server.addAccount(email);
      await person.open(`${server.issuer}/account/forgot-password`);
      const form = person.resetForm({ act: 'send_link', email });
      await Promise.all(
        Array.from({ length: 12 }, () => person.post(`${server.issuer}/account/forgot-password`, form)),
      );
      expect(await linkTokens(server, email, 'password_reset')).toHaveLength(3);
      const { rows } =
        await sql`SELECT outcome, count(*)::int AS events FROM audit_event e JOIN account a ON a.id = e.subject_id
        WHERE a.email = ${email} AND e.type = 'password.reset_requested' GROUP BY outcome ORDER BY outcome`.execute(
          server.database,
        );
      expect(rows).toEqual([
        { outcome: 'failure', events: 9 },
        { outcome: 'success', events: 3 },
      ]);
    });

    test('nobody keeps the owner from a link that works by asking before them: when none works any more, one more is sent', async () => {
      await server.addAccount(email);
      for (let asked = 0; asked < 3; asked += 1) await person.askForMail();
      await expireLinks(server, 'password_reset');
      for (let asked = 0; asked < 3; asked += 1) await person.askForMail();
      const tokens = await linkTokens(server, email, 'password_reset');
      expect(tokens).toHaveLength(4);
      expect(headingOf((await person.openLink(tokens.at(-1) ?? '')).html)).toBe('Choose a new password');
    });
  });

  describe('an account without a second factor', () => {
    beforeEach(async () => {
      await server.addAccount(email, { name: 'Anna Bakker' });
    });

    test('the link changes the password, signs nobody in, and ends what was signed in', async () => {
      const elsewhere = newPerson(server.issuer);
      const tokens = await party.redeem(
        (await signInWithPassword(elsewhere, await party.authorizationUrl(), email)).leftFor,
      );
      const token = await person.newToken();
      const form = await person.openLink(token);
      expect(headingOf(form.html)).toBe('Choose a new password');
      expect(form.html).not.toContain('name="code"');
      const done = await person.choose(token);
      expect(headingOf(done.html)).toBe('Your password was changed');
      expect(headingOf((await person.open(`${server.issuer}/account`)).html)).toBe('Sign in');
      expect(headingOf((await elsewhere.open(`${server.issuer}/account`)).html)).toBe('Sign in');
      await expect(party.refresh(tokens.refresh_token)).rejects.toMatchObject({ error: 'invalid_grant' });
      expect(await party.introspect(tokens.access_token)).toEqual({ active: false });
      expect(await person.headingAfterPassword(testPassword)).toBe('Sign in');
      expect(await person.headingAfterPassword(newPassword)).toBe('Your account');
      const { rows } = await sql`SELECT mail_kind FROM audit_event e JOIN account a ON a.id = e.subject_id
        WHERE a.email = ${email} AND e.type = 'password.reset'`.execute(server.database);
      expect(rows).toEqual([{ mail_kind: 'password_changed' }]);
    });

    test('a used link is dead, on the page and in the form, and says how to go on', async () => {
      const token = await person.newToken();
      await person.openLink(token);
      await person.choose(token);
      const before = await person.storedState();
      const page = await person.openLink(token);
      expect({ status: page.status, heading: headingOf(page.html) }).toEqual({
        status: 410,
        heading: 'This link does not work any more',
      });
      expect(page.html).toContain('href="/account/forgot-password"');
      await person.open(`${server.issuer}/account/forgot-password`);
      const form = person.resetForm({ token, new_password: 'another quarry lantern 8' });
      expect((await person.post(`${server.issuer}/account/reset-password`, form)).status).toBe(410);
      expect(await person.storedState()).toEqual(before);
    });

    test('a refused password leaves the link alive, and nothing typed comes back', async () => {
      const token = await person.newToken();
      await person.openLink(token);
      const refused = await person.choose(token, { new_password: 'Password12345!' });
      expect(refused.status).toBe(422);
      expect(textOf(refused.html)).toContain('This password is too easy to guess.');
      expect(refused.html).not.toContain('Password12345!');
      expect(textOf((await person.choose(token, { new_password: 'my bakker otter 93' })).html)).toContain(
        'must not contain your name',
      );
      expect(headingOf((await person.choose(token)).html)).toBe('Your password was changed');
    });

    test('whoever was locked out by wrong passwords can sign in with the new one', async () => {
      const locked = newPerson(server.issuer);
      await locked.open(`${server.issuer}/account`);
      for (let wrong = 0; wrong < 6; wrong += 1) await typePassword(locked, email, 'not the password');
      expect(locked.page.status).toBe(429);
      const token = await person.newToken();
      await person.openLink(token);
      await person.choose(token);
      expect(await person.headingAfterPassword(newPassword)).toBe('Your account');
    });
  });
});
