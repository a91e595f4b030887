/** Story: signed in with the password only, someone comes to a place that wants more. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { enrolmentPasswordSeconds } from '../../src/login/next-step.js';
import { assuranceOf, passwordOnly, twoFactors } from '../support/assurance.js';
import { agePassword } from '../support/past.js';
import { headingOf, newPerson, type Person, textOf } from '../support/person.js';
import { newRelyingParty, type RelyingParty } from '../support/relying-party.js';
import { enrol, totpCode, typePassword } from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

const demand = { acr_values: 'urn:countersign:acr:mfa' };

describe.each(databaseKinds)('step-up, on %s', (kind) => {
  let server: TestServer;
  let party: RelyingParty;
  let bank: RelyingParty;
  let person: Person;
  let email: string;
  let count = 0;
  let before: Awaited<ReturnType<RelyingParty['redeem']>>;

  beforeAll(async () => {
    // The encouragement gives a moment between password and session in which the password can be made older.
    server = await startTestServer({ kind, env: { MFA_POLICY: 'encouraged' } });
    party = await newRelyingParty(server, await server.addClient());
    bank = await newRelyingParty(server, await server.addClient({ client_name: 'Bank' }));
  });
  afterAll(() => server?.stop());

  beforeEach(async () => {
    count += 1;
    email = `person-${count}@example.com`;
    await server.addAccount(email);
    person = newPerson(server.issuer);
    await person.open(await party.authorizationUrl());
    await typePassword(person, email);
    await agePassword(server, 300);
    before = await party.redeem((await person.act('not_now')).leftFor);
    expect(assuranceOf(before.claims())).toEqual(passwordOnly);
  });

  /** The bank demands a second factor of this session, which has none yet. */
  const stepUp = async () => {
    const page = await person.open(await bank.authorizationUrl(demand));
    expect(headingOf(page.html)).toBe('Set up two-factor authentication');
    expect(textOf(page.html)).toContain(email);
    const { page: done, seed } = await enrol(server, person);
    return { tokens: await bank.redeem(done.leftFor), seed };
  };

  test('asks for the second factor only: mfa_time is now, auth_time stays what it was', async () => {
    const { tokens } = await stepUp();
    const claims = tokens.claims();
    expect(assuranceOf(claims)).toEqual({ ...twoFactors, auth_time: before.claims()?.auth_time });
    expect(Number(claims?.mfa_time)).toBeGreaterThan(Number(claims?.auth_time) + 200);
    expect(assuranceOf(await bank.userInfo(tokens))).toEqual(assuranceOf(claims));
  });

  test('a first factor is not set up on a session whose password is old: the password comes first', async () => {
    const old = newPerson(server.issuer);
    const address = `old-${email}`;
    await server.addAccount(address);
    await old.open(await party.authorizationUrl());
    await typePassword(old, address);
    await agePassword(server, enrolmentPasswordSeconds + 60);
    await old.act('not_now');

    const page = await old.open(await bank.authorizationUrl(demand));
    expect(headingOf(page.html)).toBe('Sign in');
    const skipped = await old.act('restart_enrolment');
    expect(headingOf(skipped.html)).toBe('Sign in');
    expect(headingOf((await typePassword(old, address)).html)).toBe('Set up two-factor authentication');
    const { page: done } = await enrol(server, old);
    expect(assuranceOf((await bank.redeem(done.leftFor)).claims())).toEqual(twoFactors);
  });

  test('the session is stepped up: the first application gets the stronger claims too, when it asks again', async () => {
    const { tokens } = await stepUp();
    const again = await party.redeem((await person.open(await party.authorizationUrl({ prompt: 'none' }))).leftFor);
    expect(assuranceOf(again.claims())).toEqual(assuranceOf(tokens.claims()));
  });

  test('the first factor ends what else was signed in by the password alone', async () => {
    await stepUp();
    await expect(party.refresh(before.refresh_token)).rejects.toMatchObject({ error: 'invalid_grant' });
    expect(await party.introspect(before.access_token)).toEqual({ active: false });
  });

  test('without the demand nobody is asked', async () => {
    const page = await person.open(await bank.authorizationUrl());
    expect(assuranceOf((await bank.redeem(page.leftFor)).claims())).toEqual(assuranceOf(before.claims()));
  });

  test('cancelled, it leaves the session as it was', async () => {
    await person.open(await bank.authorizationUrl(demand));
    expect((await person.act('cancel')).leftFor?.searchParams.get('error')).toBe('access_denied');
    const page = await person.open(await party.authorizationUrl({ prompt: 'none' }));
    expect(assuranceOf((await party.redeem(page.leftFor)).claims())).toEqual(assuranceOf(before.claims()));
  });

  test('together with an old max_age it asks for the password first', async () => {
    const page = await person.open(await bank.authorizationUrl({ ...demand, max_age: '200' }));
    expect(headingOf(page.html)).toBe('Sign in');
    await typePassword(person, email);
    const { page: done } = await enrol(server, person);
    const claims = (await bank.redeem(done.leftFor)).claims();
    expect(Number(claims?.auth_time)).toBeGreaterThan(Number(before.claims()?.auth_time) + 200);
  });

  test('too many wrong codes lead back to the password, and the session is not stepped up', async () => {
    const { seed } = await stepUp();
    const challenged = newPerson(server.issuer);
    await challenged.open(await bank.authorizationUrl(demand));
    await typePassword(challenged, email);
    for (const code of ['000001', '000002', '000003']) await challenged.act('verify_factor', { code });
    expect(headingOf(challenged.page.html)).toBe('Sign in');
    const skipped = await challenged.act('verify_factor', { code: totpCode(server, seed) });
    expect(skipped.leftFor).toBeUndefined();
    expect(headingOf(skipped.html)).toBe('Sign in');
  });
});
