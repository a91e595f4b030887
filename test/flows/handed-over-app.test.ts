/** Story: an administrator sets an authenticator app up for somebody and hands it over; the person confirms it at the next sign-in. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { raiseGeneration } from '../../src/accounts/generation-store.js';
import { type AdminApp, callApi, newAdminApp, outcomeOf } from '../support/admin-api.js';
import { assuranceOf, twoFactors } from '../support/assurance.js';
import { ageEnrolments } from '../support/past.js';
import { headingOf, newPerson, type Person, scannedSeed, shownBackupCodes, textOf } from '../support/person.js';
import { newRelyingParty, type RelyingParty } from '../support/relying-party.js';
import {
  addEnrolledAccount,
  type EnrolledAccount,
  enrol,
  signInWithPassword,
  signInWithTotp,
  totpCode,
} from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

const heading = 'Confirm your authenticator app';
const reason = 'new phone handed out at the desk';

interface HandedOver {
  readonly factor_id: string;
  readonly secret: string;
  readonly uri: string;
  readonly qr_code: string;
  readonly expires_at: string;
}

describe.each(databaseKinds)('on %s', (kind) => {
  let server: TestServer;
  let app: AdminApp;
  let party: RelyingParty;
  let root: EnrolledAccount;
  let token: string;
  let anna: { readonly id: string; readonly email: string };
  let count = 0;

  beforeAll(async () => {
    server = await startTestServer({ kind, env: { RATE_LIMIT: 'off', MFA_ISSUER: 'Example' } });
    app = await newAdminApp(server);
    party = await newRelyingParty(server, await server.addClient());
    root = await addEnrolledAccount(server, 'root@example.com', { roles: ['super_admin'] });
    token = await app.tokenOf(root);
  });
  afterAll(() => server?.stop());
  beforeEach(async () => {
    count += 1;
    anna = await server.addAccount(`anna-${count}@example.com`);
  });

  const call = (id: string, by = token, body: object = { reason }) =>
    callApi(server, by, 'POST', `/users/${id}/mfa/enroll`, { body });
  async function handOver(id = anna.id): Promise<HandedOver> {
    const reply = await call(id);
    if (reply.status !== 200) throw new Error(`${reply.status} ${reply.text}`);
    return JSON.parse(reply.text);
  }
  async function signIn(person: Person = newPerson(server.issuer), parameters = {}): Promise<Person> {
    await signInWithPassword(person, await party.authorizationUrl(parameters), anna.email);
    return person;
  }
  const confirm = (person: Person, code: string) => person.act('confirm_enrolment', { code });
  const factors = async () =>
    (
      await sql<{ id: string }>`SELECT id FROM totp_credential WHERE account_id = ${anna.id}::uuid`.execute(
        server.database,
      )
    ).rows.map(({ id }) => id);
  const otherCode = (seed: string) => String((Number(totpCode(server, seed)) + 1) % 1_000_000).padStart(6, '0');

  test('after the password the person enters the app’s code and nothing else, gets backup codes, and is signed in with both', async () => {
    const handed = await handOver();
    expect(handed.uri).toContain(`secret=${handed.secret}`);
    expect(handed.uri).toContain('issuer=Example');
    expect(handed.qr_code).toMatch(/^data:image\/png;base64,/);
    const days = (Date.parse(handed.expires_at) - Date.now()) / 86_400_000;
    expect(Math.round(days)).toBe(7);
    expect(await factors()).toEqual([]);

    const person = await signIn();
    expect(headingOf(person.page.html)).toBe(heading);
    expect(textOf(person.page.html)).toContain('Enter the code that it shows for Example');
    for (const never of [handed.secret, handed.secret.slice(0, 8), 'otpauth:', 'Not now', '<svg class="qr"']) {
      expect(person.page.html).not.toContain(never);
    }
    const confirmed = await confirm(person, totpCode(server, handed.secret));
    expect(shownBackupCodes(confirmed.html)).toHaveLength(10);
    const done = await person.act('codes_saved', { saved: 'yes' });
    expect(assuranceOf((await party.redeem(done.leftFor)).claims())).toEqual(twoFactors);
    expect(await factors()).toEqual([handed.factor_id]);

    server.clock.move(60);
    const owner = { email: anna.email, seed: handed.secret };
    const page = await signInWithTotp(server, newPerson(server.issuer), await party.authorizationUrl(), owner);
    expect(assuranceOf((await party.redeem(page.leftFor)).claims())).toEqual(twoFactors);
  });

  test('it is written down with its reason, without the key, and the person hears of it', async () => {
    const handed = await handOver();
    const { rows } = await sql<{ text: string; detail: object; mail_kind: string }>`
      SELECT audit_event::text AS text, detail, mail_kind FROM audit_event
      WHERE subject_id = ${anna.id}::uuid AND type = 'mfa.admin_enrolled'`.execute(server.database);
    expect(rows).toMatchObject([
      { detail: { reason, method: 'totp', factor_id: handed.factor_id }, mail_kind: 'app_handed_over' },
    ]);
    expect([...server.log, rows[0]?.text].join()).not.toContain(handed.secret);
  });

  test('until then no token is issued: not to who was signed in already, nor to who asks without a page', async () => {
    const person = await signIn();
    const tokens = await party.redeem(person.page.leftFor);
    await handOver();
    const silent = await person.open(await party.authorizationUrl({ prompt: 'none' }));
    expect(silent.leftFor?.searchParams.has('code')).toBe(false);
    await expect(party.refresh(tokens.refresh_token)).rejects.toThrow();
    expect(headingOf((await person.open(await party.authorizationUrl())).html)).toBe(heading);
  });

  test('a client that demands a second factor gets the same page', async () => {
    await handOver();
    const person = await signIn(undefined, { acr_values: 'urn:countersign:acr:mfa' });
    expect(headingOf(person.page.html)).toBe(heading);
  });

  test('whoever looks for the key for a while needs no new beginning', async () => {
    const { secret } = await handOver();
    const person = await signIn();
    await ageEnrolments(server);
    expect(shownBackupCodes((await confirm(person, totpCode(server, secret))).html)).toHaveLength(10);
  });

  test('a page that set up another app before is worth nothing any more', async () => {
    const person = await signIn(undefined, { acr_values: 'urn:countersign:acr:mfa' });
    const own = scannedSeed(person.page.html);
    const { secret } = await handOver();
    const page = await confirm(person, totpCode(server, own));
    expect([page.status, headingOf(page.html)]).toEqual([422, heading]);
    expect(page.html).not.toContain(own);
    expect(await factors()).toEqual([]);
    await person.act('restart_enrolment');
    expect(headingOf(person.page.html)).toBe(heading);
    await confirm(person, totpCode(server, secret));
    expect(await factors()).toHaveLength(1);
  });

  test('ten wrong codes, over all sign-ins and however they are sent, and no more is looked at until an administrator unlocks', async () => {
    const { secret } = await handOver();
    const people = await Promise.all([signIn(), signIn()]);
    for (let guess = 0; guess < 5; guess += 1) {
      for (const person of people) expect((await confirm(person, otherCode(secret))).status).toBe(422);
    }
    const third = await signIn();
    const refused = await confirm(third, totpCode(server, secret));
    expect(refused.status).toBe(429);
    expect(textOf(refused.html)).toContain('An administrator has to unlock your account.');
    expect(await factors()).toEqual([]);

    const unlocked = await callApi(server, token, 'POST', `/users/${anna.id}/unlock`);
    expect(unlocked.status).toBe(200);
    await confirm(third, totpCode(server, secret));
    expect(await factors()).toHaveLength(1);
  });

  test('the same code sent from four browsers at once makes one factor', async () => {
    const { secret } = await handOver();
    const people = await Promise.all(Array.from({ length: 4 }, () => signIn()));
    const code = totpCode(server, secret);
    const pages = await Promise.all(people.map((person) => confirm(person, code)));
    expect(pages.filter(({ html }) => shownBackupCodes(html).length === 10)).toHaveLength(1);
    expect(await factors()).toHaveLength(1);
  });

  test('a token from before cannot set up another app in its place, but may bring its first code', async () => {
    const url = await party.authorizationUrl({ scope: 'openid account', resource: `${server.issuer}/api` });
    const page = await signInWithPassword(newPerson(server.issuer), url, anna.email);
    const { access_token: own } = await party.redeem(page.leftFor);
    const { secret } = await handOver();
    expect(outcomeOf(await callApi(server, own, 'POST', '/mfa/enroll', { body: {} }))).toBe('409 account_changed');
    const wrong = await callApi(server, own, 'POST', '/mfa/verify', { body: { code: otherCode(secret) } });
    expect(outcomeOf(wrong)).toBe('422 invalid_code');
    const right = await callApi(server, own, 'POST', '/mfa/verify', { body: { code: totpCode(server, secret) } });
    expect(JSON.parse(right.text).backup_codes).toHaveLength(10);
  });

  test('handed over again, only the newer app counts', async () => {
    const first = await handOver();
    const person = await signIn();
    const second = await handOver();
    expect((await confirm(person, totpCode(server, first.secret))).status).toBe(422);
    await confirm(person, totpCode(server, second.secret));
    expect(await factors()).toEqual([second.factor_id]);
  });

  test.each(['another password, role or status', 'seven days'])(
    'after %s it is over, and the person sets up an app of their own',
    async (what) => {
      const { secret } = await handOver();
      const early = await signIn();
      if (what === 'seven days') {
        await sql`UPDATE totp_enrolment SET expires_at = now() WHERE handed_over`.execute(server.database);
        const late = await confirm(early, totpCode(server, secret));
        expect(late.status).toBe(422);
        expect(textOf(late.html)).toContain('Setup session expired. Please start over.');
      } else {
        await raiseGeneration(server.database, anna.id);
      }
      const person = await signIn();
      expect(headingOf(person.page.html)).toBe('Set up two-factor authentication');
      expect(textOf(person.page.html)).not.toContain('Not now');
      await enrol(server, person);
      expect(await factors()).toHaveLength(1);
    },
  );

  test('not beside a factor of the person’s own, not for oneself, not for an administrator by an admin, and not without a reason', async () => {
    const ben = await addEnrolledAccount(server, `ben-${count}@example.com`);
    expect(outcomeOf(await call(ben.account.id))).toBe('409 mfa_already_enabled');
    expect(outcomeOf(await call(root.account.id))).toBe('403 own_account');
    const admin = await addEnrolledAccount(server, `admin-${count}@example.com`, { roles: ['admin'] });
    const other = await server.addAccount(`other-${count}@example.com`, { roles: ['admin'] });
    expect(outcomeOf(await call(other.id, await app.tokenOf(admin)))).toBe('403 super_admin_required');
    expect(outcomeOf(await call(anna.id, token, {}))).toBe('400 invalid_body');
    expect(outcomeOf(await call('00000000-0000-4000-8000-000000000000'))).toBe('404 account_not_found');
    const { rows } =
      await sql`SELECT 1 FROM totp_enrolment WHERE account_id = ANY (${[ben.account.id, other.id]}::uuid[])`.execute(
        server.database,
      );
    expect(rows).toEqual([]);
  });
});
