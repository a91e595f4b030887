/** Story: an application signs the person out (OpenID Connect RP-Initiated Logout). */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as oidc from 'openid-client';
import { headingOf, newPerson, textOf } from '../support/person.js';
import { newRelyingParty, type RelyingParty } from '../support/relying-party.js';
import { addEnrolledAccount, type EnrolledAccount, signInWithTotp } from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

const afterwards = 'http://127.0.0.1:9/signed-out';

describe.each(databaseKinds)('signing out, on %s', (kind) => {
  let server: TestServer;
  let party: RelyingParty;
  let anna: EnrolledAccount;

  beforeAll(async () => {
    server = await startTestServer({ kind });
    party = await newRelyingParty(server, await server.addClient({ post_logout_redirect_uris: [afterwards] }));
    anna = await addEnrolledAccount(server, 'anna@example.com');
  });
  afterAll(() => server?.stop());

  const logoutUrl = (parameters: Record<string, string>) => oidc.buildEndSessionUrl(party.config, parameters).href;
  const signIn = async (parameters: Record<string, string> = {}) => {
    const person = newPerson(server.issuer);
    const page = await signInWithTotp(server, person, await party.authorizationUrl(parameters), anna);
    return { person, tokens: await party.redeem(page.leftFor) };
  };

  test('the person is asked, signs out, and is back at the application; session and tokens are dead', async () => {
    const { person, tokens } = await signIn();
    const api = await party.introspect(tokens.access_token);
    expect(api.active).toBe(true);
    const page = await person.open(
      logoutUrl({ id_token_hint: tokens.id_token ?? '', post_logout_redirect_uri: afterwards, state: 'abc' }),
    );
    expect(headingOf(page.html)).toBe('Sign out?');
    expect(page.html).toContain('name="logout"');
    const back = await person.submit({ logout: 'yes' });
    expect(back.leftFor?.href).toBe(`${afterwards}?state=abc`);

    expect(
      (await person.open(await party.authorizationUrl({ prompt: 'none' }))).leftFor?.searchParams.get('error'),
    ).toBe('login_required');
    await expect(party.refresh(tokens.refresh_token)).rejects.toMatchObject({ error: 'invalid_grant' });
    expect(await party.introspect(tokens.access_token)).toEqual({ active: false });
    await expect(party.userInfo(tokens)).rejects.toThrow();
  });

  test('"Stay signed in" keeps the session', async () => {
    const { person, tokens } = await signIn();
    await person.open(logoutUrl({ id_token_hint: tokens.id_token ?? '' }));
    await person.submit();
    const silent = await person.open(await party.authorizationUrl({ prompt: 'none' }));
    expect(silent.leftFor?.searchParams.get('code')).toBeTruthy();
  });

  test('a refresh token with offline_access outlives the session, an ordinary one does not', async () => {
    const person = newPerson(server.issuer);
    const url = await party.authorizationUrl({ scope: 'openid offline_access', prompt: 'consent' });
    await signInWithTotp(server, person, url, anna);
    const tokens = await party.redeem((await person.act('allow')).leftFor);
    await person.open(logoutUrl({ id_token_hint: tokens.id_token ?? '' }));
    const page = await person.submit({ logout: 'yes' });
    expect(headingOf(page.html)).toBe('You are signed out');
    const fresh = await party.refresh(tokens.refresh_token);
    expect(fresh.claims()).toMatchObject({ amr: ['pwd', 'otp', 'mfa'], auth_time: tokens.claims()?.auth_time });
  });

  test('signing out in one browser ends nothing in another', async () => {
    const one = await signIn();
    const other = await signIn();
    await one.person.open(logoutUrl({ id_token_hint: one.tokens.id_token ?? '' }));
    await one.person.submit({ logout: 'yes' });
    expect(
      (await other.person.open(await party.authorizationUrl({ prompt: 'none' }))).leftFor?.searchParams.get('code'),
    ).toBeTruthy();
    expect((await party.refresh(other.tokens.refresh_token)).access_token).toBeTruthy();
  });

  test('an address that is not registered is refused, and nobody is signed out', async () => {
    const { person, tokens } = await signIn();
    const hint = tokens.id_token ?? '';
    const page = await person.open(
      logoutUrl({ id_token_hint: hint, post_logout_redirect_uri: 'https://evil.example/' }),
    );
    expect(page.status).toBe(400);
    expect(page.leftFor).toBeUndefined();
    expect(
      (await person.open(await party.authorizationUrl({ prompt: 'none' }))).leftFor?.searchParams.get('code'),
    ).toBeTruthy();
  });

  test('the form of one browser does not sign out another (CSRF)', async () => {
    const { person } = await signIn();
    const page = await person.post(
      `${server.issuer}/logout/confirm`,
      new URLSearchParams({ xsrf: 'guess', logout: 'yes' }),
    );
    expect(page.status).toBe(400);
    expect(textOf(page.html)).not.toContain('You are signed out');
    expect(
      (await person.open(await party.authorizationUrl({ prompt: 'none' }))).leftFor?.searchParams.get('code'),
    ).toBeTruthy();
  });
});
