/** Story: somebody with a second factor forgot the password. The mail alone is not enough, and the factor stays as it is. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { type ForgetfulPerson, newForgetfulPerson, newPassword } from '../support/forgetful-person.js';
import { linkTokens } from '../support/mail-links.js';
import { headingOf, newPerson, textOf } from '../support/person.js';
import { newRelyingParty, type RelyingParty } from '../support/relying-party.js';
import {
  addEnrolledAccount,
  type EnrolledAccount,
  signInWithTotp,
  totpCode,
  typePassword,
  typeTotp,
} from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

describe.each(databaseKinds)('on %s', (kind) => {
  let server: TestServer;
  let party: RelyingParty;
  let person: ForgetfulPerson;
  let email: string;
  let anna: EnrolledAccount;
  let count = 0;

  beforeAll(async () => {
    server = await startTestServer({ kind, env: { RATE_LIMIT: 'off', MFA_DAILY_ATTEMPTS: '3' } });
    party = await newRelyingParty(server, await server.addClient({ scope: 'openid email offline_access account' }));
  });
  afterAll(() => server?.stop());
  beforeEach(async () => {
    count += 1;
    email = `anna-${count}@example.com`;
    person = newForgetfulPerson(server, email);
    anna = await addEnrolledAccount(server, email);
  });

  test('asks for a code in the same form; the factor, its codes and the grace period stay as they were', async () => {
    const elsewhere = newPerson(server.issuer);
    await signInWithTotp(server, elsewhere, await party.authorizationUrl(), anna);
    const before = await person.storedState();
    const token = await person.newToken();
    expect((await person.openLink(token)).html).toContain('autocomplete="one-time-code"');
    const done = await person.choose(token, { code: totpCode(server, anna.seed) });
    server.clock.move(30);
    expect(headingOf(done.html)).toBe('Your password was changed');
    const after = await person.storedState();
    expect({ ...after, generation: 0, password_hash: '', used_links: 0 }).toEqual({
      ...before,
      generation: 0,
      password_hash: '',
      used_links: 0,
    });
    expect(headingOf((await elsewhere.open(`${server.issuer}/account`)).html)).toBe('Sign in');
    expect(await person.headingAfterPassword(newPassword)).toBe('Enter your verification code');
    await person.open(`${server.issuer}/account`);
    await typePassword(person, email, newPassword);
    expect(headingOf((await typeTotp(server, person, anna.seed)).html)).toBe('Your account');
  });

  test('a backup code will do, once', async () => {
    const [code = ''] = anna.backupCodes;
    const token = await person.newToken();
    await person.openLink(token);
    expect(headingOf((await person.choose(token, { code })).html)).toBe('Your password was changed');
    const again = await person.newToken();
    await person.openLink(again);
    const page = await person.choose(again, { code, new_password: 'another quarry lantern 8' });
    expect(page.status).toBe(422);
    expect(textOf(page.html)).toContain('Backup code already used');
  });

  test('wrong codes count, change nothing, and in the end nothing is looked at; the link stays alive', async () => {
    const before = await person.storedState();
    const token = await person.newToken();
    await person.openLink(token);
    for (const code of ['000000', '', '12345']) {
      const page = await person.choose(token, { code });
      expect(page.status).toBe(422);
      expect(textOf(page.html)).toContain('Invalid verification code');
      expect(page.html).not.toContain(newPassword);
    }
    const blocked = await person.choose(token, { code: totpCode(server, anna.seed) });
    expect(blocked.status).toBe(429);
    expect(Number(blocked.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await person.storedState()).toEqual(before);
    expect((await person.openLink(token)).status).toBe(200);
  });

  test('a password that will not do costs no code', async () => {
    const token = await person.newToken();
    await person.openLink(token);
    const code = totpCode(server, anna.seed);
    expect((await person.choose(token, { code, new_password: 'Password12345!' })).status).toBe(422);
    expect(headingOf((await person.choose(token, { code })).html)).toBe('Your password was changed');
    server.clock.move(30);
  });

  test('a code that was accepted elsewhere is not accepted here', async () => {
    const code = totpCode(server, anna.seed);
    await person.open(`${server.issuer}/account`);
    await typePassword(person, email);
    await person.act('verify_factor', { code });
    const token = await person.newToken();
    await person.openLink(token);
    const before = await person.storedState();
    expect((await person.choose(token, { code })).status).toBe(422);
    expect(await person.storedState()).toEqual(before);
  });

  test('one code and one link at the same moment, twenty times: one winner, and a second link keeps nothing of it', async () => {
    for (let round = 0; round < 20; round += 1) {
      await sql`DELETE FROM mail`.execute(server.database);
      const token = await person.newToken();
      const other = await person.newToken();
      await person.openLink(token);
      const code = totpCode(server, anna.seed);
      const before = await person.storedState();
      const pages = await Promise.all(
        [token, other, token, other].map((one, index) =>
          person.post(
            `${server.issuer}/account/reset-password`,
            person.resetForm({ token: one, code, new_password: `${newPassword} ${index}` }),
          ),
        ),
      );
      server.clock.move(30);
      const won = pages.filter(({ html }) => headingOf(html) === 'Your password was changed');
      expect({ won: won.length, statuses: pages.every(({ status }) => status < 500) }).toEqual({
        won: 1,
        statuses: true,
      });
      const after = await person.storedState();
      expect({ generation: after.generation, used: after.used_links }).toEqual({
        generation: Number(before.generation) + 1,
        used: 1,
      });
    }
  });

  test('a factor that cannot be read refuses: no password is set, no link used', async () => {
    await sql`UPDATE totp_credential SET seed_sealed = 'damaged' WHERE account_id = ${anna.account.id}::uuid`.execute(
      server.database,
    );
    const before = await person.storedState();
    const token = await person.newToken();
    await person.openLink(token);
    const page = await person.choose(token, { code: totpCode(server, anna.seed) });
    expect(page.status).toBe(500);
    expect(await person.storedState()).toEqual(before);
  });

  test('a factor that was set up after the mail was sent ends the link', async () => {
    const plain = `berta-${count}@example.com`;
    await server.addAccount(plain);
    await person.askForMail(plain);
    const [token = ''] = await linkTokens(server, plain, 'password_reset');
    await sql`UPDATE account SET mfa_configured_at = now(), generation = generation + 1 WHERE email = ${plain}`.execute(
      server.database,
    );
    expect((await person.openLink(token)).status).toBe(410);
  });
});
