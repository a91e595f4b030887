/** Story: people come to their own pages by the ordinary sign-in, and for sensitive ones by a fresh one. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { headingOf, hiddenField, newPerson, type Person } from '../support/person.js';
import { addEnrolledAccount, type EnrolledAccount, typePassword, typeTotp } from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

describe.each(databaseKinds)('on %s', (kind) => {
  let server: TestServer;
  let anna: EnrolledAccount;
  beforeAll(async () => {
    server = await startTestServer({ kind });
    anna = await addEnrolledAccount(server, 'anna@example.com');
  });
  afterAll(() => server?.stop());

  test('whoever is not signed in is asked for password and second factor, and then sees the page', async () => {
    const person = newPerson(server.issuer);
    const first = await person.open(`${server.issuer}/account`);
    expect(new URL(first.url).pathname).toMatch(/^\/interaction\//);
    await typePassword(person, anna.email);
    const page = await typeTotp(server, person, anna.seed);
    expect(new URL(page.url).pathname).toBe('/account');
    expect(page.html).toContain(anna.email);
  });

  test('name and language are the person’s own to choose, and the next page speaks it', async () => {
    const person = await signedIn();
    const saved = await person.act('save_profile', { name: '  Anna de Vries ', locale: 'nl' });
    expect(saved.html).toContain('Je profiel is opgeslagen.');
    const [row] = await server.database
      .selectFrom('account')
      .select(['name', 'locale', 'generation'])
      .where('id', '=', anna.account.id)
      .execute();
    expect(row).toMatchObject({ name: 'Anna de Vries', locale: 'nl' });
    const refused = await person.act('save_profile', { name: 'x'.repeat(201), locale: 'tlh' });
    expect([refused.status, headingOf(refused.html)]).toEqual([422, 'Je account']);
    expect(refused.html).toContain('x'.repeat(201));
    await person.open(`${server.issuer}/account`);
    await person.act('save_profile', { name: '', locale: 'en' });
  });

  test('administrators find the way to the console, and nobody else is shown it', async () => {
    const person = await signedIn();
    expect(person.page.html).not.toContain('href="/admin"');
    const admin = await addEnrolledAccount(server, 'admin@example.com', { roles: ['admin'] });
    const administrator = newPerson(server.issuer);
    await administrator.open(`${server.issuer}/account`);
    await typePassword(administrator, admin.email);
    const page = await typeTotp(server, administrator, admin.seed);
    expect(page.html).toContain('<a href="/admin">Administration</a>');
  });

  test('a form of another session, or without its token, changes nothing and shows the page anew', async () => {
    const stranger = await server.addAccount(`stranger-${kind}@example.com`);
    const other = newPerson(server.issuer);
    await other.open(`${server.issuer}/account`);
    await typePassword(other, stranger.email);
    const csrf = hiddenField(other.page.html, 'csrf') ?? '';
    const person = await signedIn();
    for (const token of [csrf, '', 'x'.repeat(43)]) {
      const body = new URLSearchParams({ csrf: token, act: 'save_profile', name: 'Mallory', locale: 'en' });
      const page = await person.post(`${server.issuer}/account`, body);
      expect([page.status, headingOf(page.html), page.html.includes('Mallory')]).toEqual([200, 'Your account', false]);
    }
  });

  test('turning back from the sign-in ends on a page, not in the same sign-in again', async () => {
    const person = newPerson(server.issuer);
    await person.open(`${server.issuer}/account/security`);
    const home = await person.act('cancel');
    expect([new URL(home.url).pathname, home.status]).toEqual(['/', 200]);
    const known = await signedIn();
    await known.open(
      `${server.issuer}/account/continue?error=access_denied&state=${encodeURIComponent('/account/security/add')}`,
    );
    expect(new URL(known.page.url).pathname).toBe('/account/security');
  });

  test('after the sign-in nobody is led anywhere but to these pages', async () => {
    const person = await signedIn();
    for (const state of [
      'https://evil.example/',
      '//evil.example/',
      '/\\evil.example',
      '/logout',
      '/account/../logout',
    ]) {
      const page = await person.open(`${server.issuer}/account/continue?state=${encodeURIComponent(state)}`);
      expect([state, page.leftFor, new URL(page.url).pathname]).toEqual([state, undefined, '/account/security']);
    }
  });

  async function signedIn(): Promise<Person> {
    const person = newPerson(server.issuer);
    await person.open(`${server.issuer}/account`);
    await typePassword(person, anna.email);
    await typeTotp(server, person, anna.seed);
    return person;
  }
});
