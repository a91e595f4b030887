/** Story: something about an account changes; what was signed in before yields no more than a fresh sign-in would. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { changeAccount, setPassword } from '../../src/accounts/account-change-store.js';
import { raiseGeneration } from '../../src/accounts/generation-store.js';
import { removeMfa } from '../../src/mfa/remove-mfa-store.js';
import { assuranceOf, passwordOnly, twoFactors } from '../support/assurance.js';
import { headingOf, newPerson, type Person } from '../support/person.js';
import { newRelyingParty, type RelyingParty } from '../support/relying-party.js';
import {
  addEnrolledAccount,
  type EnrolledAccount,
  enrol,
  signInWithPassword,
  signInWithTotp,
  totpCode,
  typePassword,
} from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

describe.each(databaseKinds)('changes end sessions, on %s', (kind) => {
  let server: TestServer;
  let party: RelyingParty;
  let anna: EnrolledAccount;
  let person: Person;
  let count = 0;

  beforeAll(async () => {
    server = await startTestServer({ kind });
    const scope = 'openid email offline_access account';
    party = await newRelyingParty(server, await server.addClient({ scope }));
  });
  afterAll(() => server?.stop());

  beforeEach(async () => {
    count += 1;
    anna = await addEnrolledAccount(server, `anna-${count}@example.com`);
    person = newPerson(server.issuer);
  });

  const signIn = async (parameters: Record<string, string> = {}) =>
    party.redeem((await signInWithTotp(server, person, await party.authorizationUrl(parameters), anna)).leftFor);
  const removal = (demandEnrolment: boolean) =>
    removeMfa(server.database, { accountId: anna.account.id, demandEnrolment, events: [] });

  const changes: [string, () => Promise<unknown>][] = [
    ['the second factor is disabled', () => removal(false)],
    ['the second factor is reset', () => removal(true)],
    [
      'the password is changed',
      () => setPassword(server.database, anna.account.id, { passwordHash: '$argon2id$other', events: [] }),
    ],
    ['the person signs out everywhere', () => raiseGeneration(server.database, anna.account.id)],
    ['the account is disabled', () => changeAccount(server.database, anna.account.id, { status: 'disabled' }, [])],
    ['the roles change', () => changeAccount(server.database, anna.account.id, { roles: ['editor'] }, [])],
  ];

  test.each(changes)('%s: session, refresh token and access token are dead', async (_name, change) => {
    const tokens = await signIn();
    await change();
    await expect(party.refresh(tokens.refresh_token)).rejects.toMatchObject({ error: 'invalid_grant' });
    expect(await party.introspect(tokens.access_token)).toEqual({ active: false });
    await expect(party.userInfo(tokens)).rejects.toThrow();
    const silent = await person.open(await party.authorizationUrl({ prompt: 'none' }));
    expect(silent.leftFor?.searchParams.get('error')).toBe('login_required');
  });

  test.each(changes)('%s: a token for our own API is dead', async (_name, change) => {
    const tokens = await signIn({ resource: `${server.issuer}/api`, scope: 'openid account' });
    const ask = () =>
      fetch(`${server.issuer}/api/users/${anna.account.id}`, {
        headers: { Authorization: `Bearer ${tokens.access_token}` },
      });
    expect((await ask()).status).toBe(200);
    await change();
    expect((await ask()).status).toBe(401);
  });

  test('a refresh token with offline_access ends too', async () => {
    await signInWithTotp(
      server,
      person,
      await party.authorizationUrl({ scope: 'openid offline_access', prompt: 'consent' }),
      anna,
    );
    const tokens = await party.redeem((await person.act('allow')).leftFor);
    await raiseGeneration(server.database, anna.account.id);
    await expect(party.refresh(tokens.refresh_token)).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  test('an authorization code from before the change is worth nothing', async () => {
    const page = await signInWithTotp(server, person, await party.authorizationUrl(), anna);
    await removal(false);
    await expect(party.redeem(page.leftFor)).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  test('a sign-in in progress starts again at the password', async () => {
    await person.open(await party.authorizationUrl());
    await typePassword(person, anna.email);
    await raiseGeneration(server.database, anna.account.id);
    const page = await person.act('verify_factor', { code: totpCode(server, anna.seed) });
    expect(page.leftFor).toBeUndefined();
    expect(headingOf(page.html)).toBe('Sign in');
  });

  test('after a disable the password alone signs in again; after a reset a new factor must be set up first', async () => {
    await removal(false);
    const weak = await signInWithPassword(person, await party.authorizationUrl(), anna.email);
    expect(assuranceOf((await party.redeem(weak.leftFor)).claims())).toEqual(passwordOnly);

    await removal(true);
    const fresh = newPerson(server.issuer);
    const page = await signInWithPassword(fresh, await party.authorizationUrl(), anna.email);
    expect(headingOf(page.html)).toBe('Set up two-factor authentication');
    const { page: done } = await enrol(server, fresh);
    expect(assuranceOf((await party.redeem(done.leftFor)).claims())).toEqual(twoFactors);
  });

  test('a first factor ends the sessions that had none, in other browsers', async () => {
    const paul = await server.addAccount(`paul-${count}@example.com`);
    const before = await party.redeem(
      (await signInWithPassword(person, await party.authorizationUrl(), paul.email)).leftFor,
    );
    const other = newPerson(server.issuer);
    await signInWithPassword(
      other,
      await party.authorizationUrl({ acr_values: 'urn:countersign:acr:mfa' }),
      paul.email,
    );
    await enrol(server, other);
    await expect(party.refresh(before.refresh_token)).rejects.toMatchObject({ error: 'invalid_grant' });
    const silent = await person.open(await party.authorizationUrl({ prompt: 'none' }));
    expect(silent.leftFor?.searchParams.get('error')).toBe('login_required');
  });
});
