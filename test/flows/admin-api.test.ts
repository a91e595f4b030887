/** Story: an administrator looks after people's accounts from an application of theirs; what they do is what the people then meet. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { type AdminApp, callApi, newAdminApp, outcomeOf, type Reply } from '../support/admin-api.js';
import { assuranceOf, passwordOnly, twoFactors } from '../support/assurance.js';
import { newForgetfulPerson } from '../support/forgetful-person.js';
import { linkIn, type MailServer, startMailServer } from '../support/mail-server.js';
import { agePassword } from '../support/past.js';
import { headingOf, newPerson, textOf } from '../support/person.js';
import { newRelyingParty, type RelyingParty } from '../support/relying-party.js';
import {
  addEnrolledAccount,
  type EnrolledAccount,
  enrol,
  signInWithPassword,
  signInWithTotp,
  typePassword,
  typeTotp,
} from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

const reason = 'called back on the number in the directory';
const setUpHeading = 'Set up two-factor authentication';

describe.each(databaseKinds)('on %s', (kind) => {
  let server: TestServer;
  let post: MailServer;
  let app: AdminApp;
  let party: RelyingParty;
  let root: EnrolledAccount;
  let token: string;
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
    app = await newAdminApp(server);
    party = await newRelyingParty(
      server,
      await server.addClient({ client_name: 'Wiki', scope: 'openid email offline_access' }),
    );
    root = await addEnrolledAccount(server, 'root@example.com', { roles: ['super_admin'] });
    token = await app.tokenOf(root);
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

  const call = (method: string, path: string, body?: object, by = token): Promise<Reply> =>
    callApi(server, by, method, path, body === undefined ? {} : { body });
  async function answered(method: string, path: string, body?: object): Promise<Record<string, unknown>> {
    const reply = await call(method, path, body);
    if (reply.status >= 400) throw new Error(`${reply.status} ${reply.text}`);
    return reply.text === '' ? {} : JSON.parse(reply.text);
  }
  async function mailsTo(address: string) {
    await server.deliverMail();
    return post.to(address);
  }
  const refreshes = (refreshToken: string | undefined) =>
    party.refresh(refreshToken).then(
      () => true,
      () => false,
    );
  const url = () => party.authorizationUrl({ scope: 'openid offline_access', prompt: 'consent' });

  test('an account made without a password: the person chooses one with the mail, and sets up the second factor that is required', async () => {
    const made = await answered('POST', '/users', { email, name: 'Anna', roles: ['editor'] });
    expect(made).toMatchObject({ email, roles: ['editor'], status: 'active', mfa_required: true });
    const [mail, ...others] = await mailsTo(email);
    expect(others).toEqual([]);
    expect(mail?.parsed.subject).toBe('Choose your password');
    expect(mail?.parsed.text).toContain('An administrator made an account for you');
    expect(mail?.parsed.text).not.toContain('30 minutes');

    const person = newForgetfulPerson(server, email);
    const link = mail === undefined ? '' : linkIn(mail);
    await person.open(link);
    const password = 'plum harvest violin 42';
    const done = await person.choose(new URL(link).searchParams.get('token') ?? '', { new_password: password });
    expect(done.status).toBeLessThan(400);
    const browser = newPerson(server.issuer);
    const page = await signInWithPassword(browser, await party.authorizationUrl(), email, password);
    expect(headingOf(page.html)).toBe(setUpHeading);
    const { page: finished } = await enrol(server, browser);
    expect(assuranceOf((await party.redeem(finished.leftFor)).claims())).toEqual(twoFactors);
    expect(await answered('GET', `/users/${String(made.id)}`)).toMatchObject({
      mfa_enabled: true,
      backup_codes_remaining: 10,
    });
  });

  test('a lost phone: after the reset everything is signed out, and the password alone leads to the setup and nowhere else', async () => {
    const anna = await addEnrolledAccount(server, email);
    const browser = newPerson(server.issuer);
    await signInWithTotp(server, browser, await url(), anna);
    const tokens = await party.redeem((await browser.act('allow')).leftFor);
    await server.deliverMail();
    post.mails.length = 0;

    const path = `/users/${anna.account.id}/mfa/reset`;
    expect(await answered('POST', path, { reason })).toMatchObject({ mfa_enabled: false, mfa_grace_ends_at: null });
    expect(await refreshes(tokens.refresh_token)).toBe(false);
    expect(await party.introspect(tokens.access_token)).toEqual({ active: false });
    const [mail] = await mailsTo(email);
    expect(mail?.parsed.subject).toBe('Two-factor authentication was reset');
    expect(mail?.parsed.text).toContain('An administrator did this.');
    expect(mail?.parsed.text).not.toContain(reason);

    const page = await signInWithPassword(browser, await party.authorizationUrl(), email);
    expect(headingOf(page.html)).toBe(setUpHeading);
    expect(textOf(page.html)).not.toContain('Not now');
    const { page: finished } = await enrol(server, browser);
    expect(assuranceOf((await party.redeem(finished.leftFor)).claims())).toEqual(twoFactors);
  });

  test('disabled, then grace until tomorrow: the person goes on without a second factor, and is reminded', async () => {
    const anna = await addEnrolledAccount(server, email);
    await answered('POST', `/users/${anna.account.id}/mfa/disable`, { reason });
    const browser = newPerson(server.issuer);
    const page = await signInWithPassword(browser, await party.authorizationUrl(), email);
    expect(headingOf(page.html)).toBe(setUpHeading);

    const until = new Date(Date.now() + 86_400_000).toISOString();
    const extended = await answered('POST', `/users/${anna.account.id}/mfa/extend-grace`, { until, reason });
    expect(extended.mfa_grace_ends_at).toBe(until);
    const later = newPerson(server.issuer);
    await signInWithPassword(later, await party.authorizationUrl(), email);
    const tokens = await party.redeem((await later.act('not_now')).leftFor);
    expect(assuranceOf(tokens.claims())).toEqual(passwordOnly);
  });

  test('too many wrong codes and passwords: after the unlock the right ones work again', async () => {
    const anna = await addEnrolledAccount(server, email);
    const browser = newPerson(server.issuer);
    await signInWithPassword(browser, await party.authorizationUrl(), email);
    for (let guess = 0; guess < 3; guess += 1) await browser.act('verify_factor', { code: '000000' });
    const stranger = newPerson(server.issuer);
    await stranger.open(await party.authorizationUrl());
    for (let guess = 0; guess < 3; guess += 1) await typePassword(stranger, email, 'not the password at all');
    expect((await typePassword(stranger, email)).status).toBe(429);

    await answered('POST', `/users/${anna.account.id}/unlock`);
    const page = await signInWithTotp(server, newPerson(server.issuer), await party.authorizationUrl(), anna);
    expect(assuranceOf((await party.redeem(page.leftFor)).claims())).toEqual(twoFactors);
  });

  test('one session is ended and the other goes on; then all of them', async () => {
    const anna = await addEnrolledAccount(server, email);
    await answered('DELETE', `/users/${anna.account.id}/sessions`);
    const phone = newPerson(server.issuer, { 'User-Agent': 'Phone/1.0' });
    const laptop = newPerson(server.issuer, { 'User-Agent': 'Laptop/1.0' });
    const tokensOf = async (browser: typeof phone) => {
      await signInWithTotp(server, browser, await url(), anna);
      return party.redeem((await browser.act('allow')).leftFor);
    };
    const [onPhone, onLaptop] = [await tokensOf(phone), await tokensOf(laptop)];
    const path = `/users/${anna.account.id}/sessions`;
    const { data } = (await answered('GET', path)) as { data: { id: string; user_agent: string; clients: object[] }[] };
    expect(data.map((session) => session.user_agent).toSorted()).toEqual(['Laptop/1.0', 'Phone/1.0']);
    expect(data[0]?.clients).toEqual([{ id: party.clientId, name: 'Wiki' }]);
    for (const { id } of data) expect([...phone.cookies.values(), ...laptop.cookies.values()].join()).not.toContain(id);

    const lost = data.find((session) => session.user_agent === 'Phone/1.0')?.id ?? '';
    await answered('DELETE', `${path}?session=${encodeURIComponent(lost)}`);
    expect(await refreshes(onPhone.refresh_token)).toBe(false);
    expect(await refreshes(onLaptop.refresh_token)).toBe(true);
    expect(headingOf((await phone.open(await party.authorizationUrl())).html)).toBe('Sign in');
    expect((await laptop.open(await party.authorizationUrl())).leftFor).toBeDefined();
    // Somebody else's session is none of this account.
    const own = (await answered('GET', `/users/${root.account.id}/sessions`)) as { data: { id: string }[] };
    const other = encodeURIComponent(own.data[0]?.id ?? '');
    expect(outcomeOf(await call('DELETE', `${path}?session=${other}`))).toBe('404 session_not_found');

    await answered('DELETE', path);
    expect(await answered('GET', path)).toEqual({ data: [] });
    expect(headingOf((await laptop.open(await party.authorizationUrl())).html)).toBe('Sign in');
  });

  test('someone leaves: disabled, nothing of theirs works; enabled, they sign in again; removed, the address is free', async () => {
    const anna = await addEnrolledAccount(server, email);
    const path = `/users/${anna.account.id}`;
    const page = await signInWithTotp(server, newPerson(server.issuer), await party.authorizationUrl(), anna);
    const tokens = await party.redeem(page.leftFor);
    await answered('PATCH', path, { status: 'disabled' });
    expect(await party.introspect(tokens.access_token)).toEqual({ active: false });
    const refused = await signInWithPassword(newPerson(server.issuer), await party.authorizationUrl(), email);
    expect(headingOf(refused.html)).toBe('Sign in');

    await answered('PATCH', path, { status: 'active' });
    const again = await signInWithTotp(server, newPerson(server.issuer), await party.authorizationUrl(), anna);
    expect(again.leftFor?.searchParams.has('code')).toBe(true);

    await answered('DELETE', path);
    expect(outcomeOf(await call('GET', path))).toBe('404 account_not_found');
    expect(await answered('POST', '/users', { email, password: 'plum harvest violin 42' })).toMatchObject({ email });
  });

  test('a token that has grown old is sent to a new sign-in, which then suffices', async () => {
    const anna = await addEnrolledAccount(server, email);
    const browser = newPerson(server.issuer);
    const asked = { scope: 'openid admin', resource: `${server.issuer}/api` };
    await browser.open(await app.party.authorizationUrl(asked));
    await typePassword(browser, root.email);
    await agePassword(server, 400);
    const old = await app.party.redeem((await typeTotp(server, browser, root.seed)).leftFor);
    const path = `/users/${anna.account.id}/mfa/disable`;
    const refused = await call('POST', path, { reason }, old.access_token);
    expect(outcomeOf(refused)).toBe('401 insufficient_user_authentication');
    const challenge = refused.headers.get('www-authenticate') ?? '';
    const said = (name: string) => new RegExp(`${name}="([^"]+)"`).exec(challenge)?.[1] ?? '';

    const again = { ...asked, acr_values: said('acr_values'), max_age: said('max_age') };
    await browser.open(await app.party.authorizationUrl(again));
    await typePassword(browser, root.email);
    const fresh = await app.party.redeem((await typeTotp(server, browser, root.seed)).leftFor);
    expect(outcomeOf(await call('POST', path, { reason }, fresh.access_token))).toBe('200');
  });

  test('whoever asks later finds who did what to whom, why, and by which application', async () => {
    const anna = await addEnrolledAccount(server, email);
    await answered('POST', `/users/${anna.account.id}/mfa/reset`, { reason });
    await answered('PATCH', `/users/${anna.account.id}`, { roles: ['admin'] });
    const query = `user_id=${anna.account.id}&actor_id=${root.account.id}`;
    const { data } = (await answered('GET', `/audit-events?${query}`)) as { data: object[] };
    expect(data).toMatchObject([
      { type: 'admin.role_changed', detail: { from: [], to: ['admin'] } },
      { type: 'user.updated', detail: { fields: ['roles'] } },
      { type: 'mfa.reset', detail: { reason }, client_id: app.party.clientId, ip: '127.0.0.1', outcome: 'success' },
    ]);
    const export_ = await callApi(server, token, 'GET', `/audit-events?${query}`, { headers: { Accept: 'text/csv' } });
    expect(export_.text.split('\r\n')).toHaveLength(5);
    expect(export_.headers.get('cache-control')).toBe('no-store');
    const { rows } = await sql<{ text: string }>`SELECT audit_event::text AS text FROM audit_event`.execute(
      server.database,
    );
    expect([...server.log, ...rows.map(({ text }) => text)].join()).not.toContain(token);
  });
});
