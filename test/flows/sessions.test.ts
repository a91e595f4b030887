/** Story: someone looks where they are signed in, and ends what should not be. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { headingOf, hiddenField, newPerson, type Page, type Person, textOf } from '../support/person.js';
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

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const safari =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1';

describe.each(databaseKinds)('sessions, on %s', (kind) => {
  let server: TestServer;
  let party: RelyingParty;
  let anna: EnrolledAccount;
  let laptop: Person;
  let phone: Person;
  let count = 0;

  beforeAll(async () => {
    server = await startTestServer({ kind, env: { MFA_DAILY_ATTEMPTS: '3' } });
    party = await newRelyingParty(server, await server.addClient({ client_name: 'Calendar' }));
  });
  afterAll(() => server?.stop());

  beforeEach(async () => {
    count += 1;
    anna = await addEnrolledAccount(server, `anna-${count}@example.com`);
    // The browser of the set-up, which no story uses, is out of the way.
    await sql`DELETE FROM oidc_record WHERE account_id = ${anna.account.id}::uuid`.execute(server.database);
    await sql`DELETE FROM known_browser WHERE account_id = ${anna.account.id}::uuid`.execute(server.database);
    laptop = newPerson(server.issuer, { 'User-Agent': firefox });
    phone = newPerson(server.issuer, { 'User-Agent': safari });
  });

  const page = () => `${server.issuer}/account/sessions`;
  const tokensOf = async (person: Person, parameters: Record<string, string> = {}) =>
    party.redeem((await signInWithTotp(server, person, await party.authorizationUrl(parameters), anna)).leftFor);
  const apiTokenOf = async (person: Person) => {
    const url = await party.authorizationUrl({ scope: 'openid account', resource: `${server.issuer}/api` });
    return (await party.redeem((await person.open(url)).leftFor)).access_token;
  };
  const apiStatus = async (token: string) => {
    const headers = { Authorization: `Bearer ${token}` };
    return (await fetch(`${server.issuer}/api/users/${anna.account.id}`, { headers })).status;
  };
  /** For a browser that is signed in: with a refresh token that outlives an ordinary sign-out. */
  const lastingTokensOf = async (person: Person) => {
    await person.open(await party.authorizationUrl({ scope: 'openid offline_access', prompt: 'consent' }));
    return party.redeem((await person.act('allow')).leftFor);
  };
  const isAskedToSignIn = ({ url, html }: Page) => /\/interaction\//.test(url) && headingOf(html) === 'Sign in';

  test('the list names both browsers in words, with address, times and applications, and says which is this one', async () => {
    await tokensOf(laptop);
    await tokensOf(phone);
    const { html } = await laptop.open(page());
    const sessions = sectionsOf(html)[0] ?? '';
    const [own = '', other = ''] = entriesOf(sessions);
    expect(textOf(own)).toContain('Firefox on Linux This browser');
    expect(textOf(own)).toMatch(/Signed in \d+ \w+ \d{4}, \d\d:\d\d UTC From 127\.0\.0\.1/);
    expect(own).not.toContain('value="sign_out"');
    expect(textOf(other)).toMatch(
      /^Safari on iPhone Signed in .* Last used \d+ \w+ \d{4}, \d\d:\d\d UTC Applications: Calendar/,
    );
    expect(other).toContain('value="sign_out"');
    expect(other).toMatch(/<time datetime="\d{4}-\d\d-\d\dT[\d:.]+Z">/);
    expect(entriesOf(sectionsOf(html)[2] ?? '').map(textOf)).toEqual([
      expect.stringMatching(/^Safari on iPhone First seen .* Last sign-in .* Forget this browser/),
      expect.stringMatching(/^Firefox on Linux This browser First seen /),
    ]);
  });

  test('nothing on the page is what a browser holds, or opens anything', async () => {
    await tokensOf(laptop);
    await tokensOf(phone);
    const { html } = await laptop.open(page());
    for (const person of [laptop, phone]) {
      for (const [, { value }] of person.cookies) if (value.length > 20) expect(html).not.toContain(value);
    }
    const id = hiddenField(sectionsOf(html)[0] ?? '', 'session') ?? '';
    const stranger = newPerson(server.issuer);
    stranger.cookies.set('countersign_session /', { value: id, path: '/' });
    expect(isAskedToSignIn(await stranger.open(page()))).toBe(true);
  });

  test('signing one out ends its pages, its tokens with offline_access and without, and nothing of this one', async () => {
    await tokensOf(laptop);
    const own = await lastingTokensOf(laptop);
    const bound = await tokensOf(phone);
    const lasting = await lastingTokensOf(phone);
    const [ownApi, phoneApi] = [await apiTokenOf(laptop), await apiTokenOf(phone)];
    expect([await apiStatus(ownApi), await apiStatus(phoneApi)]).toEqual([200, 200]);

    const { html } = await laptop.open(page());
    const id = hiddenField(sectionsOf(html)[0] ?? '', 'session') ?? '';
    const after = await laptop.act('sign_out', { session: id });
    expect(textOf(after.html)).toContain('The session was signed out.');
    expect(textOf(after.html)).toContain('You are signed in nowhere else.');

    expect(isAskedToSignIn(await phone.open(page()))).toBe(true);
    for (const { refresh_token: token } of [bound, lasting]) {
      await expect(party.refresh(token)).rejects.toMatchObject({ error: 'invalid_grant' });
    }
    expect(await party.introspect(lasting.access_token)).toEqual({ active: false });
    expect([await apiStatus(ownApi), await apiStatus(phoneApi)]).toEqual([200, 401]);
    expect((await party.refresh(own.refresh_token)).access_token).toBeTruthy();
    expect(await eventsOf('session.revoked')).toEqual([
      { actor_id: anna.account.id, outcome: 'success', detail: {}, user_agent: firefox },
    ]);
  });

  test('a sign-in that an ended session had begun to step up leads back to the password', async () => {
    const paul = await server.addAccount(`paul-${count}@example.com`);
    await signInWithPassword(laptop, await party.authorizationUrl(), paul.email);
    await signInWithPassword(phone, await party.authorizationUrl(), paul.email);
    const stepUp = await phone.open(await party.authorizationUrl({ acr_values: 'urn:countersign:acr:mfa' }));
    expect(headingOf(stepUp.html)).toBe('Set up two-factor authentication');
    const { html } = await laptop.open(page());
    await laptop.act('sign_out', { session: hiddenField(sectionsOf(html)[0] ?? '', 'session') ?? '' });
    expect(headingOf((await phone.open(stepUp.url)).html)).toBe('This page has expired');
  });

  test('signing out everywhere keeps this browser alone; with the box, not even this one', async () => {
    await tokensOf(laptop);
    await tokensOf(phone);
    const lasting = await lastingTokensOf(phone);
    await laptop.open(page());
    const after = await laptop.act('sign_out_everywhere');
    expect(textOf(after.html)).toContain('You are signed out everywhere else.');
    expect(entriesOf(sectionsOf(after.html)[2] ?? '')).toHaveLength(1);
    expect(isAskedToSignIn(await phone.open(page()))).toBe(true);
    await expect(party.refresh(lasting.refresh_token)).rejects.toMatchObject({ error: 'invalid_grant' });
    expect(
      (await laptop.open(await party.authorizationUrl({ prompt: 'none' }))).leftFor?.searchParams.get('code'),
    ).toBeTruthy();

    await laptop.open(page());
    const gone = await laptop.act('sign_out_everywhere', { here: 'yes' });
    expect(headingOf(gone.html)).toBe('You are signed out');
    expect(isAskedToSignIn(await laptop.open(page()))).toBe(true);
  });

  test('a forgotten browser has the budget of strangers; the one that is still known keeps its own', async () => {
    await tokensOf(laptop);
    await tokensOf(phone);
    // Strangers use up what they have.
    const stranger = newPerson(server.issuer);
    await stranger.open(await party.authorizationUrl());
    await typePassword(stranger, anna.email);
    for (let guess = 0; guess < 3; guess += 1) await stranger.act('verify_factor', { code: '000000' });

    await laptop.open(page());
    const browsers = sectionsOf(laptop.page.html)[2] ?? '';
    const id = hiddenField(entriesOf(browsers)[0] ?? '', 'browser') ?? '';
    const after = await laptop.act('forget_browser', { browser: id });
    expect(textOf(after.html)).toContain('The browser was forgotten.');
    expect(entriesOf(sectionsOf(after.html)[2] ?? '').map(textOf)).toEqual([
      expect.stringContaining('Firefox on Linux'),
    ]);
    expect(await eventsOf('browser.forgotten')).toHaveLength(1);

    const enter = async (person: Person) => {
      await person.open(await party.authorizationUrl({ prompt: 'login' }));
      await typePassword(person, anna.email);
      return person.act('verify_factor', { code: totpCode(server, anna.seed) });
    };
    expect((await enter(phone)).status).toBe(429);
    expect((await enter(laptop)).leftFor).toBeDefined();
    server.clock.move(30);
  });

  test('a browser that signs in again stays the one that was first seen when it was', async () => {
    await tokensOf(laptop);
    await sql`UPDATE known_browser SET created_at = created_at - interval '400 days' WHERE account_id = ${anna.account.id}::uuid`.execute(
      server.database,
    );
    await signInWithTotp(server, laptop, await party.authorizationUrl({ prompt: 'login' }), anna);
    const { html } = await laptop.open(page());
    const year = new Date(Date.now() - 400 * 86_400_000).getUTCFullYear();
    expect(entriesOf(sectionsOf(html)[2] ?? '').map(textOf)).toEqual([
      expect.stringMatching(new RegExp(`First seen \\d+ \\w+ ${year},`)),
    ]);
  });

  async function eventsOf(type: string) {
    const { rows } = await sql`SELECT actor_id, outcome, detail, user_agent FROM audit_event
      WHERE type = ${type} AND subject_id = ${anna.account.id}::uuid`.execute(server.database);
    return rows;
  }
});

function sectionsOf(html: string): string[] {
  return html.match(/<section[\s\S]*?<\/section>/g) ?? [];
}

function entriesOf(section: string): string[] {
  return section.split('<li class="entry">').slice(1);
}
