/** Story: somebody reads of a sign-in that was not theirs, follows the one link in the mail, and is rid of whoever it was. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { linkTokens } from '../support/mail-links.js';
import { linkIn, type MailServer, startMailServer } from '../support/mail-server.js';
import { hiddenField, newPerson, type Person, textOf } from '../support/person.js';
import { newRelyingParty, type RelyingParty } from '../support/relying-party.js';
import { addEnrolledAccount, type EnrolledAccount, signInWithTotp, typePassword } from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

describe.each(databaseKinds)('"This wasn’t me" on %s', (kind) => {
  let server: TestServer;
  let post: MailServer;
  let party: RelyingParty;
  let anna: EnrolledAccount;
  let stranger: Person;
  let refreshToken: string | undefined;
  let link: string;
  let count = 0;

  beforeAll(async () => {
    post = await startMailServer();
    server = await startTestServer({ kind, env: { SMTP_URL: post.url } });
    party = await newRelyingParty(server, await server.addClient({ scope: 'openid email offline_access' }));
    await server.addAccount('admin@example.com', { roles: ['admin'] });
    await server.addAccount('former-admin@example.com', { roles: ['admin'], status: 'disabled' });
  });
  afterAll(async () => {
    await server?.stop();
    await post?.stop();
  });

  /** A stranger who has everything signs in, and the mail about it arrives. */
  beforeEach(async () => {
    count += 1;
    anna = await addEnrolledAccount(server, `anna-${count}@example.com`);
    await server.deliverMail();
    post.mails.length = 0;
    stranger = newPerson(server.issuer);
    const url = await party.authorizationUrl({ scope: 'openid email offline_access', prompt: 'consent' });
    const page = await signInWithTotp(server, stranger, url, anna);
    const { leftFor } = page.leftFor === undefined ? await stranger.act('allow') : page;
    refreshToken = (await party.redeem(leftFor)).refresh_token;
    expect(refreshToken).toBeDefined();
    await server.deliverMail();
    const [mail] = post.to(anna.email);
    expect(mail?.parsed.subject).toBe('New sign-in to your account');
    link = linkIn(mail ?? { text: '' });
    post.mails.length = 0;
  });

  const generation = async () => {
    const { rows } = await sql<{ generation: number; has_password: boolean }>`SELECT generation,
      password_hash IS NOT NULL AS has_password FROM account WHERE id = ${anna.account.id}::uuid`.execute(
      server.database,
    );
    return rows[0];
  };

  test('opening the link changes nothing, however often programs open it, and keeps its address to itself', async () => {
    const before = await generation();
    for (let visit = 0; visit < 3; visit += 1) {
      const page = await newPerson(server.issuer).open(link);
      expect(page.status).toBe(200);
      expect(page.headers.get('referrer-policy')).toBe('strict-origin');
      expect(page.headers.get('cache-control')).toBe('no-store');
      expect(textOf(page.html)).toContain(`It is about the account ${anna.email}`);
      expect(textOf(page.html)).toContain('New sign-in to your account');
    }
    expect(await generation()).toEqual(before);
    expect(server.log.join('\n')).not.toContain(new URL(link).searchParams.get('token'));
  });

  test('a report is about all that came before it: the link of an older mail takes no new password away', async () => {
    const [token = ''] = await linkTokens(server, anna.email, 'factor_added');
    const older = `${server.issuer}/account/not-me?${new URLSearchParams({ token })}`;
    const person = newPerson(server.issuer);
    const open = await person.open(older);
    expect(open.status).toBe(200);
    await person.open(link);
    await person.act('report', { token: new URL(link).searchParams.get('token') ?? '' });
    const reported = await generation();
    const csrf = hiddenField(open.html, 'csrf') ?? '';
    const again = await person.post(older, new URLSearchParams({ csrf, act: 'report', token }));
    expect([again.status, textOf(again.html)]).toEqual([410, expect.stringContaining('It was used already.')]);
    expect((await person.open(older)).status).toBe(410);
    expect(await generation()).toEqual(reported);
  });

  test('confirmed: the stranger is out everywhere, the password is dead, a mail leads to another, administrators are told', async () => {
    const person = newPerson(server.issuer);
    await person.open(link);
    const token = hiddenField(person.page.html, 'token') ?? '';
    const done = await person.act('report', { token });
    expect(done.status).toBe(200);
    expect(textOf(done.html)).toContain('Your account is closed to others');

    await expect(party.refresh(refreshToken)).rejects.toMatchObject({ error: 'invalid_grant' });
    const page = await stranger.open(`${server.issuer}/account`);
    expect(new URL(page.url).pathname).toMatch(/^\/interaction\//);
    const refused = await typePassword(stranger, anna.email);
    expect(refused.status).toBe(422);

    await server.deliverMail();
    expect(post.mails.map(({ recipients, parsed }) => [...recipients, parsed.subject]).toSorted()).toEqual([
      ['admin@example.com', 'A person reported that somebody else uses their account'],
      [anna.email, 'Choose a new password'],
    ]);
    const [toAdmin] = post.to('admin@example.com');
    expect(toAdmin?.text).toContain(`Account concerned: ${anna.email}`);
    const [reset] = post.to(anna.email);
    expect(linkIn(reset ?? { text: '' })).toMatch(/\/account\/reset-password\?token=/);
    const { rows } = await sql<{ type: string; detail: unknown }>`SELECT type, detail FROM audit_event
      WHERE subject_id = ${anna.account.id}::uuid ORDER BY id DESC LIMIT 5`.execute(server.database);
    expect(rows).toContainEqual({ type: 'user.compromise_reported', detail: { reported: 'new_browser' } });
  });

  test('a link works once, also when it is confirmed many times at the same moment', async () => {
    const before = await generation();
    const people = Array.from({ length: 8 }, () => newPerson(server.issuer));
    for (const person of people) await person.open(link);
    const token = new URL(link).searchParams.get('token') ?? '';
    const pages = await Promise.all(people.map((person) => person.act('report', { token })));
    expect(pages.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const page of pages.filter(({ status }) => status !== 200)) {
      expect(page.status).toBe(410);
      expect(textOf(page.html)).toContain('It was used already.');
    }
    expect(await generation()).toEqual({ generation: (before?.generation ?? 0) + 1, has_password: false });
    expect((await newPerson(server.issuer).open(link)).status).toBe(410);
  });

  test('a form from elsewhere, without this browser’s cookie, or with a token that is not ours changes nothing', async () => {
    const before = await generation();
    const token = new URL(link).searchParams.get('token') ?? '';
    const target = `${server.issuer}/account/not-me`;
    const person = newPerson(server.issuer);
    await person.open(link);
    const csrf = hiddenField(person.page.html, 'csrf') ?? '';
    const form = new URLSearchParams({ csrf, token, act: 'report' });

    const foreign = { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' };
    expect((await person.post(target, form, foreign)).status).toBe(403);
    const withoutCookie = await newPerson(server.issuer).post(target, form);
    expect(textOf(withoutCookie.html)).toContain('Was this not you?');
    for (const wrong of [
      '',
      'x',
      token.slice(0, -1),
      `${token}x`,
      token.replace(/^./, (first) => (first === '0' ? '1' : '0')),
    ]) {
      const page = await person.post(target, new URLSearchParams({ csrf, token: wrong, act: 'report' }));
      expect(page.status).toBe(410);
    }
    expect(await generation()).toEqual(before);
  });

  test('after seven days the link is dead, and the page says what to do instead', async () => {
    await sql`UPDATE mail SET link_expires_at = now() - interval '1 second' WHERE account_id = ${anna.account.id}::uuid`.execute(
      server.database,
    );
    const page = await newPerson(server.issuer).open(link);
    expect(page.status).toBe(410);
    expect(textOf(page.html)).toContain('It was good for seven days.');
    expect(page.html).toContain('href="/account/forgot-password"');
  });
});
