/** The lists of an account in a real browser: sound on every screen, and at work without script. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { recordEvents } from '../../src/audit/audit-store.js';
import { type Stage, setStage } from '../support/browser-stage.js';
import { enterPassword, enterTotp, expectHeading, follow } from '../support/browser-steps.js';
import type { LoopbackParty } from '../support/loopback-party.js';
import { expectSound } from '../support/page-audit.js';
import { addEnrolledAccount, type EnrolledAccount } from '../support/sign-in.js';
import { closeQuietly, type WatchedTab } from '../support/watched-tab.js';

const longName = 'Gemeentelijke Basisadministratie Persoonsgegevens en Reisdocumenten Aanvraagportaal';
const iphone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1';

let stage: Stage;
let bureau: LoopbackParty;
let anna: EnrolledAccount;
let desk: WatchedTab;
let phone: WatchedTab;

beforeAll(async () => {
  stage = await setStage();
  bureau = await stage.addParty({ client_name: longName, skip_consent: false });
  anna = await addEnrolledAccount(stage.server, 'anna@example.com');
});
afterAll(() => stage?.close());

beforeEach(async () => {
  desk = await stage.openTab({ javaScriptEnabled: false });
  phone = await stage.openTab({ userAgent: iphone });
});
afterEach(async () => {
  await closeQuietly(phone);
  await closeQuietly(desk);
});

const enter = async (page: Page, url: string) => {
  await page.goto(url);
  await enterPassword(page, anna.email);
  await enterTotp(stage.server, page, anna.seed);
};
const press = (page: Page, name: string | RegExp) => follow(page, page.getByRole('button', { name }).first());
const pageAt = (name: string) => `${stage.server.issuer}/account/${name}`;

test('sessions and browsers: another is signed out and forgotten without script, then all others', async () => {
  await enter(phone.page, bureau.startUrl());
  await press(phone.page, 'Allow');
  await enter(desk.page, pageAt('sessions'));
  await expectHeading(desk.page, 'Where you are signed in');
  await expectHeading(phone.page, 'Signed in');
  await press(desk.page, /^Sign out.*Safari on iPhone$/);
  expect(await desk.page.locator('.notice[role=status]').textContent()).toContain('The session was signed out.');
  await press(desk.page, /^Forget this browser.*Safari on iPhone$/);
  expect(await desk.page.locator('.notice[role=status]').textContent()).toContain('The browser was forgotten.');
  await phone.page.goto(pageAt('sessions'));
  await expectHeading(phone.page, 'Sign in');

  await enterPassword(phone.page, anna.email);
  await enterTotp(stage.server, phone.page, anna.seed);
  await expectSound(phone.page, 'sessions');
  await press(phone.page, 'Sign out everywhere');
  expect(await phone.page.locator('.notice[role=status]').textContent()).toContain(
    'You are signed out everywhere else.',
  );
  await desk.page.goto(pageAt('sessions'));
  await expectHeading(desk.page, 'Sign in');
});

test('applications: what each may do, and an end to it', async () => {
  await enter(phone.page, bureau.startUrl({ scope: 'openid profile email offline_access', prompt: 'consent' }));
  await press(phone.page, 'Allow');
  await phone.page.goto(stage.party.startUrl());
  await expectHeading(phone.page, 'Signed in');
  await phone.page.goto(pageAt('apps'));
  await expectHeading(phone.page, 'Connected applications');
  await expectSound(phone.page, 'apps');
  await press(phone.page, new RegExp(`^Remove access.*${longName}$`));
  expect(await phone.page.locator('.notice[role=status]').textContent()).toContain('The access was removed.');
  expect(await phone.page.getByText(longName).count()).toBe(0);
});

test('activity: in words, failures marked, older pages a link away', async () => {
  await enter(phone.page, pageAt('activity'));
  const about = { subjectId: anna.account.id, ip: '2001:db8:1234:5678:9abc:def0:1234:5678' } as const;
  const somebody = { ...about, actor: { type: 'anonymous', id: null }, userAgent: iphone } as const;
  await recordEvents(stage.server.database, [
    { ...somebody, type: 'user.login_failed', outcome: 'failure' },
    { ...somebody, type: 'mfa.failed', outcome: 'failure' },
    { ...about, type: 'user.unlocked', outcome: 'success', actor: { type: 'cli', id: null } },
    ...Array.from({ length: 20 }, () => ({ ...somebody, type: 'mfa.failed', outcome: 'failure' }) as const),
  ]);
  await phone.page.goto(pageAt('activity'));
  await expectHeading(phone.page, 'Activity');
  await expectSound(phone.page, 'activity');
  await follow(phone.page, phone.page.getByRole('link', { name: 'Older' }));
  await expectHeading(phone.page, 'Activity');
  await follow(phone.page, phone.page.getByRole('link', { name: 'Newest' }));
  expect(await phone.page.getByText('by an administrator').count()).toBe(1);
});
