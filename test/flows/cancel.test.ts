/** Story: someone changes their mind in the middle of a sign-in. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { headingOf, newPerson, type Person } from '../support/person.js';
import { newRelyingParty, type RelyingParty } from '../support/relying-party.js';
import { addEnrolledAccount, typePassword } from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

describe.each(databaseKinds)('cancelling, on %s', (kind) => {
  let server: TestServer;
  let party: RelyingParty;

  beforeAll(async () => {
    server = await startTestServer({ kind, env: { MFA_POLICY: 'encouraged' } });
    party = await newRelyingParty(server, await server.addClient());
    await addEnrolledAccount(server, 'anna@example.com');
    await server.addAccount('paul@example.com');
  });
  afterAll(() => server?.stop());

  const demand = { acr_values: 'urn:countersign:acr:mfa' };
  const steps: [string, string, (person: Person) => Promise<unknown>][] = [
    ['password', 'Sign in', async (person) => person.open(await party.authorizationUrl())],
    [
      'challenge',
      'Enter your verification code',
      async (person) => {
        await person.open(await party.authorizationUrl());
        await typePassword(person, 'anna@example.com');
      },
    ],
    [
      'reminder',
      'Protect your account',
      async (person) => {
        await person.open(await party.authorizationUrl());
        await typePassword(person, 'paul@example.com');
      },
    ],
    [
      'enrolment',
      'Set up two-factor authentication',
      async (person) => {
        await person.open(await party.authorizationUrl(demand));
        await typePassword(person, 'paul@example.com');
      },
    ],
  ];

  test.each(steps)('at the %s page it leads back to the relying party with access_denied', async (_page, title, go) => {
    const person = newPerson(server.issuer);
    await go(person);
    expect(headingOf(person.page.html)).toBe(title);
    expect(person.page.html).toContain('value="cancel"');
    const uid = new URL(person.page.url).pathname.split('/').at(-1);
    const back = await person.act('cancel');
    expect(back.leftFor?.searchParams.get('error')).toBe('access_denied');
    expect(back.leftFor?.searchParams.get('state')).toBeTruthy();

    const over = await person.open(`${server.issuer}/interaction/${uid}`);
    expect(over.status).toBe(410);
    expect(headingOf((await person.open(await party.authorizationUrl())).html)).toBe('Sign in');
  });

  test('"Sign in with a different account" forgets the proofs for the first one', async () => {
    const person = newPerson(server.issuer);
    await person.open(await party.authorizationUrl());
    await typePassword(person, 'anna@example.com');
    const page = await person.act('switch_account');
    expect(headingOf(page.html)).toBe('Sign in');
    expect(page.html).not.toContain('anna@example.com');
    await typePassword(person, 'paul@example.com');
    const done = await person.act('not_now');
    const userInfo = await party.userInfo(await party.redeem(done.leftFor));
    expect(userInfo).toMatchObject({ email: 'paul@example.com', amr: ['pwd'] });
  });
});
