/** Story: a second factor is required; it is set up within the sign-in, and the backup codes are saved. */
import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { assuranceOf, twoFactors } from '../support/assurance.js';
import { type Stage, setStage } from '../support/browser-stage.js';
import {
  claimsOn,
  codeField,
  codesOn,
  enterBackupCode,
  enterCode,
  enterPassword,
  enterTotp,
  expectHeading,
  expectRefused,
  follow,
  seedOn,
} from '../support/browser-steps.js';
import { ageEnrolments } from '../support/past.js';
import { closeQuietly, type WatchedTab } from '../support/watched-tab.js';

let stage: Stage;
let tab: WatchedTab;
let page: Page;
let email: string;
let count = 0;

beforeAll(async () => {
  stage = await setStage({ REQUIRE_MFA: 'true', MFA_GRACE_PERIOD_DAYS: '0', MFA_ISSUER: 'Harbour: Ltd & Co' });
});
afterAll(() => stage?.close());

beforeEach(async () => {
  count += 1;
  email = `person-${count}@example.com`;
  await stage.server.addAccount(email);
  tab = await stage.openTab({ permissions: ['clipboard-read', 'clipboard-write'] });
  page = tab.page;
  await page.addInitScript(() => {
    window.print = () => document.documentElement.setAttribute('data-printed', '');
  });
  await page.goto(stage.party.startUrl());
  await enterPassword(page, email);
});
afterEach(() => closeQuietly(tab));

const button = (name: string) => page.getByRole('button', { name });
const box = () => page.getByRole('checkbox', { name: 'I have saved these codes' });
const clipboard = () => page.evaluate(() => navigator.clipboard.readText());

test('scan, verify, save the codes, and be signed in with a second factor', async () => {
  await expectHeading(page, 'Set up two-factor authentication');
  expect(await page.locator('.requirement').textContent()).toContain('Your organization has required this since');
  expect(await page.locator('a.qr svg').count()).toBe(1);
  await page.getByRole('link', { name: `QR code that adds ${email} at Harbour: Ltd & Co` }).waitFor();
  const seed = await seedOn(page);
  expect((await page.locator('.key code').textContent())?.replaceAll(' ', '')).toBe(seed);
  await page.getByLabel('Name your app').fill('Work phone');
  await enterTotp(stage.server, page, seed);

  await expectHeading(page, 'Save your backup codes');
  expect(await codesOn(page)).toHaveLength(10);
  await box().check();
  await follow(page, button('Continue'));
  expect(assuranceOf(await claimsOn(page))).toEqual(twoFactors);

  await page.goto(stage.party.startUrl({ prompt: 'login' }));
  await enterPassword(page, email);
  await enterTotp(stage.server, page, seed);
  await claimsOn(page);
});

test('a wrong code keeps the key that was scanned and the name that was typed', async () => {
  const seed = await seedOn(page);
  await page.getByLabel('Name your app').fill('Work phone');
  await enterCode(page, '000000');
  await expectRefused(page, codeField(page), 'Invalid verification code');
  expect(await seedOn(page)).toBe(seed);
  expect(await page.getByLabel('Name your app').inputValue()).toBe('Work phone');
  await page.reload();
  expect(await seedOn(page)).toBe(seed);
  await enterTotp(stage.server, page, seed);
  await expectHeading(page, 'Save your backup codes');
});

test('an expired set-up says so and starts over with another key', async () => {
  const seed = await seedOn(page);
  await ageEnrolments(stage.server);
  await enterTotp(stage.server, page, seed);
  expect(await page.getByRole('alert').textContent()).toContain('Setup session expired. Please start over.');
  await follow(page, button('Start over'));
  expect(await seedOn(page)).not.toBe(seed);
  await enterTotp(stage.server, page, await seedOn(page));
  await expectHeading(page, 'Save your backup codes');
});

test('the file has issuer, account, date and codes', async () => {
  await enterTotp(stage.server, page, await seedOn(page));
  const codes = await codesOn(page);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('countersign-backup-codes.txt');
  const text = await readFile(await download.path(), 'utf8');
  expect(text).toContain('Backup codes for Harbour: Ltd & Co');
  expect(text).toContain(`Account: ${email}`);
  const today = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date());
  expect(text).toContain(`Made on: ${today}`);
  for (const code of codes) expect(text).toContain(code);
  await expectHeading(page, 'Save your backup codes');
});

test('key and codes can be copied, codes printed: one column without what surrounds it', async () => {
  const seed = await seedOn(page);
  await button('Copy').click();
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  expect(await clipboard()).toBe(seed);
  await enterTotp(stage.server, page, seed);
  const codes = await codesOn(page);
  await button('Copy').click();
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  expect((await clipboard()).split('\n')).toEqual(codes);
  await button('Print').click();
  expect(await page.locator('html').getAttribute('data-printed')).toBe('');
  await page.emulateMedia({ media: 'print' });
  expect(await page.locator('.sheet').innerText()).toContain(email);
  expect(await button('Continue').isVisible()).toBe(false);
});

test('without the box ticked nothing goes on, in a browser that checks and in one that does not', async () => {
  await enterTotp(stage.server, page, await seedOn(page));
  await button('Continue').click();
  await expectHeading(page, 'Save your backup codes');
  expect(await codesOn(page)).toHaveLength(10);
  await box().evaluate((input) => input.removeAttribute('required'));
  await follow(page, button('Continue'));
  await expectRefused(page, box(), 'Save the codes first, then tick the box.');
});

test('a reload says that the codes are not shown again, and offers new ones; the first are dead', async () => {
  await enterTotp(stage.server, page, await seedOn(page));
  const first = await codesOn(page);
  await page.reload();
  expect(await page.locator('main').textContent()).toContain('The codes were shown once and cannot be shown again.');
  expect(await page.locator('ol code').count()).toBe(0);
  await follow(page, button('Make new codes'));
  const second = await codesOn(page);
  expect(second).toHaveLength(10);
  await box().check();
  await follow(page, button('Continue'));
  await claimsOn(page);

  await page.goto(stage.party.startUrl({ prompt: 'login' }));
  await enterPassword(page, email);
  await enterCode(page, first[0] ?? '');
  await expectRefused(page, codeField(page), 'Invalid verification code');
  await enterBackupCode(page, second[0] ?? '');
  await claimsOn(page);
});

test('cancelled before a code was verified, nothing has changed', async () => {
  const seed = await seedOn(page);
  await follow(page, button('Cancel'));
  await expectHeading(page, 'Not signed in');
  await page.goto(stage.party.startUrl());
  await enterPassword(page, email);
  await expectHeading(page, 'Set up two-factor authentication');
  expect(await seedOn(page)).not.toBe(seed);
});
