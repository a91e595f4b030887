/** Story: pages speak the person's language: the relying party's wish first (ui_locales), then the browser's. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { headingOf, newPerson, textOf } from '../support/person.js';
import { newRelyingParty, type RelyingParty } from '../support/relying-party.js';
import { addEnrolledAccount, type EnrolledAccount, typePassword, typeTotp } from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

describe.each(databaseKinds)('languages, on %s', (kind) => {
  let server: TestServer;
  let party: RelyingParty;
  let anna: EnrolledAccount;

  beforeAll(async () => {
    server = await startTestServer({ kind });
    party = await newRelyingParty(server, await server.addClient({ skip_consent: false }));
    anna = await addEnrolledAccount(server, 'anna@example.com');
  });
  afterAll(() => server?.stop());

  test.each([
    ['nothing', {}, {}, 'en'],
    ['a Dutch browser', {}, { 'Accept-Language': 'nl-NL,nl;q=0.9,en;q=0.5' }, 'nl'],
    ['a browser in a language we do not speak', {}, { 'Accept-Language': 'fi,sv;q=0.5' }, 'en'],
    ['a relying party that wishes Dutch', { ui_locales: 'nl' }, { 'Accept-Language': 'en' }, 'nl'],
    ['a relying party that wishes Finnish, else Dutch', { ui_locales: 'fi nl-BE en' }, {}, 'nl'],
    [
      'a relying party that wishes English in a Dutch browser',
      { ui_locales: 'en-GB' },
      { 'Accept-Language': 'nl' },
      'en',
    ],
  ])('%s', async (_name, parameters, headers, language) => {
    const page = await newPerson(server.issuer, headers).open(await party.authorizationUrl(parameters));
    expect(page.html).toContain(`<html lang="${language}"`);
    expect(headingOf(page.html)).toBe(language === 'nl' ? 'Inloggen' : 'Sign in');
  });

  test('the whole way in Dutch: refusals, challenge and consent too', async () => {
    const person = newPerson(server.issuer);
    await person.open(await party.authorizationUrl({ ui_locales: 'nl' }));
    const pages = [
      await typePassword(person, anna.email, 'not the right one'),
      await typePassword(person, anna.email),
      await person.act('verify_factor', { code: '000000' }),
      await typeTotp(server, person, anna.seed),
    ];
    for (const page of pages) {
      expect(page.html).toContain('<html lang="nl"');
      expect(textOf(page.html)).not.toMatch(/\b(Sign in|Verify|Cancel|Allow|Deny|password)\b/);
    }
    expect((await person.act('allow')).leftFor?.searchParams.get('code')).toBeTruthy();
  });

  test('pages outside a sign-in follow the browser', async () => {
    const page = await newPerson(server.issuer, { 'Accept-Language': 'nl' }).open(`${server.issuer}/device`);
    expect(page.html).toContain('<html lang="nl"');
    const gone = await newPerson(server.issuer, { 'Accept-Language': 'nl' }).open(
      `${server.issuer}/interaction/unknown`,
    );
    expect(gone.status).toBe(410);
    expect(gone.html).toContain('<html lang="nl"');
  });
});
