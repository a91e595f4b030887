/** Story: only administrators must have a second factor. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { changeAccount } from '../../src/accounts/account-change-store.js';
import { assuranceOf, passwordOnly, twoFactors } from '../support/assurance.js';
import { ageInstallation } from '../support/past.js';
import { headingOf, newPerson, textOf } from '../support/person.js';
import { newRelyingParty, type RelyingParty } from '../support/relying-party.js';
import { enrol, signInWithPassword } from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

describe.each(databaseKinds)('a policy for administrators, on %s', (kind) => {
  let server: TestServer;
  let party: RelyingParty;

  beforeAll(async () => {
    server = await startTestServer({
      kind,
      durable: true,
      env: { REQUIRE_ADMIN_MFA: 'true', MFA_GRACE_PERIOD_DAYS: '7' },
    });
    party = await newRelyingParty(server, await server.addClient());
    await server.addAccount('anna@example.com', { roles: ['admin'] });
    await server.addAccount('sue@example.com', { roles: ['super_admin'] });
    await server.addAccount('paul@example.com', { roles: ['editor'] });
    await server.addAccount('mary@example.com');
    await ageInstallation(server, 8);
    await server.restart();
  });
  afterAll(() => server?.stop());

  test.each(['paul@example.com', 'mary@example.com'])(
    '%s, no administrator, needs the password only',
    async (email) => {
      const done = await signInWithPassword(newPerson(server.issuer), await party.authorizationUrl(), email);
      expect(assuranceOf((await party.redeem(done.leftFor)).claims())).toEqual(passwordOnly);
    },
  );

  test.each(['anna@example.com', 'sue@example.com'])('%s, an administrator, must enrol', async (email) => {
    const person = newPerson(server.issuer);
    const page = await signInWithPassword(person, await party.authorizationUrl(), email);
    expect(headingOf(page.html)).toBe('Set up two-factor authentication');
    expect((await person.act('not_now')).leftFor).toBeUndefined();
    const { page: done } = await enrol(server, person);
    expect(assuranceOf((await party.redeem(done.leftFor)).claims())).toEqual(twoFactors);
  });

  test('whoever becomes an administrator is signed out, and has the grace period from that moment', async () => {
    const account = await server.addAccount('nora@example.com');
    await ageInstallation(server, 8);
    const person = newPerson(server.issuer);
    const done = await signInWithPassword(person, await party.authorizationUrl(), account.email);
    const tokens = await party.redeem(done.leftFor);

    await changeAccount(server.database, account.id, { roles: ['admin'] }, []);
    expect(await party.introspect(tokens.access_token)).toEqual({ active: false });
    await expect(party.refresh(tokens.refresh_token)).rejects.toMatchObject({ error: 'invalid_grant' });
    const page = await person.open(await party.authorizationUrl());
    expect(headingOf(page.html)).toBe('Sign in');
    const reminder = await signInWithPassword(person, await party.authorizationUrl(), account.email);
    expect(textOf(reminder.html)).toContain('(7 days left)');
  });
});
