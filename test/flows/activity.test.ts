/** Story: someone reads what happened to their account, the tries of others too. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { recordEvents } from '../../src/audit/audit-store.js';
import { newPerson, type Person, textOf } from '../support/person.js';
import { newRelyingParty } from '../support/relying-party.js';
import {
  addEnrolledAccount,
  type EnrolledAccount,
  signInWithPassword,
  typePassword,
  typeTotp,
} from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

describe.each(databaseKinds)('the activity page, on %s', (kind) => {
  let server: TestServer;
  let anna: EnrolledAccount;
  let person: Person;

  beforeAll(async () => {
    server = await startTestServer({ kind });
    anna = await addEnrolledAccount(server, 'anna@example.com');
    const party = await newRelyingParty(server, await server.addClient({ client_name: 'Calendar' }));
    person = newPerson(server.issuer, { 'User-Agent': firefox });
    await person.open(await party.authorizationUrl());
    await typePassword(person, anna.email, 'hunter2-hunter2');
    await typePassword(person, anna.email);
    await person.act('verify_factor', { code: '000000' });
    const page = await typeTotp(server, person, anna.seed);
    const tokens = await party.redeem(page.leftFor);
    await party.refresh(tokens.refresh_token);
  });
  afterAll(() => server?.stop());

  const entries = () => person.page.html.split('<li class="entry">').slice(1);
  const open = (query = '') => person.open(`${server.issuer}/account/activity${query}`);

  test('tells sign-in and failures in words, with date, time and place, the newest first', async () => {
    await open();
    const when = String.raw`\d+ \w+ \d{4}, \d\d:\d\d UTC`;
    const where = String.raw`Firefox on Linux ?, 127\.0\.0\.1`;
    const wanted = ['Signed in to Calendar', 'Second factor confirmed', 'Wrong code', 'Wrong password'];
    const told = entries().map(textOf);
    for (const [index, what] of wanted.entries()) {
      expect(told[index]).toMatch(new RegExp(`^${what} ${when} ${where}$`));
    }
    expect(person.page.html).toMatch(/<time datetime="\d{4}-\d\d-\d\dT[\d:.]+Z">/);
    expect(person.page.html).not.toMatch(/hunter2|user\.login|wrong_credentials/);
  });

  test('says that an administrator did something, and nothing of who or where', async () => {
    const admin = await server.addAccount('berta@example.com', { name: 'Berta', roles: ['admin'] });
    const place = { ip: '192.0.2.77', userAgent: firefox };
    const about = { subjectId: anna.account.id, outcome: 'success', ...place } as const;
    await recordEvents(server.database, [
      { ...about, type: 'user.unlocked', actor: { type: 'account', id: admin.id }, detail: { reason: 'she called' } },
      { ...about, type: 'admin.role_changed', actor: { type: 'cli', id: 'root' } },
      { ...about, type: 'mfa.grace_extended', actor: { type: 'system', id: null } },
    ]);
    await open();
    const told = entries().map(textOf);
    expect(told[0]).toMatch(/^More time to set up a second factor .* UTC by this server$/);
    expect(told[1]).toMatch(/^Roles changed .* UTC by an administrator$/);
    expect(told[2]).toMatch(/^Sign-in unlocked .* UTC by an administrator$/);
    expect(person.page.html).not.toMatch(/192\.0\.2\.77|Berta|berta@|she called|root/);
  });

  test('in Dutch where Dutch is wanted, the lists beside it too', async () => {
    const dutch = { headers: { Cookie: cookiesOf(person), 'Accept-Language': 'nl' } };
    const read = async (name: string) => textOf(await (await fetch(`${server.issuer}/account/${name}`, dutch)).text());
    expect(await read('activity')).toMatch(/Fout wachtwoord \d+ \w+ \d{4}, \d\d:\d\d UTC Firefox op Linux/);
    expect(await read('sessions')).toMatch(/Firefox op Linux Deze browser Ingelogd op /);
    expect(await read('apps')).toContain('Van deze organisatie Deze mag:');
  });

  test('nothing of anybody else', async () => {
    const paul = newPerson(server.issuer);
    await server.addAccount('paul@example.com');
    await signInWithPassword(paul, `${server.issuer}/account/activity`, 'paul@example.com');
    expect(paul.page.html.split('<li class="entry">').slice(1).map(textOf)).toEqual([
      expect.stringMatching(/^Signed in /),
    ]);
  });

  test('25 a page, each event once, with a way to the older and back to the newest', async () => {
    const event = { actor: { type: 'account', id: anna.account.id }, subjectId: anna.account.id } as const;
    const renames = Array.from({ length: 60 }, () => ({ ...event, type: 'user.updated', outcome: 'success' }) as const);
    await recordEvents(server.database, renames);
    await open();
    const seen: string[] = [];
    const sizes: number[] = [];
    for (;;) {
      sizes.push(entries().length);
      seen.push(...entries().map(textOf));
      const older = person.page.html.match(/<a href="([^"]+)" rel="next">Older<\/a>/)?.[1];
      if (older === undefined) break;
      await person.open(older);
    }
    expect(sizes.slice(0, -1).every((size) => size === 25)).toBe(true);
    expect(seen.filter((text) => text.startsWith('Account details changed'))).toHaveLength(60);
    expect(person.page.html).toContain('<a href="/account/activity">Newest</a>');
    expect(seen.at(-1)).toMatch(/^Asked to set up|^Authenticator app added|^Signed in|^Account/);
  });

  test.each([
    '?before=',
    '?before=-1',
    '?before=1e9',
    '?before=99999999999999999999',
    '?before=1&before=2',
    '?before=%00',
  ])('an address like %s shows the newest', async (query) => {
    expect((await open(query)).status).toBe(200);
    expect(entries()).toHaveLength(25);
  });

  test('a page before the first event says that there is nothing', async () => {
    expect(textOf((await open('?before=1')).html)).toContain('There is nothing here.');
  });
});

function cookiesOf({ cookies }: Person): string {
  return [...cookies].map(([key, { value }]) => `${key.split(' ')[0]}=${value}`).join('; ');
}
