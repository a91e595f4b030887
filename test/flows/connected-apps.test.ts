/** Story: someone looks which applications they have let in, and takes the access of one away. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { headingOf, hiddenField, newPerson, type Person, textOf } from '../support/person.js';
import { newRelyingParty, type RelyingParty } from '../support/relying-party.js';
import { signInWithPassword } from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

describe.each(databaseKinds)('connected applications, on %s', (kind) => {
  let server: TestServer;
  let calendar: RelyingParty;
  let intranet: RelyingParty;
  let person: Person;
  let email: string;
  let count = 0;

  beforeAll(async () => {
    server = await startTestServer({ kind });
    await server.addResource({ identifier: 'https://files.example/api', scope: 'read write' });
    calendar = await newRelyingParty(
      server,
      await server.addClient({ client_name: '<b>Calendar</b>', skip_consent: false }),
    );
    intranet = await newRelyingParty(server, await server.addClient({ client_name: 'Intranet' }));
  });
  afterAll(() => server?.stop());

  beforeEach(async () => {
    count += 1;
    email = `paul-${count}@example.com`;
    await server.addAccount(email);
    person = newPerson(server.issuer);
  });

  const page = () => `${server.issuer}/account/apps`;
  const asked = {
    scope: 'openid email offline_access account read',
    resource: 'https://files.example/api',
    prompt: 'consent',
  };
  const letCalendarIn = async (someone: Person) => {
    await signInWithPassword(someone, await calendar.authorizationUrl(asked), email);
    return calendar.redeem((await someone.act('allow')).leftFor);
  };
  const entries = () => person.page.html.split('<li class="entry">').slice(1);

  test('whoever has let nobody in is told so', async () => {
    await signInWithPassword(person, page(), email);
    expect(textOf(person.page.html)).toContain('No application is connected to your account.');
  });

  test('each is named with what it may do in words, since when and when last; first-party ones as such', async () => {
    await letCalendarIn(person);
    await intranet.redeem((await person.open(await intranet.authorizationUrl())).leftFor);
    await person.open(page());
    const [own = '', other = ''] = entries();
    expect(textOf(own)).toMatch(/^Intranet Part of this organization It may: .*see your e-mail address/);
    expect(textOf(own)).toContain('Signing in there connects it again.');
    expect(textOf(other)).toMatch(/^<b>Calendar<\/b> It may: know who you are on this server/);
    expect(textOf(other)).toContain('see your e-mail address stay connected when you are not there');
    expect(textOf(other)).toContain('use read at https://files.example/api');
    expect(textOf(other)).toMatch(
      /Since \d+ \w+ \d{4}, \d\d:\d\d UTC Last used \d+ \w+ \d{4}, \d\d:\d\d UTC Remove access/,
    );
    expect(entries()).toHaveLength(2);
  });

  test('access that is taken away is gone in every session at once: tokens, grants, consent; nothing of others', async () => {
    const other = newPerson(server.issuer);
    const here = await letCalendarIn(person);
    const there = await letCalendarIn(other);
    const kept = await intranet.redeem((await person.open(await intranet.authorizationUrl())).leftFor);
    await person.open(page());
    const client = hiddenField(entries()[1] ?? '', 'client') ?? '';
    expect(client).toBe(calendar.clientId);
    const after = await person.act('remove_access', { client });
    expect(textOf(after.html)).toContain('The access was removed.');
    expect(entries().map(textOf)).toEqual([expect.stringMatching(/^Intranet/)]);

    for (const tokens of [here, there]) {
      await expect(calendar.refresh(tokens.refresh_token)).rejects.toMatchObject({ error: 'invalid_grant' });
      expect(await calendar.introspect(tokens.access_token)).toEqual({ active: false });
    }
    expect((await intranet.refresh(kept.refresh_token)).access_token).toBeTruthy();
    const again = await other.open(await calendar.authorizationUrl());
    expect(headingOf(again.html)).toBe('Allow access?');
    const { rows } = await sql`SELECT e.client_id, e.outcome FROM audit_event e JOIN account a ON a.id = e.subject_id
      WHERE a.email = ${email} AND e.type = 'authorization.revoked'`.execute(server.database);
    expect(rows).toEqual([{ client_id: calendar.clientId, outcome: 'success' }]);
  });

  test('a second press, an unknown application and nonsense change nothing and say nothing', async () => {
    await letCalendarIn(person);
    await person.open(page());
    for (const client of ['unknown', 'not a client', '', '%00'.repeat(50)]) {
      const after = await person.act('remove_access', { client });
      expect(after.status).toBe(200);
      expect(textOf(after.html)).not.toContain('The access was removed.');
      expect(entries()).toHaveLength(1);
    }
  });
});
