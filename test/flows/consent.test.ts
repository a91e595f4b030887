/** Story: a relying party that is not our own asks for access; the person allows it, or does not. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { agePassword } from '../support/past.js';
import { headingOf, newPerson, textOf } from '../support/person.js';
import { newRelyingParty, type RelyingParty } from '../support/relying-party.js';
import {
  addEnrolledAccount,
  type EnrolledAccount,
  signInWithTotp,
  totpCode,
  typePassword,
} from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

describe.each(databaseKinds)('consent, on %s', (kind) => {
  let server: TestServer;
  let anna: EnrolledAccount;
  let party: RelyingParty;

  beforeAll(async () => {
    server = await startTestServer({ kind });
    anna = await addEnrolledAccount(server, 'anna@example.com', { name: 'Anna' });
    party = await newRelyingParty(server, await server.addClient({ client_name: 'Wiki', skip_consent: false }));
  });
  afterAll(() => server?.stop());

  test('what is asked for is shown in words, after the second factor and before anything is issued', async () => {
    const person = newPerson(server.issuer);
    const page = await signInWithTotp(server, person, await party.authorizationUrl(), anna);
    expect(headingOf(page.html)).toBe('Allow access?');
    expect(textOf(page.html)).toContain('Wiki asks to: know who you are on this server see your e-mail address');
    expect(textOf(page.html)).toContain(anna.email);
  });

  test('"Deny" goes back to the relying party with access_denied, and remembers nothing', async () => {
    const person = newPerson(server.issuer);
    await signInWithTotp(server, person, await party.authorizationUrl(), anna);
    const back = await person.act('deny');
    expect(back.leftFor?.searchParams.get('error')).toBe('access_denied');
    expect(back.leftFor?.searchParams.get('iss')).toBe(server.issuer);
    expect(back.leftFor?.searchParams.has('code')).toBe(false);
    await expect(party.redeem(back.leftFor)).rejects.toMatchObject({ error: 'access_denied' });

    const again = await person.open(await party.authorizationUrl());
    expect(headingOf(again.html)).toBe('Allow access?');
  });

  test('"Allow" leads to tokens, is remembered in other browsers, and covers no more than was shown', async () => {
    const person = newPerson(server.issuer);
    await signInWithTotp(server, person, await party.authorizationUrl(), anna);
    const tokens = await party.redeem((await person.act('allow')).leftFor);
    expect(await party.userInfo(tokens)).toMatchObject({ email: anna.email });

    const other = newPerson(server.issuer);
    const done = await signInWithTotp(server, other, await party.authorizationUrl(), anna);
    expect(done.leftFor?.searchParams.get('code')).toBeTruthy();

    const more = await other.open(await party.authorizationUrl({ scope: 'openid email profile' }));
    expect(headingOf(more.html)).toBe('Allow access?');
    expect(textOf(more.html)).toContain('Wiki asks to: see your name');
    expect(textOf(more.html)).not.toContain('see your e-mail address');
    const wider = await party.redeem((await other.act('allow')).leftFor);
    expect(await party.userInfo(wider)).toMatchObject({ name: 'Anna', email: anna.email });
  });

  test('prompt=consent asks again; what was remembered stays remembered', async () => {
    const person = newPerson(server.issuer);
    await signInWithTotp(server, person, await party.authorizationUrl(), anna);
    const page = await person.open(await party.authorizationUrl({ prompt: 'consent' }));
    expect(headingOf(page.html)).toBe('Allow access?');
    expect(textOf(page.html)).toContain('see your e-mail address');
    expect((await person.act('allow')).leftFor?.searchParams.get('code')).toBeTruthy();
    expect((await person.open(await party.authorizationUrl())).leftFor?.searchParams.get('code')).toBeTruthy();
  });

  test('prompt=none before any consent ends in consent_required', async () => {
    const stranger = await newRelyingParty(server, await server.addClient({ client_name: 'New', skip_consent: false }));
    const person = newPerson(server.issuer);
    await signInWithTotp(server, person, await party.authorizationUrl(), anna);
    const back = await person.open(await stranger.authorizationUrl({ prompt: 'none' }));
    expect(back.leftFor?.searchParams.get('error')).toBe('consent_required');
  });

  test('offline_access, asked for with prompt=consent, is shown and given', async () => {
    const person = newPerson(server.issuer);
    const url = await party.authorizationUrl({ scope: 'openid offline_access', prompt: 'consent' });
    const page = await signInWithTotp(server, person, url, anna);
    expect(textOf(page.html)).toContain('stay connected when you are not there');
    const tokens = await party.redeem((await person.act('allow')).leftFor);
    expect(tokens.scope).toContain('offline_access');
    expect(tokens.refresh_token).toBeTruthy();
  });

  test('scopes of a resource are shown with it, given as far as they were allowed, and remembered with it', async () => {
    const resource = 'https://reports.example/';
    await server.addResource({ identifier: resource, scope: 'read write' });
    const reader = await newRelyingParty(
      server,
      await server.addClient({ client_name: 'Reader', skip_consent: false }),
    );
    const person = newPerson(server.issuer);
    const url = () => reader.authorizationUrl({ resource, scope: 'openid read' });
    const page = await signInWithTotp(server, person, await url(), anna);
    expect(textOf(page.html)).toContain(`use read at ${resource}`);
    const tokens = await reader.redeem((await person.act('allow')).leftFor);
    expect(await reader.introspect(tokens.access_token)).toMatchObject({ active: true, aud: resource, scope: 'read' });

    const other = newPerson(server.issuer);
    const again = await signInWithTotp(server, other, await url(), anna);
    expect(again.leftFor?.searchParams.get('code')).toBeTruthy();
    const wider = await other.open(await reader.authorizationUrl({ resource, scope: 'openid read write' }));
    expect(textOf(wider.html)).toContain(`use write at ${resource}`);
    expect(textOf(wider.html)).not.toContain(`use read at ${resource}`);
  });

  test('a client of our own is not asked about, on the web or as an app on the person’s machine', async () => {
    for (const registration of [{}, { token_endpoint_auth_method: 'none' as const }]) {
      const own = await newRelyingParty(server, await server.addClient({ ...registration, skip_consent: true }));
      const person = newPerson(server.issuer);
      const page = await signInWithTotp(server, person, await own.authorizationUrl(), anna);
      expect((await own.redeem(page.leftFor)).claims()?.sub).toBe(anna.account.id);
      const silent = await person.open(await own.authorizationUrl({ prompt: 'none' }));
      expect(silent.leftFor?.searchParams.get('code')).toBeTruthy();
    }
  });

  test('anyone else’s app on the person’s machine is asked about every time: another app may have taken its address', async () => {
    const app = await newRelyingParty(
      server,
      await server.addClient({ token_endpoint_auth_method: 'none', skip_consent: false }),
    );
    const person = newPerson(server.issuer);
    await signInWithTotp(server, person, await app.authorizationUrl(), anna);
    expect((await person.act('allow')).leftFor?.searchParams.get('code')).toBeTruthy();
    expect(headingOf((await person.open(await app.authorizationUrl())).html)).toBe('Allow access?');
    const silent = await person.open(await app.authorizationUrl({ prompt: 'none' }));
    expect(silent.leftFor?.searchParams.get('error')).toBe('interaction_required');
  });

  test('the time spent on the consent page does not move auth_time', async () => {
    const slow = await newRelyingParty(server, await server.addClient({ client_name: 'Slow', skip_consent: false }));
    const person = newPerson(server.issuer);
    await person.open(await slow.authorizationUrl());
    await typePassword(person, anna.email);
    await agePassword(server, 3600);
    await person.act('verify_factor', { code: totpCode(server, anna.seed) });
    server.clock.move(30);
    const claims = (await slow.redeem((await person.act('allow')).leftFor)).claims();
    expect(Number(claims?.mfa_time) - Number(claims?.auth_time)).toBeGreaterThanOrEqual(3599);
  });
});
