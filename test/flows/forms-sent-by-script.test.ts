/** Story: a password manager fills in the forms and sends them by script, which leaves out the button (HTML: `form.submit()`). */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { headingOf, newPerson, scannedSeed, shownBackupCodes } from '../support/person.js';
import { newRelyingParty } from '../support/relying-party.js';
import { totpCode } from '../support/sign-in.js';
import { startTestServer, type TestServer, testPassword } from '../support/test-server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.stop());

test('password, enrolment and code are taken without the button', async () => {
  const party = await newRelyingParty(server, await server.addClient({ require_mfa: true }));
  await server.addAccount('anna@example.com');
  const person = newPerson(server.issuer);
  await person.open(await party.authorizationUrl());
  await person.submit({ email: 'anna@example.com', password: testPassword });
  const seed = scannedSeed(person.page.html);
  await person.submit({ name: '', code: totpCode(server, seed) });
  expect(shownBackupCodes(person.page.html)).toHaveLength(10);

  server.clock.move(30);
  const another = newPerson(server.issuer);
  await another.open(await party.authorizationUrl());
  await another.submit({ email: 'anna@example.com', password: testPassword });
  const done = await another.submit({ code: totpCode(server, seed) });
  expect(done.leftFor?.searchParams.get('code')).toBeTruthy();
});

test('consent is never given without its button', async () => {
  const party = await newRelyingParty(server, await server.addClient({ skip_consent: false }));
  await server.addAccount('ben@example.com');
  const person = newPerson(server.issuer);
  await person.open(await party.authorizationUrl());
  await person.submit({ email: 'ben@example.com', password: testPassword });
  const heading = headingOf(person.page.html);
  await person.submit();
  expect(headingOf(person.page.html)).toBe(heading);
  expect(person.page.leftFor).toBeUndefined();
});
