/** Every page that people meet, in a real browser: nothing in the way of anybody, whatever the screen, and nothing asked of others. */
import { afterAll, afterEach, beforeAll, beforeEach, test } from '@jest/globals';
import { sql } from 'kysely';
import type { Browser, Page } from 'playwright-core';
import { callApi, newAdminApp } from '../support/admin-api.js';
import { launchBrowser } from '../support/browser.js';
import { enterCode, enterPassword, enterTotp, expectHeading, follow, seedOn } from '../support/browser-steps.js';
import { type LoopbackParty, startLoopbackParty } from '../support/loopback-party.js';
import { expectSound } from '../support/page-audit.js';
import { ageBackupCodes, ageEnrolments } from '../support/past.js';
import { addEnrolledAccount, type EnrolledAccount, totpCode } from '../support/sign-in.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import { closeQuietly, openTab, type WatchedTab } from '../support/watched-tab.js';

/** Names as long as people have them. */
const longEmail = 'wilhelmina.van.den.broek-oudenallen+harbour@research.very-long-department.example.org';
const longName = 'Gemeentelijke Basisadministratie Persoonsgegevens en Reisdocumenten Aanvraagportaal';

/** Few attempts, so that every refusal is near. */
const env = {
  REQUIRE_MFA: 'true',
  MFA_GRACE_PERIOD_DAYS: '7',
  MFA_MAX_ATTEMPTS: '2',
  MFA_DAILY_ATTEMPTS: '3',
  LOCKOUT_THRESHOLD: '3',
};

let browser: Browser;
let server: TestServer;
let party: LoopbackParty;
let bureau: LoopbackParty;
let anna: EnrolledAccount;
let tab: WatchedTab;
let page: Page;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startTestServer({ env })]);
  party = await startLoopbackParty(server);
  bureau = await startLoopbackParty(server, {
    client_name: longName,
    skip_consent: false,
    client_uri: 'https://rp.example/',
    policy_uri: 'https://rp.example/privacy',
    tos_uri: 'https://rp.example/terms',
  });
  anna = await addEnrolledAccount(server, longEmail);
});
afterAll(async () => {
  await browser?.close();
  await Promise.all([party?.close(), bureau?.close(), server?.stop()]);
});

beforeEach(async () => {
  tab = await openTab(browser, [server.issuer, party.origin, bureau.origin]);
  page = tab.page;
});
afterEach(() => closeQuietly(tab));

test('signing in', async () => {
  await page.goto(party.startUrl());
  await expectSound(page, 'password');
  for (let wrong = 0; wrong < 2; wrong += 1) await enterPassword(page, anna.email, 'not the password');
  await expectSound(page, 'password-refused');
  await enterPassword(page, anna.email);
  await expectSound(page, 'challenge');
  await enterCode(page, totpCode(server, anna.seed, -8));
  await expectSound(page, 'challenge-refused');
  await follow(page, page.getByRole('link', { name: 'Use a backup code' }));
  await expectSound(page, 'challenge-backup-code');
  await page.locator('input.code').fill('mmmmm-wwwww');
  await expectSound(page, 'challenge-backup-code-typed');
  await enterCode(page, '000000');
  await expectSound(page, 'password-after-codes');
  await enterPassword(page, anna.email);
  await enterCode(page, '000000');
  await enterCode(page, totpCode(server, anna.seed));
  await expectSound(page, 'challenge-blocked');
  await follow(page, page.getByRole('button', { name: 'Sign in with a different account' }));
  for (let wrong = 0; wrong < 4; wrong += 1) await enterPassword(page, 'nobody@example.org', 'not the password');
  await expectSound(page, 'password-locked');
  await follow(page, page.getByRole('button', { name: 'Cancel' }));
  await expectHeading(page, 'Not signed in');
});

test('setting up a second factor', async () => {
  await server.addAccount(`new.${longEmail}`);
  await page.goto(party.startUrl());
  await enterPassword(page, `new.${longEmail}`);
  await expectSound(page, 'reminder');
  await follow(page, page.getByRole('button', { name: 'Set up now' }));
  await expectSound(page, 'enrolment');
  await enterCode(page, '12345');
  await expectSound(page, 'enrolment-refused');
  await ageEnrolments(server);
  await enterCode(page, '123456');
  await expectSound(page, 'enrolment-expired');
  await follow(page, page.getByRole('button', { name: 'Start over' }));
  await enterTotp(server, page, await seedOn(page));
  await expectSound(page, 'backup-codes');
  await page.reload();
  await expectSound(page, 'backup-codes-gone');
  await follow(page, page.getByRole('button', { name: 'Make new codes' }));
  await page.getByRole('checkbox').check();
  await follow(page, page.getByRole('button', { name: 'Continue' }));
  await expectHeading(page, 'Signed in');
  await page.goto(party.startUrl({ prompt: 'login' }));
  await expectSound(page, 'password-again');
});

test('an authenticator app that an administrator hands over', async () => {
  const { id, email } = await server.addAccount(`handed.${longEmail}`);
  const app = await newAdminApp(server);
  const staff = await addEnrolledAccount(server, 'admin@example.org', { roles: ['admin'] });
  const body = { reason: 'new phone' };
  const { text } = await callApi(server, await app.tokenOf(staff), 'POST', `/users/${id}/mfa/enroll`, { body });
  await page.goto(party.startUrl());
  await enterPassword(page, email);
  await expectSound(page, 'handed-over');
  await enterCode(page, '123456');
  await expectSound(page, 'handed-over-refused');
  await enterTotp(server, page, JSON.parse(text).secret);
  await expectHeading(page, 'Save your backup codes');
});

test('backup codes that are left', async () => {
  const dora = await addEnrolledAccount(server, `dora.${longEmail}`);
  const spendAllBut = (left: number) =>
    sql`UPDATE backup_code SET used_at = now() WHERE account_id = ${dora.account.id}::uuid AND code_hash NOT IN (
      SELECT code_hash FROM backup_code WHERE account_id = ${dora.account.id}::uuid AND used_at IS NULL LIMIT ${left}::int)`.execute(
      server.database,
    );
  await page.goto(bureau.startUrl());
  await enterPassword(page, dora.email);
  await enterCode(page, dora.backupCodes[0] ?? '');
  await expectSound(page, 'backup-code-used');
  await spendAllBut(3);
  await page.reload();
  await expectSound(page, 'backup-code-used-few');
  await page.goto(bureau.startUrl());
  await enterPassword(page, dora.email);
  await enterTotp(server, page, dora.seed);
  await expectSound(page, 'backup-codes-low');
  await follow(page, page.getByRole('button', { name: 'Make new codes' }));
  await page.getByRole('checkbox').check();
  await follow(page, page.getByRole('button', { name: 'Continue' }));
  await ageBackupCodes(server, 200);
  await page.goto(bureau.startUrl({ prompt: 'login' }));
  await enterPassword(page, dora.email);
  await enterTotp(server, page, dora.seed);
  await expectSound(page, 'backup-codes-check');
});

test('help, in both languages', async () => {
  await page.goto(`${server.issuer}/account/help#lost-phone`);
  await expectSound(page, 'help');
  const dutch = await openTab(browser, [server.issuer], { locale: 'nl-NL' });
  await dutch.page.goto(`${server.issuer}/account/help`);
  await expectHeading(dutch.page, 'Hulp bij het inloggen');
  await expectSound(dutch.page, 'help-nl');
  await closeQuietly(dutch);
});

test('a factor that the application demands', async () => {
  await server.addAccount('demanded@example.org');
  await page.goto(bureau.startUrl({ acr_values: 'urn:countersign:acr:mfa' }));
  await enterPassword(page, 'demanded@example.org');
  await expectSound(page, 'enrolment-demanded');
});

test('consent, and signing out', async () => {
  const berta = await addEnrolledAccount(server, `berta.${longEmail}`);
  await page.goto(bureau.startUrl({ scope: 'openid profile email offline_access', prompt: 'consent' }));
  await enterPassword(page, berta.email);
  await enterTotp(server, page, berta.seed);
  await expectSound(page, 'consent');
  await follow(page, page.getByRole('button', { name: 'Allow' }));
  await expectHeading(page, 'Signed in');
  await page.goto(bureau.endUrl);
  await expectSound(page, 'logout');
  await page.goto(`${server.issuer}/logout`);
  await follow(page, page.getByRole('button', { name: 'Sign out' }));
  await expectSound(page, 'signed-out');
  // Without our script, which would send this page's form at once.
  await page.route('**/assets/*.js', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
  await page.goto(`${server.issuer}/logout`);
  await expectSound(page, 'go-on');
});

test('connecting a device', async () => {
  const device = await server.addClient({
    client_name: longName,
    redirect_uris: [],
    grant_types: ['urn:ietf:params:oauth:grant-type:device_code'],
    token_endpoint_auth_method: 'none',
  });
  const begun = await fetch(`${server.issuer}/device/auth`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: device.clientId, scope: 'openid' }),
  });
  const { user_code: userCode } = (await begun.json()) as { user_code: string };
  const carla = await addEnrolledAccount(server, 'carla@example.org');
  await page.goto(`${server.issuer}/device`);
  await expectSound(page, 'device');
  await page.getByRole('textbox').fill('AAAA-AAAA');
  await follow(page, page.getByRole('button', { name: 'Continue' }));
  await expectSound(page, 'device-refused');
  await page.getByRole('textbox').fill(userCode.toLowerCase());
  await follow(page, page.getByRole('button', { name: 'Continue' }));
  await expectSound(page, 'device-confirm');
  await follow(page, page.getByRole('button', { name: 'Continue' }));
  await enterPassword(page, carla.email);
  await enterTotp(server, page, carla.seed);
  await expectSound(page, 'device-success');
});

test('where nothing can go on', async () => {
  await page.goto(party.startUrl());
  await page.context().clearCookies();
  await page.reload();
  await expectSound(page, 'expired');
  await page.goto(`${server.issuer}/authorize?client_id=unknown`);
  await expectSound(page, 'error-request');
  await page.goto(`${server.issuer}/nowhere`);
  await expectSound(page, 'error-not-found');
  await page.goto(server.issuer);
  await expectSound(page, 'home');
});

test('an encouragement', async () => {
  await server.restart({ REQUIRE_MFA: 'false', MFA_POLICY: 'encouraged' });
  await server.addAccount('free@example.org');
  await page.goto(party.startUrl());
  await enterPassword(page, 'free@example.org');
  await expectSound(page, 'encouragement');
});
