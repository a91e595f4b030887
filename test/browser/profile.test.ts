/** The profile in a real browser: name and language, by keyboard, without script, on every screen. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Stage, setStage } from '../support/browser-stage.js';
import { enterPassword, enterTotp, expectHeading, expectRefused, follow } from '../support/browser-steps.js';
import { expectSound } from '../support/page-audit.js';
import { addEnrolledAccount } from '../support/sign-in.js';
import { closeQuietly } from '../support/watched-tab.js';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage?.close());

test('name and language are changed by keyboard, and the page then speaks the language', async () => {
  const anna = await addEnrolledAccount(stage.server, 'anna@example.com', { name: 'Anna' });
  const tab = await stage.openTab();
  const { page } = tab;
  await page.goto(`${stage.server.issuer}/account`);
  await enterPassword(page, anna.email);
  await enterTotp(stage.server, page, anna.seed);
  await expectHeading(page, 'Your account');
  await expectSound(page, 'profile');

  const name = page.getByLabel('Name');
  await name.focus();
  await name.fill('Anna de Vries');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('locale');
  await page.keyboard.type('Ned');
  await page.keyboard.press('Tab');
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
  await expectHeading(page, 'Je account');
  expect(await page.locator('html').getAttribute('lang')).toBe('nl');
  expect(await page.getByRole('status').first().textContent()).toContain('Je profiel is opgeslagen.');
  expect(await page.getByLabel('Naam').inputValue()).toBe('Anna de Vries');
  await expectSound(page, 'profile-saved');
  await closeQuietly(tab);
});

test('without script a name that is too long is refused at its field, and kept', async () => {
  const bert = await addEnrolledAccount(stage.server, 'bert@example.com');
  const tab = await stage.openTab({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
  const { page } = tab;
  await page.goto(`${stage.server.issuer}/account`);
  await enterPassword(page, bert.email);
  await enterTotp(stage.server, page, bert.seed);
  const name = page.locator('input#name');
  await name.fill('x'.repeat(201));
  await follow(page, page.locator('button[value=save_profile]'));
  await expectRefused(page, name, /200/);
  expect(await name.inputValue()).toBe('x'.repeat(201));
  await closeQuietly(tab);
});
