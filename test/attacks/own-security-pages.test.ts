/** Attacks on the security pages: with an open session, half a sign-in, another session's form, another account's ids, many at once. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { readMfaState } from '../../src/mfa/mfa-state-store.js';
import { eventsOf } from '../accounts/account-fixture.js';
import { confirmApp, factorIdOn, ownBrowser, securityUrl, setupOn, staleBrowser } from '../support/own-account.js';
import { headingOf, hiddenField, newPerson, type Page, type Person, scannedSeed, textOf } from '../support/person.js';
import { addEnrolledAccount, type EnrolledAccount, totpCode, typePassword } from '../support/sign-in.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

let server: TestServer;
let anna: EnrolledAccount;
let count = 0;
beforeAll(async () => {
  server = await startTestServer({ env: { RATE_LIMIT: 'off' } });
});
afterAll(() => server?.stop());
beforeEach(async () => {
  count += 1;
  anna = await addEnrolledAccount(server, `anna-${count}@example.com`);
});

const csrfOf = ({ html }: Pick<Page, 'html'>) => hiddenField(html, 'csrf') ?? '';
const send = (person: Person, path: string, fields: Record<string, string>) =>
  person.post(securityUrl(server, path), new URLSearchParams(fields));
const isSignIn = ({ url }: Page) => /^\/interaction\//.test(new URL(url).pathname);

/** A form's token of the person's own session: the profile has one and needs no fresh sign-in. */
const ownCsrf = async (person: Person) => csrfOf(await person.open(`${server.issuer}/account`));

/** Everything that can be sent to these pages. */
const acts = (factorId: string, code: string): [string, Record<string, string>][] => [
  ['', { act: 'codes_saved', saved: 'yes' }],
  ['/add', { act: 'confirm_enrolment', setup: factorId, code }],
  ['/add', { act: 'restart_enrolment' }],
  ['/add', { act: 'codes_saved', saved: 'yes' }],
  [`/rename?factor=${factorId}`, { act: 'rename', name: 'Mine' }],
  [`/remove?factor=${factorId}`, { act: 'remove', code }],
  ['/disable', { act: 'disable', code }],
  ['/backup-codes', { act: 'new_backup_codes', code }],
  ['/backup-codes', { act: 'codes_saved', saved: 'yes' }],
];

/** What an attack must leave as it was. */
async function stateOf({ account }: Pick<EnrolledAccount, 'account'>) {
  const { factors, backupCodesRemaining } = await readMfaState(server.database, account.id);
  const { rows } = await sql`SELECT generation, mfa_configured_at, (SELECT count(*)::int FROM totp_enrolment e
    WHERE e.account_id = a.id) AS enrolments FROM account a WHERE id = ${account.id}::uuid`.execute(server.database);
  return { names: factors.map(({ id, name }) => [id, name]), backupCodesRemaining, account: rows[0] };
}

test('an app is added by a fresh sign-in only: an open session that somebody finds leads to the password', async () => {
  const person = await staleBrowser(server, anna);
  expect(headingOf(person.page.html)).toBe('Security');
  const before = await stateOf(anna);
  const csrf = await ownCsrf(person);
  const shown = await person.open(securityUrl(server, '/add'));
  expect([isSignIn(shown), shown.html.includes('otpauth:')]).toEqual([true, false]);
  for (const act of ['confirm_enrolment', 'restart_enrolment']) {
    expect(isSignIn(await send(person, '/add', { csrf, act, code: '000000' }))).toBe(true);
  }
  expect(await stateOf(anna)).toEqual(before);

  // Nor can it finish what the owner began elsewhere, even knowing the key.
  const owner = await ownBrowser(server, anna, '/add');
  const stolen = { setup: setupOn(owner.page), code: totpCode(server, scannedSeed(owner.page.html)) };
  expect(isSignIn(await send(person, '/add', { csrf, act: 'confirm_enrolment', ...stolen }))).toBe(true);
  expect((await stateOf(anna)).names).toEqual(before.names);
});

test('nor are apps removed, codes renewed or all of it switched off in an open session, even with a right code', async () => {
  const person = await staleBrowser(server, anna);
  const before = await stateOf(anna);
  const factorId = factorIdOn(await person.open(securityUrl(server, '')), 'Phone');
  const csrf = await ownCsrf(person);
  expect(csrf).not.toBe('');
  for (const [path, act] of [
    [`/remove?factor=${factorId}`, 'remove'],
    ['/disable', 'disable'],
    ['/backup-codes', 'new_backup_codes'],
  ] as const) {
    expect([path, isSignIn(await person.open(securityUrl(server, path)))]).toEqual([path, true]);
    const sent = await send(person, path, { csrf, act, code: totpCode(server, anna.seed) });
    expect([path, isSignIn(sent)]).toEqual([path, true]);
  }
  expect(await stateOf(anna)).toEqual(before);
});

test('whoever is asked to sign in anew while setting up finds the same key afterwards', async () => {
  const person = await ownBrowser(server, anna, '/add');
  const seed = scannedSeed(person.page.html);
  const setup = setupOn(person.page);
  await person.open(
    `${server.issuer}/authorize?client_id=countersign-account&response_type=code&scope=openid&redirect_uri=${encodeURIComponent(`${server.issuer}/account/continue`)}&code_challenge=${'a'.repeat(43)}&code_challenge_method=S256&prompt=login&state=/account/security/add`,
  );
  await typePassword(person, anna.email);
  const back = await person.act('verify_factor', { code: totpCode(server, anna.seed) });
  expect([scannedSeed(back.html), setupOn(back)]).toEqual([seed, setup]);
});

test('the form of another session is worth nothing, whoever’s it is', async () => {
  const person = await ownBrowser(server, anna);
  const own = factorIdOn(person.page, 'Phone');
  const before = await stateOf(anna);
  const foreign = await ownCsrf(await ownBrowser(server, anna));
  const mallory = await ownCsrf(
    await ownBrowser(server, await addEnrolledAccount(server, `mallory-${count}@example.com`)),
  );
  for (const csrf of [foreign, mallory, '', 'x'.repeat(43)]) {
    for (const [path, fields] of acts(own, totpCode(server, anna.seed))) {
      expect((await send(person, path, { csrf, ...fields })).status).toBe(200);
    }
  }
  const { enrolments: _begun, ...rest } = (await stateOf(anna)).account as Record<string, unknown>;
  expect(before.account).toMatchObject(rest);
  expect((await stateOf(anna)).names).toEqual(before.names);
  expect(await eventsOf(server.database, anna.account.id)).not.toContain('mfa.failed');
});

test('a form from another site is refused', async () => {
  const person = await ownBrowser(server, anna);
  const csrf = await ownCsrf(person);
  const body = new URLSearchParams({ csrf, act: 'disable', code: totpCode(server, anna.seed) });
  const headers = { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' };
  expect((await person.post(securityUrl(server, '/disable'), body, headers)).status).toBe(403);
  expect((await stateOf(anna)).names).toHaveLength(1);
});

test('the password alone opens none of these pages and makes no change, also in the session that set the factor up', async () => {
  const account = await server.addAccount(`bert-${count}@example.com`);
  const person = await ownBrowser(server, account, '/add');
  const csrf = csrfOf(person.page);
  const { seed, backupCodes } = await confirmApp(server, person);
  const before = await stateOf({ account });
  const id = before.names[0]?.[0] ?? '';
  for (const path of ['', '/add', `/rename?factor=${id}`, `/remove?factor=${id}`, '/disable', '/backup-codes']) {
    expect(isSignIn(await person.open(securityUrl(server, path)))).toBe(true);
  }
  for (const [path, fields] of acts(id, backupCodes[0] ?? '')) {
    const page = await send(person, path, { csrf, ...fields });
    // A reload of the page with the codes is told that they are not shown again; it shows nothing else.
    if (fields.act === 'confirm_enrolment') expect(textOf(page.html)).toContain('cannot be shown again');
    else expect(isSignIn(page)).toBe(true);
    for (const secret of [seed, ...backupCodes]) expect(page.html).not.toContain(secret);
  }
  expect(await stateOf({ account })).toEqual(before);

  // Half a sign-in elsewhere: the password was typed, the code not.
  const half = newPerson(server.issuer);
  await half.open(securityUrl(server));
  await typePassword(half, account.email);
  for (const [path, fields] of acts(id, backupCodes[0] ?? '')) {
    expect(isSignIn(await send(half, path, { csrf, ...fields }))).toBe(true);
  }
  expect(await stateOf({ account })).toEqual(before);
});

test('another account’s app cannot be renamed, removed or confirmed, and odd ids find nothing', async () => {
  const berta = await addEnrolledAccount(server, `berta-${count}@example.com`);
  const bertas = await ownBrowser(server, berta, '/add');
  const setup = setupOn(bertas.page);
  const code = totpCode(server, scannedSeed(bertas.page.html));
  const id = (await readMfaState(server.database, berta.account.id)).factors[0]?.id ?? '';
  const before = await stateOf(berta);

  const person = await ownBrowser(server, anna);
  const csrf = await ownCsrf(person);
  const odd = [id, '', 'x', "'; DROP TABLE account; --", '%00', 'é'.repeat(300), `${id}&factor=${id}`];
  for (const factor of odd) {
    for (const path of ['/rename', '/remove']) {
      const page = await person.open(securityUrl(server, `${path}?factor=${factor}`));
      expect([page.status, headingOf(page.html)]).toEqual([200, 'Security']);
      const fields = { csrf, act: path.slice(1), name: 'Mine', code: anna.backupCodes[0] ?? '' };
      const answer = await send(person, `${path}?factor=${factor}`, fields);
      expect([answer.status, headingOf(answer.html)]).toEqual([200, 'Security']);
    }
  }
  const confirmed = await send(person, '/add', { csrf, act: 'confirm_enrolment', setup, code });
  expect([confirmed.status, textOf(confirmed.html).includes('Setup session expired.')]).toEqual([422, true]);
  expect(await stateOf(berta)).toEqual(before);
  // No code was spent on any of it.
  expect((await stateOf(anna)).backupCodesRemaining).toBe(10);
});

test('a name with markup in it is text everywhere', async () => {
  const person = await ownBrowser(server, anna);
  await person.open(securityUrl(server, `/rename?factor=${factorIdOn(person.page, 'Phone')}`));
  const page = await person.act('rename', { name: '"><script>alert(1)</script>' });
  expect(page.html).not.toContain('<script>alert');
  expect(textOf(page.html)).toContain('"><script>alert(1)</script>');
});

test('twenty changes at once with one backup code, on two nodes: one is made, and never a fault', async () => {
  const second = await server.again();
  for (let round = 0; round < 3; round += 1) {
    const owner = await addEnrolledAccount(server, `many-${count}-${round}@example.com`);
    const person = await ownBrowser(server, owner);
    const csrf = await ownCsrf(person);
    const code = owner.backupCodes[0] ?? '';
    const cookie = [...person.cookies].map(([name, { value }]) => `${name.split(' ')[0]}=${value}`).join('; ');
    const post = (port: number) =>
      fetch(`http://127.0.0.1:${port}/account/security/disable`, {
        method: 'POST',
        redirect: 'manual',
        body: new URLSearchParams({ csrf, act: 'disable', code }),
        headers: { Cookie: cookie, Origin: server.issuer, 'Sec-Fetch-Site': 'same-origin' },
      });
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => post(index % 2 === 0 ? server.port : second.port)),
    );
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    const done = answers.filter(({ headers }) => headers.get('location')?.endsWith('done=disabled'));
    expect(done).toHaveLength(1);
    const events = await eventsOf(server.database, owner.account.id);
    expect(events.filter((type) => type === 'mfa.disabled')).toHaveLength(1);
  }
});

test('codes typed into sign-ins while the owner makes changes: nobody waits for anybody for ever', async () => {
  for (let round = 0; round < 6; round += 1) {
    const owner = await addEnrolledAccount(server, `busy-${count}-${round}@example.com`);
    const person = await ownBrowser(server, owner);
    const csrf = await ownCsrf(person);
    const strangers = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const stranger = newPerson(server.issuer);
        await stranger.open(securityUrl(server));
        await typePassword(stranger, owner.email);
        return stranger;
      }),
    );
    const change = send(person, '/backup-codes', {
      csrf,
      act: 'new_backup_codes',
      code: totpCode(server, owner.seed),
    });
    const guesses = strangers.map((stranger) => stranger.act('verify_factor', { code: '000000' }));
    const answers = await Promise.all([change, ...guesses]);
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    expect((await eventsOf(server.database, owner.account.id)).at(-1)).toBeDefined();
  }
});
