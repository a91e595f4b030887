/** Every page of the console, as it is registered: who is let in, and what else a form needs. A new page is tried without a line here. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { adminPages } from '../../src/admin/admin-pages.js';
import { ownBrowser } from '../support/own-account.js';
import { hiddenField, newPerson, type Person } from '../support/person.js';
import { addEnrolledAccount, type EnrolledAccount, typePassword, typeTotp } from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

/** The pages' addresses, each about this account where it is about one. */
function addresses(issuer: string, id: string): string[] {
  return adminPages.map(({ path }) => issuer + path.replace(':id', id));
}

describe.each(databaseKinds)('on %s', (kind) => {
  let server: TestServer;
  let anna: EnrolledAccount;
  let root: EnrolledAccount;
  beforeAll(async () => {
    server = await startTestServer({ kind, env: { REQUIRE_ADMIN_MFA: 'true', MFA_GRACE_PERIOD_DAYS: '7' } });
    anna = await addEnrolledAccount(server, 'anna@example.com');
    root = await addEnrolledAccount(server, 'root@example.com', { roles: ['super_admin'] });
  });
  afterAll(() => server?.stop());

  test('whoever is not signed in is sent to sign in, and comes back to the page', async () => {
    for (const address of addresses(server.issuer, anna.account.id)) {
      const person = newPerson(server.issuer);
      const first = await person.open(address);
      expect([address, new URL(first.url).pathname]).toEqual([address, expect.stringMatching(/^\/interaction\//)]);
    }
    const [address = ''] = addresses(server.issuer, anna.account.id);
    const person = newPerson(server.issuer);
    await person.open(address);
    await typePassword(person, root.email);
    const page = await typeTotp(server, person, root.seed);
    expect([page.status, page.url]).toEqual([200, address]);
  });

  test('people without the role see none of it, GET or POST', async () => {
    const person = await ownBrowser(server, anna);
    for (const address of addresses(server.issuer, anna.account.id)) {
      const page = await person.open(address);
      expect([address, page.status]).toEqual([address, 403]);
      expect(page.html).not.toContain('console-navigation');
      const posted = await person.post(address, new URLSearchParams({ act: 'x', csrf: 'x' }));
      expect([address, [403, 404, 405].includes(posted.status)]).toEqual([address, true]);
    }
  });

  test('an administrator in the grace period, with the password alone, is told to set a factor up', async () => {
    const greta = await server.addAccount(`greta-${kind}@example.com`, { roles: ['admin'] });
    const person = newPerson(server.issuer);
    await person.open(`${server.issuer}/account`);
    await typePassword(person, greta.email);
    await person.act('not_now');
    for (const address of addresses(server.issuer, anna.account.id)) {
      const page = await person.open(address);
      expect([address, page.status]).toEqual([address, 403]);
      expect(page.html).toContain('Set up your second factor first');
      expect(page.html).not.toContain(anna.email);
    }
  });

  test('a form needs the token of this very session, and our own origin', async () => {
    const person = await ownBrowser(server, root);
    const address = `${server.issuer}/admin/users/${anna.account.id}/reset-mfa`;
    const page = await person.open(address);
    const csrf = hiddenField(page.html, 'csrf') ?? '';
    expect(csrf).not.toBe('');
    for (const token of ['', 'x'.repeat(43), csrf.slice(1)]) {
      await person.post(address, new URLSearchParams({ act: 'remove_mfa', reason: 'Lost phone', csrf: token }));
    }
    const foreign = await fetch(address, {
      method: 'POST',
      headers: { Origin: 'https://evil.example', 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ act: 'remove_mfa', reason: 'Lost phone', csrf }),
    });
    expect(foreign.status).toBe(403);
    expect(await hasFactor(anna)).toBe(true);
  });

  test('an administrator who is demoted while the form is open does nothing more', async () => {
    const admin = await addEnrolledAccount(server, `admin-${kind}@example.com`, { roles: ['admin'] });
    const person = await ownBrowser(server, admin);
    await person.open(`${server.issuer}/admin/users/${anna.account.id}/disable-mfa`);
    await sql`UPDATE account SET roles = '{}' WHERE id = ${admin.account.id}::uuid`.execute(server.database);
    const page = await person.act('remove_mfa', { reason: 'Lost phone' });
    expect(page.status).toBe(403);
    expect(await hasFactor(anna)).toBe(true);
  });

  test('nobody takes their own factor away here, nor, without being super_admin, another administrator’s', async () => {
    const admin = await addEnrolledAccount(server, `peer-${kind}@example.com`, { roles: ['admin'] });
    const person = await ownBrowser(server, admin);
    for (const { account, sentence } of [
      { account: admin.account, sentence: 'Nobody can do this to their own account' },
      { account: root.account, sentence: 'Only a super administrator' },
    ]) {
      await person.open(`${server.issuer}/admin/users/${account.id}/reset-mfa`);
      const page = await person.act('remove_mfa', { reason: 'Because I can' });
      expect(page.status).toBe(403);
      expect(page.html).toContain(sentence);
      expect(page.html).toContain('Because I can</textarea>');
    }
    expect([await hasFactor(root), await hasFactor(admin)]).toEqual([true, true]);
  });

  test('what was typed and refused is shown again; without a reason nothing happens', async () => {
    const person: Person = await ownBrowser(server, root);
    await person.open(`${server.issuer}/admin/users/${anna.account.id}/reset-mfa`);
    for (const reason of ['', '   ', 'x'.repeat(501)]) {
      const page = await person.act('remove_mfa', { reason });
      expect(page.status).toBe(422);
      expect(page.html).toContain('aria-invalid="true"');
    }
    expect(await hasFactor(anna)).toBe(true);
  });

  test('with a reason the factors are gone, the event names the administrator, and the person is told', async () => {
    const lost = await addEnrolledAccount(server, `lost-${kind}@example.com`);
    const person = await ownBrowser(server, root);
    await person.open(`${server.issuer}/admin/users/${lost.account.id}/reset-mfa`);
    await person.act('remove_mfa', { reason: 'Lost phone, called back' });
    expect(await hasFactor(lost)).toBe(false);
    const { rows } = await sql<{ actor_id: string; detail: { reason: string }; mail_kind: string | null }>`
      SELECT actor_id, detail, mail_kind FROM audit_event WHERE type = 'mfa.reset' AND subject_id = ${lost.account.id}::uuid`.execute(
      server.database,
    );
    expect(rows).toMatchObject([{ actor_id: root.account.id, detail: { reason: 'Lost phone, called back' } }]);
    expect(rows[0]?.mail_kind).not.toBeNull();
  });

  async function hasFactor({ account }: Pick<EnrolledAccount, 'account'>): Promise<boolean> {
    const row = await server.database
      .selectFrom('account')
      .select('mfa_configured_at')
      .where('id', '=', account.id)
      .executeTakeFirstOrThrow();
    return row.mfa_configured_at !== null;
  }
});
