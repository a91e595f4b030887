/** A reset link is used once, by whoever has it whole, and only while the account is what it was. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { changeAccount, setPassword } from '../../src/accounts/account-change-store.js';
import { type ForgetfulPerson, newForgetfulPerson, newPassword } from '../support/forgetful-person.js';
import { expireLinks, linkTokens } from '../support/mail-links.js';
import { headingOf, newPerson } from '../support/person.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

describe.each(databaseKinds)('on %s', (kind) => {
  let server: TestServer;
  let person: ForgetfulPerson;
  let email: string;
  let count = 0;

  beforeAll(async () => {
    server = await startTestServer({ kind, env: { RATE_LIMIT: 'off', MFA_DAILY_ATTEMPTS: '3' } });
  });
  afterAll(() => server?.stop());
  beforeEach(async () => {
    count += 1;
    email = `anna-${count}@example.com`;
    person = newForgetfulPerson(server, email);
    await server.addAccount(email);
  });

  test('uses of one link at the same moment: one winner in each of twenty rounds', async () => {
    for (let round = 0; round < 20; round += 1) {
      await sql`DELETE FROM mail`.execute(server.database);
      const token = await person.newToken();
      await person.openLink(token);
      const before = await person.storedState();
      const pages = await Promise.all(
        Array.from({ length: round === 0 ? 20 : 2 }, (_, index) =>
          person.post(
            `${server.issuer}/account/reset-password`,
            person.resetForm({ token, new_password: `${newPassword} ${index}` }),
          ),
        ),
      );
      const headings = pages.map(({ html }) => headingOf(html)).sort();
      expect(headings.filter((heading) => heading === 'Your password was changed')).toHaveLength(1);
      expect(new Set(pages.map(({ status }) => status))).toEqual(new Set([200, 410]));
      expect((await person.storedState()).generation).toBe(Number(before.generation) + 1);
    }
  });

  test.each([
    [
      'the password was changed',
      async () => {
        const { id } = (
          await sql<{ id: string }>`SELECT id FROM account WHERE email = ${email}`.execute(server.database)
        ).rows[0] ?? { id: '' };
        await setPassword(server.database, id, { passwordHash: '$argon2id$other', events: [] });
      },
    ],
    ['half an hour went by', () => expireLinks(server, 'password_reset')],
    [
      'the account was disabled',
      async () => {
        const { id } = (
          await sql<{ id: string }>`SELECT id FROM account WHERE email = ${email}`.execute(server.database)
        ).rows[0] ?? { id: '' };
        await changeAccount(server.database, id, { status: 'disabled' }, []);
      },
    ],
  ])('%s: the link is dead, though its form is open', async (_, meanwhile) => {
    const token = await person.newToken();
    await person.openLink(token);
    await meanwhile();
    const before = await person.storedState();
    expect((await person.choose(token)).status).toBe(410);
    expect((await person.openLink(token)).status).toBe(410);
    expect(await person.storedState()).toEqual(before);
  });

  test('the second of two mails still works when the first was not used; afterwards neither does', async () => {
    const first = await person.newToken();
    const second = await person.newToken();
    expect(second).not.toBe(first);
    await person.openLink(second);
    await person.choose(second);
    expect((await person.openLink(first)).status).toBe(410);
  });

  test.each([
    ['a tampered signature', (token: string) => `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`],
    ['another id with it', (token: string) => token.replace(/^[0-9a-f]{8}/, '00000000')],
    ['no signature', (token: string) => token.split('.')[0] ?? ''],
    ['something after it', (token: string) => `${token}.x`],
    ['nothing', () => ''],
    ['a long text', () => 'x'.repeat(5000)],
    ['a character of no language', () => '\uFFFD'],
  ])('%s leads nowhere, and looking consumes nothing', async (_, change) => {
    const token = await person.newToken();
    const page = await person.openLink(change(token));
    expect(page.status).toBe(410);
    for (let look = 0; look < 3; look += 1) expect((await person.openLink(token)).status).toBe(200);
    expect((await person.choose(change(token))).status).toBe(410);
    await person.openLink(token);
    expect(headingOf((await person.choose(token)).html)).toBe('Your password was changed');
  });

  test('the link of another kind of mail sets no password', async () => {
    await sql`INSERT INTO mail (account_id, kind, generation, link_expires_at)
        SELECT id, 'activation', generation, now() + interval '1 day' FROM account WHERE email = ${email}`.execute(
      server.database,
    );
    const [foreign = ''] = await linkTokens(server, email, 'activation');
    expect((await person.openLink(foreign)).status).toBe(410);
    const token = await person.newToken();
    await person.openLink(token);
    expect((await person.choose(foreign)).status).toBe(410);
  });

  test('a form from another site, or from another browser, changes nothing', async () => {
    const token = await person.newToken();
    await person.openLink(token);
    const form = person.resetForm({ token });
    const before = await person.storedState();
    const foreign = await person.post(`${server.issuer}/account/reset-password`, form, {
      Origin: 'https://evil.example',
      'Sec-Fetch-Site': 'cross-site',
    });
    expect(foreign.status).toBe(403);
    const other = newPerson(server.issuer);
    expect(headingOf((await other.post(`${server.issuer}/account/reset-password`, form)).html)).toBe(
      'Choose a new password',
    );
    expect(await person.storedState()).toEqual(before);
  });

  test('the token stays out of the log, and of what is sent on', async () => {
    const token = await person.newToken();
    const page = await person.openLink(token);
    expect(page.headers.get('referrer-policy')).toBe('strict-origin');
    expect(page.headers.get('cache-control')).toContain('no-store');
    await person.choose(token);
    expect(server.log.join('\n')).not.toContain(token.split('.')[1]);
  });
});
