/** Story: an administrator looks after people's accounts in the console, by its forms; what they do is what the people then meet. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { linkIn, type MailServer, startMailServer } from '../support/mail-server.js';
import { ownBrowser } from '../support/own-account.js';
import {
  headingOf,
  hiddenField,
  newPerson,
  type Person,
  scannedSeed,
  shownBackupCodes,
  textOf,
} from '../support/person.js';
import { newRelyingParty, type RelyingParty } from '../support/relying-party.js';
import {
  addEnrolledAccount,
  type EnrolledAccount,
  signInWithPassword,
  signInWithTotp,
  totpCode,
  typePassword,
} from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

const reason = 'called back on the number in the directory';
const setUpHeading = 'Set up two-factor authentication';

describe.each(databaseKinds)('on %s', (kind) => {
  let server: TestServer;
  let post: MailServer;
  let party: RelyingParty;
  let root: EnrolledAccount;
  let admin: Person;
  let email: string;
  let count = 0;

  beforeAll(async () => {
    post = await startMailServer();
    server = await startTestServer({
      kind,
      env: {
        ...{ SMTP_URL: post.url, MAIL_FROM: 'id@example.com', RATE_LIMIT: 'off' },
        ...{ REQUIRE_MFA: 'true', MFA_GRACE_PERIOD_DAYS: '0', MFA_DAILY_ATTEMPTS: '3', LOCKOUT_THRESHOLD: '3' },
      },
    });
    party = await newRelyingParty(server, await server.addClient({ client_name: 'Wiki' }));
    root = await addEnrolledAccount(server, 'root@example.com', { roles: ['super_admin'] });
    admin = await ownBrowser(server, root);
  });
  afterAll(async () => {
    await server?.stop();
    await post?.stop();
  });
  beforeEach(() => {
    count += 1;
    email = `anna-${count}@example.com`;
    post.mails.length = 0;
  });

  const userUrl = ({ id }: { readonly id: string }, page = '') => `${server.issuer}/admin/users/${id}${page}`;
  async function mailsTo(address: string) {
    await server.deliverMail();
    return post.to(address);
  }
  const read = async (id: string) => textOf((await admin.open(userUrl({ id }))).html);

  test('the page of an account says how it stands, and shows nothing secret', async () => {
    const anna = await addEnrolledAccount(server, email, { name: 'Anna Berg', roles: ['editor'] });
    const { html } = await admin.open(userUrl(anna.account));
    const text = textOf(html);
    for (const fact of ['Active', 'Anna Berg', 'editor', 'On since', '10 codes left', 'Phone', 'mfa.enabled']) {
      expect(text).toContain(fact);
    }
    expect(html).toContain(`/admin/audit?user_id=${anna.account.id}`);
    for (const button of ['Disable MFA', 'Reset MFA', 'Enrol MFA']) expect(text).toContain(button);
    expect(html).not.toContain(anna.seed);
    for (const code of anna.backupCodes) expect(html).not.toContain(code);
  });

  test('an account made without a password: the person gets a mail to choose one', async () => {
    await admin.open(`${server.issuer}/admin/users/new`);
    const page = await admin.act('create_user', { email, name: 'Anna', roles: 'editor author' });
    const text = textOf(page.html);
    expect(text).toContain('The account was made.');
    expect(text).toContain('author , editor');
    const [mail] = await mailsTo(email);
    expect(mail?.parsed.subject).toBe('Choose your password');
    expect(mail && linkIn(mail)).toContain('/account/reset-password');
  });

  test.each([
    [{ email: 'no address' }, 'This is not an e-mail address.', 'email'],
    [{ email: 'root@example.com' }, 'There is an account with this e-mail address already.', 'email'],
    [{ roles: 'Not A Role!' }, 'A role has 1 to 40 small letters', 'roles'],
    [{ name: 'x'.repeat(201) }, 'The name is too long.', 'name'],
    [{ new_password: 'tiny-one' }, 'This password is too short', 'new_password'],
  ])('an account is not made of %j, and what was typed stays', async (fields, sentence, field) => {
    await admin.open(`${server.issuer}/admin/users/new`);
    const page = await admin.act('create_user', { email, name: 'Anna', ...fields });
    expect([409, 422]).toContain(page.status);
    expect(page.html).toMatch(/<title>Error: /);
    expect(textOf(page.html)).toContain(sentence);
    expect(page.html).toMatch(new RegExp(`<input[^>]*name="${field}"[^>]*aria-invalid`));
    expect(page.html).not.toContain('tiny-one');
  });

  test('an app is handed over: its key is shown once, and the person confirms it with its first code', async () => {
    const { id } = await server.addAccount(email);
    await admin.open(userUrl({ id }, '/enrol-mfa'));
    const form = new URLSearchParams({
      act: 'enrol_mfa',
      reason,
      replaces: '',
      csrf: hiddenField(admin.page.html, 'csrf') ?? '',
    });
    const shown = await admin.act('enrol_mfa', { reason, replaces: '' });
    const seed = scannedSeed(shown.html);
    expect(shown.html).toContain('<svg');
    expect(textOf(shown.html)).toContain(seed.replace(/.{4}(?=.)/g, '$& '));
    expect(shown.headers.get('cache-control')).toBe('no-store');
    const [mail] = await mailsTo(email);
    expect(mail?.parsed.text).not.toContain(seed);

    const again = await admin.post(userUrl({ id }, '/enrol-mfa'), form);
    expect(again.status).toBe(409);
    expect(textOf(again.html)).toContain('It was shown once and is not shown again.');
    expect(again.html).not.toContain('otpauth:');
    expect(await read(id)).toContain('An app waits for its first code until');

    const person = newPerson(server.issuer);
    await signInWithPassword(person, await party.authorizationUrl(), email);
    expect(headingOf(person.page.html)).toBe('Confirm your authenticator app');
    const confirmed = await person.act('confirm_enrolment', { code: totpCode(server, seed), name: '' });
    server.clock.move(30);
    expect(shownBackupCodes(confirmed.html)).toHaveLength(10);
    expect(await read(id)).toContain('On since');
  });

  test('a lost app is made anew, when whoever does it saw that one waits', async () => {
    const { id } = await server.addAccount(email);
    await admin.open(userUrl({ id }, '/enrol-mfa'));
    const first = scannedSeed((await admin.act('enrol_mfa', { reason, replaces: '' })).html);
    const form = await admin.open(userUrl({ id }, '/enrol-mfa'));
    expect(textOf(form.html)).toContain('An app that was handed over waits already.');
    const page = await admin.act('enrol_mfa', { reason, replaces: hiddenField(form.html, 'replaces') ?? '' });
    expect(scannedSeed(page.html)).not.toBe(first);
  });

  test('more time: until the end of the day that was chosen the password suffices', async () => {
    const { id } = await server.addAccount(email);
    const person = newPerson(server.issuer);
    expect(headingOf((await signInWithPassword(person, await party.authorizationUrl(), email)).html)).toBe(
      setUpHeading,
    );
    const form = await admin.open(userUrl({ id }, '/extend-grace'));
    const until = hiddenField(form.html, 'until') ?? '';
    const page = await admin.act('extend_grace', { until, reason });
    expect(textOf(page.html)).toContain('The grace period was extended.');
    expect(page.html).toContain(`datetime="${until}T23:59:00.000Z"`);
    const later = newPerson(server.issuer);
    await signInWithPassword(later, await party.authorizationUrl(), email);
    expect((await later.act('not_now')).leftFor).toBeDefined();
  });

  test.each(['', 'tomorrow', '2026-02-31', '1999-01-01', '2999-01-01', '0'])(
    'the last day cannot be %j',
    async (until) => {
      const { id } = await server.addAccount(email);
      await admin.open(userUrl({ id }, '/extend-grace'));
      const page = await admin.act('extend_grace', { until, reason });
      expect(page.status).toBe(422);
      expect(page.html).toMatch(/<input[^>]*name="until"[^>]*aria-invalid/);
      expect(textOf(page.html)).toContain('Choose a day in the next 90 days.');
      expect(page.html).toContain(`${reason}</textarea>`);
    },
  );

  test('locked out by wrong passwords and codes: the page says so, and after the unlock the right ones work', async () => {
    const anna = await addEnrolledAccount(server, email);
    const browser = newPerson(server.issuer);
    await signInWithPassword(browser, await party.authorizationUrl(), email);
    for (let guess = 0; guess < 3; guess += 1) await browser.act('verify_factor', { code: '000000' });
    const stranger = newPerson(server.issuer);
    await stranger.open(await party.authorizationUrl());
    for (let guess = 0; guess < 3; guess += 1) await typePassword(stranger, email, 'not the password at all');
    const text = await read(anna.account.id);
    expect(text).toContain('Locked out');
    expect(text).toContain('at least one place is locked out until');
    expect(text).toContain('at least one browser is refused until');

    await admin.open(userUrl(anna.account, '/unlock'));
    expect(textOf((await admin.act('unlock')).html)).toContain('Wrong passwords and codes are forgotten.');
    expect(await read(anna.account.id)).toContain('Nothing stands in the way of signing in.');
    const page = await signInWithTotp(server, newPerson(server.issuer), await party.authorizationUrl(), anna);
    expect(page.leftFor).toBeDefined();
  });

  test('one session is signed out and the other goes on; then all of them', async () => {
    const anna = await addEnrolledAccount(server, email);
    await admin.open(userUrl(anna.account, '/sessions'));
    await admin.act('sign_out_everywhere');
    const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:149.0) Gecko/20100101 Firefox/149.0';
    const phone = newPerson(server.issuer);
    const laptop = newPerson(server.issuer, { 'User-Agent': firefox });
    for (const browser of [phone, laptop]) {
      await signInWithTotp(server, browser, await party.authorizationUrl(), anna);
    }
    const { html } = await admin.open(userUrl(anna.account, '/sessions'));
    const row = html.split('<tr').find((part) => part.includes('Firefox on Linux')) ?? '';
    const page = await admin.act('sign_out', { session: hiddenField(row, 'session') ?? '' });
    expect(textOf(page.html)).toContain('The session was signed out.');
    expect(headingOf((await laptop.open(await party.authorizationUrl())).html)).toBe('Sign in');
    expect((await phone.open(await party.authorizationUrl())).leftFor).toBeDefined();

    await admin.open(userUrl(anna.account, '/sessions'));
    expect(textOf((await admin.act('sign_out_everywhere')).html)).toContain('Signed in nowhere.');
    expect(headingOf((await phone.open(await party.authorizationUrl())).html)).toBe('Sign in');
  });

  test('someone waits for approval: let in, they are told by mail', async () => {
    const { id } = await server.addAccount(email, { status: 'pending' });
    await admin.open(userUrl({ id }, '/change'));
    const page = await admin.act('change_user', { name: 'Anna', roles: 'editor', status: 'active' });
    const text = textOf(page.html);
    expect(text).toContain('The account was changed.');
    expect(text).toContain('editor');
    expect((await mailsTo(email)).map(({ parsed }) => parsed.subject)).toEqual(['Your account was activated']);
  });

  test('what somebody else changed while the form was open stays', async () => {
    const { id } = await server.addAccount(email, { roles: ['editor'] });
    await admin.open(userUrl({ id }, '/change'));
    const was = { was_name: '', was_roles: 'editor', was_status: 'active' };
    await sql`UPDATE account SET status = 'disabled' WHERE id = ${id}::uuid`.execute(server.database);
    await admin.act('change_user', { ...was, name: 'Anna', roles: 'editor', status: 'active' });
    const text = await read(id);
    expect(text).toContain('Anna');
    expect(text).toContain('Disabled');
  });

  test('an account is removed only when its address is typed', async () => {
    const { id } = await server.addAccount(email);
    await admin.open(userUrl({ id }, '/delete'));
    const page = await admin.act('delete_user', { email: 'other@example.com' });
    expect(page.status).toBe(422);
    expect(textOf(page.html)).toContain('This is not the address of the account.');
    await admin.act('delete_user', { email: email.toUpperCase() });
    expect((await admin.open(userUrl({ id }))).status).toBe(404);
  });

  test('one’s own account: what nobody does to themselves is shown, and cannot be pressed', async () => {
    const { html } = await admin.open(userUrl(root.account));
    for (const name of ['Disable MFA', 'Reset MFA', 'Enrol MFA', 'Delete']) {
      expect(html).toMatch(new RegExp(`<button[^>]*disabled[^>]*>${name}</button>`));
    }
    expect(textOf(html)).toContain('Nobody can do this to their own account: ask another administrator.');
    await admin.open(userUrl(root.account, '/change'));
    const text = textOf((await admin.act('change_user', { name: 'Root', roles: 'x', status: 'disabled' })).html);
    expect(text).toContain('Root');
    expect(text).toContain('super_admin');
    expect(text).toContain('Active');
  });

  test('the page is Dutch for who reads Dutch', async () => {
    const { id } = await server.addAccount(email);
    await sql`UPDATE account SET locale = 'nl' WHERE id = ${root.account.id}::uuid`.execute(server.database);
    expect(await read(id)).toContain('Uitstel verlengen');
    await sql`UPDATE account SET locale = NULL WHERE id = ${root.account.id}::uuid`.execute(server.database);
  });
});
