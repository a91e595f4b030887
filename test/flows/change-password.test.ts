/** Story: somebody who is signed in chooses another password; this browser stays, everything else ends. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { raiseGeneration } from '../../src/accounts/generation-store.js';
import { agePassword } from '../support/past.js';
import { headingOf, newPerson, type Page, type Person, textOf } from '../support/person.js';
import { newRelyingParty, type RelyingParty } from '../support/relying-party.js';
import {
  addEnrolledAccount,
  type EnrolledAccount,
  signInWithTotp,
  typePassword,
  typeTotp,
} from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer, testPassword } from '../support/test-server.js';

const newPassword = 'otter lantern quarry 7';

describe.each(databaseKinds)('on %s', (kind) => {
  let server: TestServer;
  let party: RelyingParty;
  let anna: EnrolledAccount;
  let person: Person;
  let count = 0;

  beforeAll(async () => {
    server = await startTestServer({ kind, env: { LOCKOUT_THRESHOLD: '3' } });
    party = await newRelyingParty(server, await server.addClient({ scope: 'openid email offline_access account' }));
  });
  afterAll(() => server?.stop());

  beforeEach(async () => {
    count += 1;
    anna = await addEnrolledAccount(server, `anna-${count}@example.com`, { name: 'Anna Bakker' });
    person = newPerson(server.issuer);
    await person.open(`${server.issuer}/account/password`);
    await typePassword(person, anna.email);
    await typeTotp(server, person, anna.seed);
  });

  const change = (current: string, chosen: string): Promise<Page> =>
    person.act('change_password', { current_password: current, new_password: chosen });
  const eventsOf = async (type: string) =>
    (
      await sql<{ outcome: string; mail_kind: string | null }>`SELECT outcome, mail_kind FROM audit_event
        WHERE subject_id = ${anna.account.id}::uuid AND type = ${type} ORDER BY id`.execute(server.database)
    ).rows;

  test('the rules are said beforehand, and the fields carry what password managers look for', () => {
    expect(textOf(person.page.html)).toContain('At least 12 characters');
    expect(person.page.html).toMatch(/autocomplete="current-password"[^>]*name="current_password"/);
    expect(person.page.html).toMatch(/autocomplete="new-password"[^>]*name="new_password"/);
    expect(person.page.html).toContain(`autocomplete="username" value="${anna.email}"`);
  });

  test('the new password counts and the old one does not; this browser stays signed in, every other one ends', async () => {
    const elsewhere = newPerson(server.issuer);
    const tokens = await party.redeem(
      (await signInWithTotp(server, elsewhere, await party.authorizationUrl(), anna)).leftFor,
    );
    const done = await change(testPassword, newPassword);
    expect(headingOf(done.html)).toBe('Your password was changed');
    expect(headingOf((await person.open(`${server.issuer}/account`)).html)).toBe('Your account');

    await expect(party.refresh(tokens.refresh_token)).rejects.toMatchObject({ error: 'invalid_grant' });
    expect(await party.introspect(tokens.access_token)).toEqual({ active: false });
    expect(headingOf((await elsewhere.open(`${server.issuer}/account`)).html)).toBe('Sign in');
    expect(headingOf((await typePassword(elsewhere, anna.email)).html)).toBe('Sign in');
    await typePassword(elsewhere, anna.email, newPassword);
    expect(headingOf((await typeTotp(server, elsewhere, anna.seed)).html)).toBe('Your account');
    expect(await eventsOf('password.changed')).toEqual([{ outcome: 'success', mail_kind: 'password_changed' }]);
  });

  test.each([
    ['nothing typed', '', newPassword, 'Enter your current password.'],
    ['no new password', testPassword, '', 'Choose a new password.'],
    ['too short', testPassword, 'x7!kQ', 'The password is too short.'],
    ['easy to guess', testPassword, 'Password12345!', 'This password is too easy to guess.'],
    ['the name in it', testPassword, 'xk7 bakker 93 otter', 'must not contain your name'],
    ['the address in it', testPassword, 'xk7 anna-0@example.com', 'must not contain your e-mail address'],
    ['the present one', testPassword, testPassword, 'This is your current password.'],
  ])('%s is refused in words, and nothing typed comes back', async (_, current, chosen, words) => {
    const page = await change(current, chosen.replace('anna-0', `anna-${count}`));
    expect(page.status).toBe(422);
    expect(textOf(page.html)).toContain(words);
    expect(page.html).toContain('aria-invalid="true"');
    for (const typed of [current, chosen].filter((text) => text !== '')) expect(page.html).not.toContain(typed);
    expect(await eventsOf('password.changed')).toEqual([]);
  });

  test('wrong present passwords are counted like at sign-in, and soon not looked at any more', async () => {
    for (let wrong = 0; wrong < 2; wrong += 1) {
      const page = await change('not the password', newPassword);
      expect({ status: page.status, said: textOf(page.html).includes('This is not your current password.') }).toEqual({
        status: 422,
        said: true,
      });
    }
    // A form that is wrong by itself costs no try.
    await change(testPassword, 'short');
    expect((await change('not the password', newPassword)).status).toBe(422);
    const blocked = await change(testPassword, newPassword);
    expect(blocked.status).toBe(429);
    expect(Number(blocked.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(textOf(blocked.html)).toMatch(/Too many wrong passwords. Please try again in \d+ minutes./);
    expect((await eventsOf('user.locked')).map(({ outcome }) => outcome)).toEqual(['success']);
  });

  test('twenty right changes at the same moment change it once', async () => {
    const csrf = /name="csrf" value="([^"]+)"/.exec(person.page.html)?.[1] ?? '';
    const before = await generation();
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        person.post(
          `${server.issuer}/account/password`,
          new URLSearchParams({
            csrf,
            act: 'change_password',
            current_password: testPassword,
            new_password: `${newPassword} ${index}`,
          }),
        ),
      ),
    );
    expect(await generation()).toBe(before + 1);
  });

  test('a session that was ended a moment before changes nothing', async () => {
    await raiseGeneration(server.database, anna.account.id);
    expect(headingOf((await change(testPassword, newPassword)).html)).toBe('Sign in');
    expect(await eventsOf('password.changed')).toEqual([]);
  });

  test('a sign-in that is older than five minutes does not suffice', async () => {
    const late = newPerson(server.issuer);
    await late.open(`${server.issuer}/account/password`);
    await typePassword(late, anna.email);
    await agePassword(server, 301);
    const page = await typeTotp(server, late, anna.seed);
    expect(headingOf(page.html)).toBe('Sign in');
    expect(textOf(page.html)).toContain('please enter your password again');
  });

  const generation = async () =>
    (
      await sql<{ generation: number }>`SELECT generation FROM account WHERE id = ${anna.account.id}::uuid`.execute(
        server.database,
      )
    ).rows[0]?.generation ?? 0;
});
