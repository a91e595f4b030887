/** Stories: the whole way without script, with the keyboard only, in Dutch, and with colours that the person chose. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { assuranceOf, twoFactors } from '../support/assurance.js';
import { type Stage, setStage } from '../support/browser-stage.js';
import {
  claimsOn,
  codesOn,
  enterCode,
  enterPassword,
  enterTotp,
  expectHeading,
  follow,
  seedOn,
} from '../support/browser-steps.js';
import { addEnrolledAccount, totpCode } from '../support/sign-in.js';
import { testPassword } from '../support/test-server.js';
import { closeQuietly } from '../support/watched-tab.js';

let stage: Stage;

beforeAll(async () => {
  stage = await setStage({ REQUIRE_MFA: 'true', MFA_GRACE_PERIOD_DAYS: '7' });
});
afterAll(() => stage?.close());

describe('without script', () => {
  test('sign-in, set-up, the file with the codes, and the next sign-in', async () => {
    await stage.server.addAccount('plain@example.com');
    const tab = await stage.openTab({ javaScriptEnabled: false });
    const { page } = tab;
    await page.goto(stage.party.startUrl());
    expect(await page.getByRole('button').allTextContents()).toEqual(['Sign in', 'Cancel']);
    await enterPassword(page, 'plain@example.com');
    await follow(page, page.getByRole('button', { name: 'Set up now' }));
    const seed = await seedOn(page);
    await enterCode(page, '000000');
    expect(await page.title()).toMatch(/^Error: /);
    await enterTotp(stage.server, page, seed);
    expect(await page.getByRole('button').allTextContents()).toEqual(['Continue']);
    const codes = await codesOn(page);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('countersign-backup-codes.txt');
    const text = await readFile(await download.path(), 'utf8');
    for (const code of codes) expect(text).toContain(code);
    await page.getByRole('checkbox').check();
    await follow(page, page.getByRole('button', { name: 'Continue' }));
    expect(assuranceOf(await claimsOn(page))).toEqual(twoFactors);

    await page.goto(stage.party.startUrl({ prompt: 'login' }));
    await enterPassword(page, 'plain@example.com');
    await page.locator('#help-lostPhone summary').click();
    await page.getByText('Sign in with one of your backup codes.').waitFor();
    await enterTotp(stage.server, page, seed);
    await claimsOn(page);
    await closeQuietly(tab);
  });

  test('another person in the same browser goes on with a button', async () => {
    const one = await addEnrolledAccount(stage.server, 'one@example.com');
    const other = await addEnrolledAccount(stage.server, 'other@example.com');
    const tab = await stage.openTab({ javaScriptEnabled: false });
    const { page } = tab;
    await page.goto(stage.party.startUrl());
    await enterPassword(page, one.email);
    await enterTotp(stage.server, page, one.seed);
    const first = await claimsOn(page);
    await page.goto(stage.party.startUrl({ prompt: 'login' }));
    await follow(page, page.getByRole('button', { name: 'Sign in with a different account' }));
    await enterPassword(page, other.email);
    await enterTotp(stage.server, page, other.seed);
    await expectHeading(page, 'One moment');
    await follow(page, page.getByRole('button', { name: 'Continue' }));
    expect((await claimsOn(page)).sub).not.toBe(first.sub);
    await closeQuietly(tab);
  });
});

describe('with the keyboard only', () => {
  /** Where the focus is, and whether people can see that. */
  const focus = (page: Page) =>
    page.evaluate(() => {
      const element = document.activeElement;
      if (!(element instanceof HTMLElement) || element === document.body) return undefined;
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      const { top, bottom } = element.getBoundingClientRect();
      const isInView = bottom > 0 && top < window.innerHeight;
      const isVisible = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2 && isInView;
      return { name: element.getAttribute('name') ?? '', text: element.textContent ?? '', isVisible };
    });

  /** Tabs on until what has the focus is called so; everything on the way must show that it has it. */
  const tabTo = async (page: Page, called: string) => {
    for (let stops = 0; stops < 30; stops += 1) {
      const at = await focus(page);
      if (at !== undefined) expect(at).toMatchObject({ isVisible: true });
      if (at?.name === called || at?.text === called) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`Tab never reaches ${called}`);
  };

  test('the whole way: every stop can be seen, nothing needs a mouse', async () => {
    await stage.server.addAccount('keys@example.com');
    const tab = await stage.openTab();
    const { page } = tab;
    const { keyboard } = page;
    await page.goto(stage.party.startUrl());
    await page.locator('input#email:focus').waitFor();
    await keyboard.type('keys@example.com');
    await tabTo(page, 'password');
    await keyboard.type(testPassword);
    await keyboard.press('Enter');
    await page.getByRole('button', { name: 'Set up now' }).waitFor();
    await tabTo(page, 'Set up now');
    await keyboard.press('Space');
    await page.locator('a.qr').waitFor();
    const seed = await seedOn(page);
    await tabTo(page, 'name');
    await keyboard.type('Work phone');
    await tabTo(page, 'code');
    await keyboard.type(totpCode(stage.server, seed));
    stage.server.clock.move(30);
    await tabTo(page, 'Verify');
    await keyboard.press('Enter');
    await page.getByRole('link', { name: 'Download' }).waitFor();
    await tabTo(page, 'Download');
    const [download] = await Promise.all([page.waitForEvent('download'), keyboard.press('Enter')]);
    expect(download.suggestedFilename()).toBe('countersign-backup-codes.txt');
    const [code = ''] = await codesOn(page);
    await tabTo(page, 'saved');
    await keyboard.press('Space');
    await tabTo(page, 'Continue');
    await keyboard.press('Enter');
    await page.waitForURL(`${stage.party.origin}/**`);
    await claimsOn(page);

    await page.goto(stage.party.startUrl({ prompt: 'login' }));
    await page.locator('input[type=password]:focus').waitFor();
    await keyboard.type(testPassword);
    await keyboard.press('Enter');
    await page.locator('input[inputmode=numeric]:focus').waitFor();
    await tabTo(page, 'Use a backup code');
    await keyboard.press('Enter');
    await page.locator('input[inputmode=text]:focus').waitFor();
    await tabTo(page, 'I lost my phone');
    await keyboard.press('Enter');
    await page.getByText('Sign in with one of your backup codes.').waitFor();
    while ((await focus(page))?.name !== 'code') await keyboard.press('Shift+Tab');
    await keyboard.type(code);
    await keyboard.press('Enter');
    await page.getByText('You used a backup code. 9 left.').waitFor();
    await tabTo(page, 'Continue');
    await keyboard.press('Enter');
    await page.waitForURL(`${stage.party.origin}/**`);
    await claimsOn(page);
    await closeQuietly(tab);
  });
});

describe('in Dutch, which the browser asks for', () => {
  test('every page on the way says so and speaks it', async () => {
    await stage.server.addAccount('dutch@example.com');
    const tab = await stage.openTab({ locale: 'nl-BE' });
    const { page } = tab;
    const expectDutch = async (heading: string) => {
      expect(await page.locator('html').getAttribute('lang')).toBe('nl');
      await expectHeading(page, heading);
    };
    const press = (name: string) => follow(page, page.getByRole('button', { name }));
    await page.goto(stage.party.startUrl());
    await expectDutch('Inloggen');
    await enterPassword(page, 'dutch@example.com', 'verkeerd');
    expect(await page.title()).toBe('Fout: Inloggen · 127.0.0.1');
    await page.getByText('Het e-mailadres of het wachtwoord klopt niet.').waitFor();
    await enterPassword(page, 'dutch@example.com');
    await expectDutch('Bescherm je account');
    expect(await page.locator('.requirement').textContent()).toMatch(
      /^Je organisatie stelt dit verplicht vanaf \d+\s[a-z]+( \d{4})? \(nog 7 dagen\)\.$/,
    );
    await press('Nu instellen');
    await expectDutch('Tweestapsverificatie instellen');
    const seed = await seedOn(page);
    await enterTotp(stage.server, page, seed);
    await expectDutch('Bewaar je back-upcodes');
    await page.getByRole('checkbox', { name: 'Ik heb deze codes bewaard' }).check();
    await press('Doorgaan');
    await claimsOn(page);
    await page.goto(stage.party.startUrl({ prompt: 'login' }));
    await enterPassword(page, 'dutch@example.com');
    await expectDutch('Voer je verificatiecode in');
    await enterCode(page, '000000');
    await page.getByText('Ongeldige verificatiecode').waitFor();
    await enterTotp(stage.server, page, seed);
    await claimsOn(page);
    await page.goto(`${stage.server.issuer}/authorize?client_id=unknown`);
    await expectDutch('Dit verzoek kan niet worden verwerkt');
    await page.goto(`${stage.server.issuer}/interaction/gone`);
    await expectDutch('Deze pagina is verlopen');
    await page.goto(stage.party.endUrl);
    await expectDutch('Uitloggen?');
    await page.goto(`${stage.server.issuer}/device`);
    await expectDutch('Een apparaat verbinden');
    await closeQuietly(tab);
  });
});

describe('with colours that the person chose', () => {
  test('buttons and fields keep their borders, the picture keeps its white ground', async () => {
    await stage.server.addAccount('forced@example.com');
    const tab = await stage.openTab({ forcedColors: 'active', colorScheme: 'dark' });
    const { page } = tab;
    const borderOf = (selector: string) =>
      page
        .locator(selector)
        .first()
        .evaluate((element) => {
          const { borderTopColor, borderTopStyle, borderTopWidth, backgroundColor } = getComputedStyle(element);
          return {
            isThere: borderTopStyle === 'solid' && borderTopWidth !== '0px',
            differs: borderTopColor !== backgroundColor,
          };
        });
    await page.goto(stage.party.startUrl());
    for (const selector of ['.primary', '.reveal', 'input#email'])
      expect({ selector, ...(await borderOf(selector)) }).toEqual({ selector, isThere: true, differs: true });
    await enterPassword(page, 'forced@example.com');
    await follow(page, page.getByRole('button', { name: 'Set up now' }));
    const ground = await page
      .locator('.qr svg path')
      .first()
      .evaluate((path) => getComputedStyle(path).fill);
    expect(ground).toBe('rgb(255, 255, 255)');
    await closeQuietly(tab);
  });
});
