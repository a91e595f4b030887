/** What people do on our pages in a browser. Fields are found by their autofill tokens, as password managers find them. */
import { expect } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { totpCode } from './sign-in.js';
import { type TestServer, testPassword } from './test-server.js';

/**
 * Clicks what leads to another page, or to the same one anew, and waits until that is there: what is typed or looked at next
 * would otherwise, on a slow machine, still be the old page.
 */
export async function follow(page: Page, target: Locator): Promise<void> {
  await Promise.all([page.waitForEvent('load'), target.click()]);
}

/** Fills in the password page and sends it. */
export async function enterPassword(page: Page, email: string, password = testPassword): Promise<void> {
  const address = page.locator('input[autocomplete=username]');
  // Asked again, the account is known and cannot be changed.
  if (await address.isEditable()) await address.fill(email);
  await page.locator('input[autocomplete=current-password]').fill(password);
  await follow(page, page.locator('button[value=password]'));
}

/** Types a code on the challenge or enrolment page and sends it. */
export async function enterCode(page: Page, code: string): Promise<void> {
  await page.locator('input[autocomplete=one-time-code]').fill(code);
  await follow(page, page.locator('button[value=verify_factor], button[value=confirm_enrolment]'));
}

/** Types a backup code and passes the page that says how many are left. */
export async function enterBackupCode(page: Page, code: string): Promise<void> {
  await enterCode(page, code);
  await follow(page, page.locator('button[value=continue]'));
}

/** Types the code that the app shows now. Time moves on, so that the next code is new. */
export async function enterTotp(server: TestServer, page: Page, seed: string): Promise<void> {
  await enterCode(page, totpCode(server, seed));
  server.clock.move(30);
}

/** What scanning the picture gives: the seed in the link around it. */
export async function seedOn(page: Page): Promise<string> {
  const uri = await page.locator('a.qr').getAttribute('href');
  const seed = new URL(uri ?? '').searchParams.get('secret');
  if (seed === null) throw new Error('no key in the link around the picture');
  return seed;
}

/** The backup codes on the page. */
export async function codesOn(page: Page): Promise<string[]> {
  await page.locator('ol code').first().waitFor();
  return page.locator('ol code').allTextContents();
}

/** Longest time, in milliseconds, that a page may take to appear. */
const patience = 10_000;

/** Fails unless the page, or the one that is on its way, has this main heading. */
export async function expectHeading(page: Page, heading: string): Promise<void> {
  const wanted = page.getByRole('heading', { level: 1, name: heading, exact: true });
  await wanted.waitFor({ timeout: patience }).catch(() => {});
  expect(await page.locator('h1').allTextContents()).toEqual([heading]);
}

/** Fails unless the browser is back at the relying party, signed in. Returns the ID token's claims. */
export async function claimsOn(page: Page): Promise<Record<string, unknown>> {
  await expectHeading(page, 'Signed in');
  return JSON.parse((await page.locator('pre').textContent()) ?? '');
}

/** The field for passwords, and the one for codes. */
export const passwordField = (page: Page): Locator => page.locator('input[autocomplete=current-password]');
export const codeField = (page: Page): Locator => page.locator('input[autocomplete=one-time-code]');

/**
 * Fails unless a field was refused as people can see and hear: the title says so first, the field has the focus, is
 * marked as invalid, and is described by elements that exist, one of them with this message.
 */
export async function expectRefused(page: Page, field: Locator, message: string | RegExp): Promise<void> {
  await page.locator('[aria-invalid=true]').waitFor({ timeout: patience });
  expect(await page.title()).toMatch(/^Error: /);
  const found = await field.evaluate((input) => {
    const ids = input.getAttribute('aria-describedby')?.split(' ') ?? [];
    return {
      hasFocus: document.activeElement === input,
      isInvalid: input.getAttribute('aria-invalid'),
      describedBy: ids.map((id) => document.getElementById(id)?.textContent ?? 'missing'),
    };
  });
  expect(found).toMatchObject({ hasFocus: true, isInvalid: 'true' });
  expect(found.describedBy).not.toContain('missing');
  const said = found.describedBy.join('\n');
  if (typeof message === 'string') expect(said).toContain(message);
  else expect(said).toMatch(message);
}
