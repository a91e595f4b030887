/** Story: a second factor will be required, or is encouraged; people set it up when they choose to. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { assuranceOf, passwordOnly, twoFactors } from '../support/assurance.js';
import { type Stage, setStage } from '../support/browser-stage.js';
import { claimsOn, enterPassword, enterTotp, expectHeading, follow, seedOn } from '../support/browser-steps.js';
import { ageInstallation } from '../support/past.js';
import { closeQuietly, type WatchedTab } from '../support/watched-tab.js';

let stage: Stage;
let tab: WatchedTab;
let page: Page;
let email: string;
let count = 0;

beforeAll(async () => {
  stage = await setStage({ REQUIRE_MFA: 'true', MFA_GRACE_PERIOD_DAYS: '12' });
});
afterAll(() => stage?.close());

beforeEach(async () => {
  count += 1;
  email = `person-${count}@example.com`;
  await stage.server.addAccount(email);
  tab = await stage.openTab();
  page = tab.page;
});
afterEach(() => closeQuietly(tab));

const signIn = async () => {
  await page.goto(stage.party.startUrl({ prompt: 'login' }));
  await enterPassword(page, email);
};
const press = (name: string) => follow(page, page.getByRole('button', { name }));

test('the reminder says from when and how long that is; "Not now" goes on, and it comes again', async () => {
  await signIn();
  await expectHeading(page, 'Protect your account');
  const from = new Date(Date.now() + 12 * 86_400_000);
  const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(from);
  const said = (await page.locator('.requirement').textContent())?.replaceAll('\u00a0', ' ');
  expect(said).toMatch(/^Your organization requires this from \d+ \w+( \d{4})? \(12 days left\)\.$/);
  expect(said).toContain(date);
  await press('Not now');
  expect(assuranceOf(await claimsOn(page))).toEqual(passwordOnly);
  await signIn();
  await expectHeading(page, 'Protect your account');
});

test('"Set up now" leads to the set-up, which can still be put off', async () => {
  await signIn();
  await press('Set up now');
  await expectHeading(page, 'Set up two-factor authentication');
  await press('Not now');
  expect(assuranceOf(await claimsOn(page))).toEqual(passwordOnly);
  await signIn();
  await press('Set up now');
  await enterTotp(stage.server, page, await seedOn(page));
  await page.getByRole('checkbox').check();
  await press('Continue');
  expect(assuranceOf(await claimsOn(page))).toEqual(twoFactors);
});

test('after the date there is no "Not now"', async () => {
  await ageInstallation(stage.server, 13);
  await stage.server.restart();
  await signIn();
  await expectHeading(page, 'Set up two-factor authentication');
  expect(await page.getByRole('button', { name: 'Not now' }).count()).toBe(0);
  expect(await page.locator('.requirement').textContent()).toContain('Your organization has required this since');
});

test('encouraged: without a date, once, and again after 30 days', async () => {
  await stage.server.restart({ REQUIRE_MFA: 'false', MFA_POLICY: 'encouraged' });
  await signIn();
  await expectHeading(page, 'Protect your account');
  expect(await page.locator('.requirement').count()).toBe(0);
  await press('Not now');
  await claimsOn(page);
  await signIn();
  await claimsOn(page);
  await ageInstallation(stage.server, 31);
  await signIn();
  await expectHeading(page, 'Protect your account');
  await press('Set up now');
  await expectHeading(page, 'Set up two-factor authentication');
});
