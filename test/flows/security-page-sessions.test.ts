/** Story: whoever changes the second factor stays signed in here; everything signed in elsewhere ends, whatever the change was. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { assuranceOf, passwordOnly, twoFactors } from '../support/assurance.js';
import { confirmApp, factorIdOn, ownBrowser, securityUrl } from '../support/own-account.js';
import { headingOf, newPerson, type Person } from '../support/person.js';
import { newRelyingParty, type RelyingParty } from '../support/relying-party.js';
import {
  addEnrolledAccount,
  type EnrolledAccount,
  signInWithPassword,
  signInWithTotp,
  totpCode,
  typeTotp,
} from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

describe.each(databaseKinds)('changes of one’s own factors on %s', (kind) => {
  let server: TestServer;
  let party: RelyingParty;
  let anna: EnrolledAccount;
  let count = 0;
  beforeAll(async () => {
    server = await startTestServer({ kind });
    party = await newRelyingParty(server, await server.addClient({ scope: 'openid email offline_access' }));
  });
  afterAll(() => server?.stop());
  beforeEach(async () => {
    count += 1;
    anna = await addEnrolledAccount(server, `anna-${count}@example.com`);
  });

  const code = () => {
    const shown = totpCode(server, anna.seed);
    server.clock.move(30);
    return shown;
  };
  const addApp = async (person: Person) => {
    await person.open(securityUrl(server, '/add'));
    return confirmApp(server, person, 'Tablet');
  };
  const isSignedIn = async (person: Person) => headingOf((await person.open(securityUrl(server))).html) === 'Security';

  const changes: [string, (person: Person) => Promise<void>][] = [
    ['an app is added', async (person) => void (await addApp(person))],
    [
      'backup codes are renewed',
      async (person) => {
        await person.open(securityUrl(server, '/backup-codes'));
        await person.act('new_backup_codes', { code: code() });
      },
    ],
    [
      'the second factor is disabled',
      async (person) => {
        await person.open(securityUrl(server, '/disable'));
        await person.act('disable', { code: code() });
      },
    ],
  ];

  test.each(changes)('%s: this browser goes on, another one and every refresh token end', async (_name, change) => {
    const other = newPerson(server.issuer);
    const tokens = await party.redeem(
      (await signInWithTotp(server, other, await party.authorizationUrl(), anna)).leftFor,
    );
    const person = await ownBrowser(server, anna);
    const own = await party.redeem((await person.open(await party.authorizationUrl())).leftFor);
    await change(person);

    expect([await isSignedIn(person), await isSignedIn(other)]).toEqual([true, false]);
    for (const { refresh_token: token } of [tokens, own]) {
      await expect(party.refresh(token)).rejects.toMatchObject({ error: 'invalid_grant' });
    }
    expect(await party.introspect(tokens.access_token)).toEqual({ active: false });
    // The session still states its own sign-in, no more and no less.
    const silent = await person.open(await party.authorizationUrl({ prompt: 'none' }));
    expect(assuranceOf((await party.redeem(silent.leftFor)).claims())).toEqual(twoFactors);
  });

  test('an app is removed: the same', async () => {
    const person = await ownBrowser(server, anna);
    const { page } = await addApp(person);
    const other = await ownBrowser(server, anna);
    await person.open(securityUrl(server, `/remove?factor=${factorIdOn(page, 'Tablet')}`));
    await person.act('remove', { code: code() });
    expect([await isSignedIn(person), await isSignedIn(other)]).toEqual([true, false]);
  });

  test('a new name ends nothing', async () => {
    const person = await ownBrowser(server, anna);
    const other = await ownBrowser(server, anna);
    await person.open(securityUrl(server, `/rename?factor=${factorIdOn(person.page, 'Phone')}`));
    await person.act('rename', { name: 'Old phone' });
    expect([await isSignedIn(person), await isSignedIn(other)]).toEqual([true, true]);
  });

  test('the first factor: the session that set it up claims the password alone until a code is entered in a sign-in', async () => {
    const { email } = await server.addAccount(`bert-${count}@example.com`);
    const other = newPerson(server.issuer);
    const before = await party.redeem((await signInWithPassword(other, await party.authorizationUrl(), email)).leftFor);
    const person = await ownBrowser(server, { email }, '/add');
    const { seed } = await confirmApp(server, person);
    await expect(party.refresh(before.refresh_token)).rejects.toMatchObject({ error: 'invalid_grant' });
    expect(await isSignedIn(other)).toBe(false);
    const silent = await person.open(await party.authorizationUrl({ prompt: 'none' }));
    expect(silent.leftFor?.searchParams.get('error')).toBe('interaction_required');

    await person.open(securityUrl(server));
    // The code alone: the password of this session is minutes old.
    expect(headingOf(person.page.html)).toBe('Enter your verification code');
    await typeTotp(server, person, seed);
    const after = await person.open(await party.authorizationUrl({ prompt: 'none' }));
    expect(assuranceOf((await party.redeem(after.leftFor)).claims())).toEqual(twoFactors);
  });

  test('after a disable the next sign-in is by password alone, and says so', async () => {
    const person = await ownBrowser(server, anna);
    await person.open(securityUrl(server, '/disable'));
    await person.act('disable', { code: code() });
    const fresh = newPerson(server.issuer);
    const page = await signInWithPassword(fresh, await party.authorizationUrl(), anna.email);
    expect(assuranceOf((await party.redeem(page.leftFor)).claims())).toEqual(passwordOnly);
  });
});
