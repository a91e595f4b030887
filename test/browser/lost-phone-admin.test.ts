/** Story: her phone is lost. An administrator finds her, resets her second factor with a reason, and she sets up a new phone. */
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { type Stage, setStage } from '../support/browser-stage.js';
import { enterPassword, enterTotp, expectHeading, follow, seedOn } from '../support/browser-steps.js';
import { addEnrolledAccount, type EnrolledAccount } from '../support/sign-in.js';
import { closeQuietly, type WatchedTab } from '../support/watched-tab.js';

let stage: Stage;
let root: EnrolledAccount;
let tab: WatchedTab;
let count = 0;

beforeAll(async () => {
  stage = await setStage({ RATE_LIMIT: 'off' });
  root = await addEnrolledAccount(stage.server, 'root@example.com', { roles: ['super_admin'] });
});
afterAll(() => stage?.close());
afterEach(() => closeQuietly(tab));

async function story(page: Page, press: (target: Locator) => Promise<void>): Promise<void> {
  count += 1;
  const { server } = stage;
  const anna = await addEnrolledAccount(server, `anna-${count}@example.com`);
  await page.goto(`${server.issuer}/admin/users`);
  await enterPassword(page, root.email);
  await enterTotp(server, page, root.seed);
  await page.getByLabel('Address or name begins with').fill(`anna-${count}`);
  await press(page.getByRole('button', { name: 'Search' }));
  await press(page.getByRole('link', { name: anna.email }));
  await press(page.getByRole('link', { name: 'Reset MFA' }));
  await page.getByLabel('Reason').fill('Lost phone, called back');
  await press(page.getByRole('button', { name: 'Reset MFA' }));
  await expectHeading(page, anna.email);
  expect(await page.locator('.notice.success').innerText()).toContain('All second factors are gone.');

  await page.context().clearCookies();
  await page.goto(`${server.issuer}/account/security`);
  await enterPassword(page, anna.email);
  await expectHeading(page, 'Set up two-factor authentication');
  const seed = await seedOn(page);
  expect(seed).not.toBe(anna.seed);
  await enterTotp(server, page, seed);
  await expectHeading(page, 'Save your backup codes');
  await server.deliverMail();
  const mails = await server.database
    .selectFrom('mail')
    .select('kind')
    .where('account_id', '=', anna.account.id)
    .execute();
  expect(mails.map(({ kind }) => kind)).toContain('mfa_reset');
}

test('the whole story on a phone of 360 pixels, by keyboard alone', async () => {
  tab = await stage.openTab({ viewport: { width: 360, height: 640 } });
  const { page } = tab;
  await story(page, async (target) => {
    for (let presses = 0; presses < 80; presses += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) break;
      await page.keyboard.press('Tab');
    }
    await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
  });
});

test('the whole story without script', async () => {
  tab = await stage.openTab({ javaScriptEnabled: false });
  await story(tab.page, (target) => follow(tab.page, target));
});
