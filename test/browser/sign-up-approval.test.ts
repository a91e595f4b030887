/** Story of somebody who wants an account where an administrator has to agree, or where there is none to be had; and of links that come too late. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { Page } from 'playwright-core';
import { approveAccount } from '../../src/account/activation-store.js';
import { type Stage, setStage } from '../support/browser-stage.js';
import { enterPassword, expectHeading, expectRefused, follow, passwordField } from '../support/browser-steps.js';
import { expireLinks, linkTokens } from '../support/mail-links.js';
import { expectSound } from '../support/page-audit.js';
import { closeQuietly, type WatchedTab } from '../support/watched-tab.js';

const chosen = 'otter lantern quarry 7';
const dead = 'This link does not work any more';

let stage: Stage;
let closed: Stage;
let tab: WatchedTab;
let page: Page;
/** What is done at each page besides what people do there. */
let look: (page: Page, name: string) => Promise<void>;

beforeAll(async () => {
  [stage, closed] = await Promise.all([setStage({ SIGN_UP: 'approval' }), setStage()]);
});
afterAll(async () => {
  await stage?.close();
  await closed?.close();
});
afterEach(() => closeQuietly(tab));

const press = (name: string) => follow(page, page.getByRole('button', { name }));
const tokenTo = async (email: string, kind: 'activation' | 'password_reset') =>
  (await linkTokens(stage.server, email, kind)).at(-1) ?? '';
const openLink = (path: string, token: string) =>
  page.goto(`${stage.server.issuer}/account/${path}?${new URLSearchParams({ token })}`);

async function askForAccount(email: string): Promise<string> {
  await page.goto(`${stage.server.issuer}/account/sign-up`);
  await page.locator('input[autocomplete=username]').fill(email);
  await page.locator('input[autocomplete=name]').fill('Anna');
  await press('Send the mail');
  await expectHeading(page, 'Look at your mail');
  return tokenTo(email, 'activation');
}

describe.each([
  ['without script, on a phone', 'phone', { javaScriptEnabled: false, viewport: { width: 360, height: 780 } }],
  ['with script, each page sound on every screen', 'desk', {}],
] as const)('%s', (_, where, options) => {
  beforeEach(async () => {
    // What looks for faults needs script itself.
    look = where === 'desk' ? expectSound : async () => {};
  });
  const open = async (on: Stage) => {
    tab = await on.openTab(options);
    page = tab.page;
  };

  test('the address is confirmed, an administrator agrees, and only then does the password open anything', async () => {
    await open(stage);
    const email = `anna-${where}@example.com`;
    const token = await askForAccount(email);
    await look(page, 'approval-sign-up-sent');
    await openLink('activate', token);
    await expectHeading(page, 'Finish your account');
    await look(page, 'approval-activate');
    await page.locator('input[autocomplete=new-password]').fill(chosen);
    await press('Create my account');
    await expectHeading(page, 'Your address is confirmed');
    await look(page, 'approval-confirmed');
    await openLink('activate', token);
    await expectHeading(page, dead);
    await look(page, 'approval-activate-used');

    await page.goto(stage.party.startUrl());
    await enterPassword(page, email, chosen);
    await expectRefused(page, passwordField(page), 'The e-mail address or the password is not right.');
    const { rows } = await sql<{ id: string }>`SELECT id FROM account WHERE email = ${email}`.execute(
      stage.server.database,
    );
    expect(await approveAccount(stage.server.database, rows[0]?.id ?? '', [])).toMatchObject({ ok: true });
    await enterPassword(page, email, chosen);
    await expectHeading(page, 'Signed in');
  });

  test('links that have expired, or that nobody was given, say so and lead on', async () => {
    await open(stage);
    const email = `berta-${where}@example.com`;
    const activation = await askForAccount(email);
    await expireLinks(stage.server, 'activation');
    await openLink('activate', activation);
    await expectHeading(page, dead);
    await look(page, 'activate-expired');

    const known = await stage.server.addAccount(`carla-${where}@example.com`);
    await page.goto(`${stage.server.issuer}/account/forgot-password`);
    await page.locator('input[autocomplete=username]').fill(known.email);
    await press('Send the link');
    await expectHeading(page, 'Look at your mail');
    const reset = await tokenTo(known.email, 'password_reset');
    await expireLinks(stage.server, 'password_reset');
    await openLink('reset-password', reset);
    await expectHeading(page, dead);
    await look(page, 'reset-expired');
    for (const path of ['activate', 'reset-password']) {
      await openLink(path, 'made-up');
      await expectHeading(page, dead);
      await look(page, `${path}-made-up`);
      // A way forward, not a dead end.
      expect(await page.locator('main a[href]').count()).toBeGreaterThan(0);
    }
  });

  test('where sign-up is closed the pages say so', async () => {
    await open(closed);
    for (const path of ['sign-up', 'activate']) {
      await page.goto(`${closed.server.issuer}/account/${path}`);
      await expectHeading(page, 'No sign-up here');
      await look(page, `${path}-closed`);
    }
  });
});
