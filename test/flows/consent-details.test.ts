/** Story: what the consent page must say, and where its ways out lead, when the request is out of the ordinary. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { headingOf, newPerson, textOf } from '../support/person.js';
import { newRelyingParty, type RelyingParty } from '../support/relying-party.js';
import { signInWithPassword, typePassword } from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

describe.each(databaseKinds)('consent in detail, on %s', (kind) => {
  let server: TestServer;
  let party: RelyingParty;
  const email = 'anna@example.com';

  beforeAll(async () => {
    server = await startTestServer({ kind });
    await server.addAccount(email, { name: 'Anna' });
    party = await newRelyingParty(server, await server.addClient({ client_name: 'Wiki', skip_consent: false }));
  });
  afterAll(() => server?.stop());

  test('claims that are asked for one by one are named like the scopes they belong to', async () => {
    const person = newPerson(server.issuer);
    const claims = JSON.stringify({ userinfo: { email: null, name: { essential: true } } });
    const page = await signInWithPassword(person, await party.authorizationUrl({ scope: 'openid', claims }), email);
    expect(headingOf(page.html)).toBe('Allow access?');
    expect(textOf(page.html)).toContain('see your e-mail address');
    expect(textOf(page.html)).toContain('see your name');
    const tokens = await party.redeem((await person.act('allow')).leftFor);
    expect(await party.userInfo(tokens)).toMatchObject({ email, name: 'Anna' });
  });

  test('someone who signed out meanwhile is told that the page is over', async () => {
    const wiki = await newRelyingParty(server, await server.addClient({ client_name: 'B', skip_consent: false }));
    const own = await newRelyingParty(server, await server.addClient());
    const person = newPerson(server.issuer);
    await signInWithPassword(person, await own.authorizationUrl(), email);
    const page = await person.open(await wiki.authorizationUrl());
    expect(headingOf(page.html)).toBe('Allow access?');
    await sql`DELETE FROM oidc_record WHERE model IN ('Session', 'Grant')`.execute(server.database);
    expect((await person.act('allow')).status).toBe(410);
    expect((await person.open(page.url)).status).toBe(410);
  });

  test('"Sign in with a different account" asks for the same: also when several resources were named', async () => {
    const resources = ['https://one.example/', 'https://two.example/'];
    for (const identifier of resources) await server.addResource({ identifier, scope: `read:${identifier}` });
    const wiki = await newRelyingParty(server, await server.addClient({ client_name: 'C', skip_consent: false }));
    const person = newPerson(server.issuer);
    const url = new URL(await wiki.authorizationUrl({ scope: 'openid read:https://one.example/', max_age: '900' }));
    for (const identifier of resources) url.searchParams.append('resource', identifier);
    await signInWithPassword(person, url.href, email);
    expect(textOf(person.page.html)).toContain('https://one.example/');
    expect(headingOf((await person.act('switch_account')).html)).toBe('Sign in');
    expect(textOf((await typePassword(person, email)).html)).toContain('https://one.example/');
  });
});
