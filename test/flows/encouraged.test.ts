/** Story: a second factor is recommended, never demanded. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { assuranceOf, passwordOnly, twoFactors } from '../support/assurance.js';
import { ageInstallation } from '../support/past.js';
import { headingOf, newPerson, type Person, textOf } from '../support/person.js';
import { newRelyingParty, type RelyingParty } from '../support/relying-party.js';
import { enrol, signInWithPassword } from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

describe.each(databaseKinds)('an encouraging policy, on %s', (kind) => {
  let server: TestServer;
  let party: RelyingParty;
  let person: Person;
  let email: string;
  let count = 0;

  beforeAll(async () => {
    server = await startTestServer({ kind, env: { MFA_POLICY: 'encouraged' } });
    party = await newRelyingParty(server, await server.addClient());
  });
  afterAll(() => server?.stop());

  beforeEach(async () => {
    count += 1;
    email = `person-${count}@example.com`;
    await server.addAccount(email);
    person = newPerson(server.issuer);
  });

  test('the recommendation has no date and can be skipped', async () => {
    const page = await signInWithPassword(person, await party.authorizationUrl(), email);
    expect(headingOf(page.html)).toBe('Protect your account');
    expect(textOf(page.html)).toContain('We recommend a second factor');
    expect(textOf(page.html)).not.toMatch(/days? left/);
    const done = await person.act('not_now');
    expect(assuranceOf((await party.redeem(done.leftFor)).claims())).toEqual(passwordOnly);
  });

  test('whoever skipped it is not asked again for 30 days, then asked again', async () => {
    await signInWithPassword(person, await party.authorizationUrl(), email);
    await person.act('not_now');
    await ageInstallation(server, 29);
    const soon = await signInWithPassword(newPerson(server.issuer), await party.authorizationUrl(), email);
    expect(soon.leftFor?.searchParams.get('code')).toBeTruthy();
    await ageInstallation(server, 1);
    const later = await signInWithPassword(newPerson(server.issuer), await party.authorizationUrl(), email);
    expect(headingOf(later.html)).toBe('Protect your account');
  });

  test('"Set up now" ends in tokens with a second factor', async () => {
    await signInWithPassword(person, await party.authorizationUrl(), email);
    await person.act('set_up_now');
    const { page: done } = await enrol(server, person);
    expect(assuranceOf((await party.redeem(done.leftFor)).claims())).toEqual(twoFactors);
  });
});
