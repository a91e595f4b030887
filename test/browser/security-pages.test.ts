/** Every page about one's own second factor, in a real browser, with names as long as people have them. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { type Stage, setStage } from '../support/browser-stage.js';
import {
  codeField,
  codesOn,
  enterPassword,
  enterTotp,
  expectHeading,
  expectRefused,
  follow,
  seedOn,
} from '../support/browser-steps.js';
import { ageSetups } from '../support/own-account.js';
import { expectSound } from '../support/page-audit.js';
import { addEnrolledAccount, type EnrolledAccount, totpCode } from '../support/sign-in.js';
import { closeQuietly, type WatchedTab } from '../support/watched-tab.js';

const longEmail = 'wilhelmina.van.den.broek-oudenallen+harbour@research.very-long-department.example.org';
const longName = 'Diensttelefoon-van-de-afdeling-Persoonsgegevens, tweede van';

let stage: Stage;
let tab: WatchedTab;
let page: Page;
let anna: EnrolledAccount;
let count = 0;

beforeAll(async () => {
  stage = await setStage({ MFA_DAILY_ATTEMPTS: '2' });
});
afterAll(() => stage?.close());
beforeEach(async () => {
  count += 1;
  anna = await addEnrolledAccount(stage.server, `${count}.${longEmail}`);
  tab = await stage.openTab();
  page = tab.page;
});
afterEach(() => closeQuietly(tab));

const open = (path = '') => page.goto(`${stage.server.issuer}/account/security${path}`);
const button = (name: string) => page.getByRole('button', { name, exact: true });

async function signIn(): Promise<void> {
  await open();
  await enterPassword(page, anna.email);
  await enterTotp(stage.server, page, anna.seed);
}

test('apps: added, renamed, removed', async () => {
  await signIn();
  await follow(page, button('Add another app'));
  await expectSound(page, 'security-add-second');
  await ageSetups(stage.server);
  await codeField(page).fill('123456');
  await follow(page, button('Verify'));
  await expectSound(page, 'security-add-expired');
  await follow(page, button('Start over'));
  await page.getByLabel('Name your app').fill(longName);
  await enterTotp(stage.server, page, await seedOn(page));
  await expectSound(page, 'security-two-apps');
  await follow(page, page.getByRole('link', { name: `Rename ${longName}` }));
  await expectSound(page, 'security-rename');
  await page.getByLabel('Name').fill('phone');
  await follow(page, button('Save'));
  await expectRefused(page, page.getByLabel('Name'), 'You have another app of this name.');
  await expectSound(page, 'security-rename-refused');
  await page.getByLabel('Name').fill('Tablet');
  await follow(page, button('Save'));
  await follow(page, page.getByRole('link', { name: 'Remove Phone' }));
  await expectSound(page, 'security-remove');
});

test('backup codes: renewed', async () => {
  await signIn();
  await follow(page, button('Make new backup codes'));
  await expectSound(page, 'security-renew');
  await codeField(page).fill(anna.backupCodes[0] ?? '');
  await follow(page, button('Make new codes'));
  await expectRefused(page, codeField(page), 'Use a code from your app');
  await expectSound(page, 'security-renew-refused');
  await codeField(page).fill(totpCode(stage.server, anna.seed));
  await follow(page, button('Make new codes'));
  expect(await codesOn(page)).toHaveLength(10);
  await expectSound(page, 'security-new-codes');
  await open();
  await expectSound(page, 'security-codes-unconfirmed');
});

test('too many wrong codes', async () => {
  await signIn();
  await open('/disable');
  for (let wrong = 0; wrong < 3; wrong += 1) {
    await codeField(page).fill('000000');
    await follow(page, button('Disable Two-Factor Authentication'));
  }
  await expectRefused(page, codeField(page), 'Too many wrong codes');
  await expectSound(page, 'security-blocked');
});

test('what policy forbids is shown as such', async () => {
  await stage.server.restart({ MFA_ALLOW_SELF_DISABLE: 'false', REQUIRE_MFA: 'true' });
  await signIn();
  expect(await button('Disable Two-Factor Authentication').isDisabled()).toBe(true);
  await expectSound(page, 'security-required');
  await open('/disable');
  await expectHeading(page, 'Disable two-factor authentication');
  await expectSound(page, 'security-disable-forbidden');
  const { email } = await stage.server.addAccount('bert@example.com');
  await page.context().clearCookies();
  await open();
  await enterPassword(page, email);
  await follow(page, button('Not now'));
  await expectSound(page, 'security-off-required');
});
