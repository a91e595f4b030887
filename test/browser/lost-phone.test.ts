/** Story: the phone is lost. Sign in with a backup code, disable the second factor with another, enable it again on a new phone. */
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { expectAccessible } from '../support/browser.js';
import { type Stage, setStage } from '../support/browser-stage.js';
import {
  codeField,
  codesOn,
  enterBackupCode,
  enterPassword,
  enterTotp,
  expectHeading,
  expectRefused,
  follow,
  seedOn,
} from '../support/browser-steps.js';
import { expectSound } from '../support/page-audit.js';
import { addEnrolledAccount } from '../support/sign-in.js';
import { closeQuietly, type WatchedTab } from '../support/watched-tab.js';

let stage: Stage;
let tab: WatchedTab;
let page: Page;
let count = 0;

beforeAll(async () => {
  stage = await setStage({ MFA_ISSUER: 'Harbour' });
});
afterAll(() => stage?.close());
afterEach(() => closeQuietly(tab));

const button = (name: string) => page.getByRole('button', { name, exact: true });
const state = () => page.locator('.state').innerText();

/** How a person presses buttons, and what is looked at on each page. */
interface Manner {
  press(name: string): Promise<void>;
  look(name: string): Promise<void>;
}

async function story({ press, look }: Manner): Promise<void> {
  count += 1;
  const anna = await addEnrolledAccount(stage.server, `anna-${count}@example.com`);
  const [toSignIn = '', toDisable = ''] = anna.backupCodes;
  await page.goto(`${stage.server.issuer}/account/security`);
  await enterPassword(page, anna.email);
  await follow(page, page.getByRole('link', { name: 'Use a backup code' }));
  await enterBackupCode(page, toSignIn);

  await expectHeading(page, 'Security');
  expect(await state()).toMatch(/^Two-factor authentication is on since .* · 9 backup codes left$/);
  await look('lost-phone-security-on');
  await press('Disable Two-Factor Authentication');
  await expectHeading(page, 'Disable two-factor authentication');
  await look('lost-phone-disable');
  // The one that is spent already.
  await codeField(page).fill(toSignIn);
  await press('Disable Two-Factor Authentication');
  await expectRefused(page, codeField(page), 'Backup code already used');
  await look('lost-phone-disable-refused');
  await codeField(page).fill(toDisable);
  await press('Disable Two-Factor Authentication');

  await expectHeading(page, 'Security');
  expect(await state()).toContain('Two-factor authentication is off');
  await look('lost-phone-security-off');
  await press('Enable Two-Factor Authentication');
  await expectHeading(page, 'Set up two-factor authentication');
  await look('lost-phone-add');
  const seed = await seedOn(page);
  expect(seed).not.toBe(anna.seed);
  await page.getByLabel('Name your app').fill('New phone');
  await codeField(page).fill('000000');
  await press('Verify');
  await expectRefused(page, codeField(page), 'Invalid verification code');
  expect(await seedOn(page)).toBe(seed);
  await enterTotp(stage.server, page, seed);

  await expectHeading(page, 'Save your backup codes');
  const codes = await codesOn(page);
  expect(codes).toHaveLength(10);
  await look('lost-phone-codes');
  await page.getByRole('checkbox', { name: 'I have saved these codes' }).check();
  await press('Continue');
  // The sign-in at the beginning proved a second factor, so that no code is asked for again.
  await expectHeading(page, 'Security');
  expect(await state()).toMatch(/ · 10 backup codes left$/);
  expect(await page.locator('.thing').allTextContents()).toEqual(['New phone']);
}

test('the whole story, sound on every screen', async () => {
  tab = await stage.openTab();
  page = tab.page;
  await story({ press: (name) => follow(page, button(name)), look: (name) => expectSound(page, name) });
});

test('the whole story on a phone of 360 pixels, by keyboard alone', async () => {
  tab = await stage.openTab({ viewport: { width: 360, height: 640 } });
  page = tab.page;
  const tabTo = async (name: string) => {
    const target = button(name);
    for (let presses = 0; presses < 60; presses += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`"${name}" cannot be reached by keyboard`);
  };
  await story({
    async press(name) {
      await tabTo(name);
      await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
    },
    look: () => expectAccessible(page),
  });
});

test('the whole story without script', async () => {
  tab = await stage.openTab({ javaScriptEnabled: false });
  page = tab.page;
  await story({ press: (name) => follow(page, button(name)), look: async () => {} });
});
