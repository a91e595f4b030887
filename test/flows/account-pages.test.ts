/** Story: people come to their own pages by the ordinary sign-in, and for sensitive ones by a fresh one. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newPerson } from '../support/person.js';
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
});
