/** Story: signing in with a browser, the ordinary way and with everything that can go wrong in it. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { assuranceOf, passwordOnly, twoFactors } from '../support/assurance.js';
import { type Stage, setStage } from '../support/browser-stage.js';
import {
  claimsOn,
  codeField,
  enterCode,
  enterPassword,
  enterTotp,
  expectHeading,
  expectRefused,
  follow,
  passwordField,
} from '../support/browser-steps.js';
import type { LoopbackParty } from '../support/loopback-party.js';
import { addEnrolledAccount, type EnrolledAccount, totpCode } from '../support/sign-in.js';
import { testPassword } from '../support/test-server.js';
import { closeQuietly, type WatchedTab } from '../support/watched-tab.js';

let stage: Stage;
let wiki: LoopbackParty;
let anna: EnrolledAccount;
let tab: WatchedTab;
let page: Page;

beforeAll(async () => {
  stage = await setStage();
  wiki = await stage.addParty({
    client_name: 'Wiki',
    skip_consent: false,
    policy_uri: 'https://wiki.example/privacy',
    tos_uri: 'https://wiki.example/terms',
  });
  anna = await addEnrolledAccount(stage.server, 'anna@example.com');
  await stage.server.addAccount('paul@example.com');
});
afterAll(() => stage?.close());

beforeEach(async () => {
  tab = await stage.openTab();
  page = tab.page;
});
afterEach(() => closeQuietly(tab));

const linkTo = (name: string) => page.getByRole('link', { name });
const button = (name: string) => page.getByRole('button', { name });

test('password, then the code from the app, then back at the application with both in the ID token', async () => {
  await page.goto(stage.party.startUrl());
  expect(await page.title()).toBe('Sign in · 127.0.0.1');
  await enterPassword(page, anna.email);
  expect(await page.locator('main').textContent()).toContain('Look for 127.0.0.1');
  expect(await codeField(page).getAttribute('inputmode')).toBe('numeric');
  await enterTotp(stage.server, page, anna.seed);
  expect(new URL(page.url()).origin).toBe(stage.party.origin);
  expect(assuranceOf(await claimsOn(page))).toEqual(twoFactors);
});

test('a code with spaces is the same code, and Enter sends it', async () => {
  await page.goto(stage.party.startUrl());
  await enterPassword(page, anna.email);
  const code = totpCode(stage.server, anna.seed);
  await codeField(page).focus();
  await page.keyboard.type(` ${code.slice(0, 3)} ${code.slice(3)} `);
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
  stage.server.clock.move(30);
  await claimsOn(page);
});

test('without the phone, the link "Use a backup code" leads to a field for one, and it works once', async () => {
  const [code = ''] = anna.backupCodes;
  await page.goto(stage.party.startUrl());
  await enterPassword(page, anna.email);
  await follow(page, linkTo('Use a backup code'));
  await expectHeading(page, 'Enter a backup code');
  expect(await codeField(page).getAttribute('inputmode')).toBe('text');
  await enterCode(page, code.toUpperCase().replace('-', ' '));
  await expectHeading(page, 'Your backup codes');
  expect(await page.locator('main').textContent()).toContain('You used a backup code. 9 left.');
  await follow(page, page.getByRole('button', { name: 'Continue' }));
  expect(assuranceOf(await claimsOn(page))).toEqual(twoFactors);

  await page.goto(stage.party.startUrl({ prompt: 'login' }));
  await enterPassword(page, anna.email);
  await follow(page, linkTo('Use a backup code'));
  await enterCode(page, code);
  await expectRefused(page, codeField(page), 'Backup code already used');
  await follow(page, linkTo('Use your authenticator app'));
  await expectHeading(page, 'Enter your verification code');
});

test('a wrong code: the sentence stands at the field, the field is empty and has the focus', async () => {
  await page.goto(stage.party.startUrl());
  await enterPassword(page, anna.email);
  await enterCode(page, '000000');
  await expectRefused(page, codeField(page), 'Invalid verification code');
  expect(await codeField(page).inputValue()).toBe('');
  await enterCode(page, totpCode(stage.server, anna.seed, -6));
  await expectRefused(page, codeField(page), 'The clock of your phone is about 3 minutes slow.');
  expect(await page.locator('#help-clock').getAttribute('open')).not.toBeNull();
  await enterTotp(stage.server, page, anna.seed);
  await claimsOn(page);
});

test('a wrong password: one sentence for everything, the address is kept, the password is not', async () => {
  for (const email of [anna.email, 'nobody@example.com']) {
    await page.goto(stage.party.startUrl());
    await enterPassword(page, email, 'not the password');
    await expectRefused(page, passwordField(page), 'The e-mail address or the password is not right.');
    expect(await page.locator('input[autocomplete=username]').inputValue()).toBe(email);
    expect(await passwordField(page).inputValue()).toBe('');
  }
});

test('too many wrong passwords: the page says in words when to come back', async () => {
  await page.goto(stage.party.startUrl());
  for (let wrong = 0; wrong < 5; wrong += 1) await enterPassword(page, 'locked@example.com', 'not the password');
  const [answer] = await Promise.all([page.waitForResponse(/interaction/), enterPassword(page, 'locked@example.com')]);
  expect(answer.status()).toBe(429);
  await expectRefused(page, passwordField(page), /Too many attempts\. Please try again in \d\d minutes\./);
});

test('too many wrong codes lead back to the password, with the reason', async () => {
  await page.goto(stage.party.startUrl());
  await enterPassword(page, anna.email);
  for (const code of ['000001', '000002', '000003']) await enterCode(page, code);
  await expectHeading(page, 'Sign in');
  expect(await page.getByRole('status').first().textContent()).toContain('Too many wrong codes. Please sign in again.');
  await enterPassword(page, anna.email);
  await enterTotp(stage.server, page, anna.seed);
  await claimsOn(page);
});

test('an empty form is not sent, and nothing is sent without a click or Enter', async () => {
  await page.goto(stage.party.startUrl());
  await button('Sign in').click();
  await expectHeading(page, 'Sign in');
  expect(await page.title()).not.toContain('Error');
  await enterPassword(page, anna.email);
  await codeField(page).fill('123456');
  await expectHeading(page, 'Enter your verification code');
});

test('what was typed as a password can be shown and hidden again, and is sent hidden', async () => {
  await page.goto(stage.party.startUrl());
  const reveal = page.getByRole('button', { name: 'Show password' });
  await passwordField(page).fill(testPassword);
  expect(await reveal.getAttribute('aria-pressed')).toBe('false');
  await reveal.click();
  expect(await passwordField(page).getAttribute('type')).toBe('text');
  expect(await reveal.getAttribute('aria-pressed')).toBe('true');
  await reveal.click();
  expect(await passwordField(page).getAttribute('type')).toBe('password');
  await reveal.click();
  await enterPassword(page, 'paul@example.com');
  expect(assuranceOf(await claimsOn(page))).toEqual(passwordOnly);
});

test('"Cancel" leads back to the application without having signed in', async () => {
  await page.goto(stage.party.startUrl());
  await follow(page, button('Cancel'));
  await expectHeading(page, 'Not signed in');
  expect(await page.locator('pre').textContent()).toBe('access_denied');
});

test('"Sign in with a different account" begins at the password, without the first address', async () => {
  await page.goto(stage.party.startUrl());
  await enterPassword(page, anna.email);
  await follow(page, button('Sign in with a different account'));
  expect(await page.locator('input[autocomplete=username]').inputValue()).toBe('');
  await enterPassword(page, 'paul@example.com');
  expect(await claimsOn(page)).toMatchObject({ mfa_verified: false });
});

test('another person in the same browser: the first is signed out on the way, without a question', async () => {
  await page.goto(stage.party.startUrl());
  await enterPassword(page, anna.email);
  await enterTotp(stage.server, page, anna.seed);
  const first = await claimsOn(page);
  await page.goto(stage.party.startUrl({ prompt: 'login' }));
  await follow(page, button('Sign in with a different account'));
  await enterPassword(page, 'paul@example.com');
  await page.waitForURL(`${stage.party.origin}/**`);
  expect((await claimsOn(page)).sub).not.toBe(first.sub);
});

test('an application that wants its answer in a form gets it so', async () => {
  await page.goto(stage.party.startUrl({ response_mode: 'form_post' }));
  await enterPassword(page, anna.email);
  await enterTotp(stage.server, page, anna.seed);
  await expectHeading(page, 'Signed in');
  expect(new URL(page.url()).search).toBe('');
  expect(assuranceOf(await claimsOn(page))).toEqual(twoFactors);
});

test('"Sign in with a different account" is there on the consent page too, and asks for the other address at once', async () => {
  await page.goto(wiki.startUrl({ login_hint: anna.email }));
  expect(await page.locator('input[autocomplete=username]').inputValue()).toBe(anna.email);
  await enterPassword(page, anna.email);
  await enterTotp(stage.server, page, anna.seed);
  await expectHeading(page, 'Allow access?');
  await follow(page, button('Sign in with a different account'));
  await expectHeading(page, 'Sign in');
  expect(await page.locator('input[autocomplete=username]').inputValue()).toBe('');
  await enterPassword(page, 'paul@example.com');
  await expectHeading(page, 'Allow access?');
  expect(await page.locator('.account').textContent()).toContain('paul@example.com');
});

test('consent: the application and what it asks for in words; denied it is told so, allowed it gets it', async () => {
  await page.goto(wiki.startUrl());
  await enterPassword(page, anna.email);
  await enterTotp(stage.server, page, anna.seed);
  await expectHeading(page, 'Allow access?');
  expect(await page.locator('.scopes li').allTextContents()).toEqual([
    'know who you are on this server',
    'see your e-mail address',
  ]);
  expect(await linkTo('Privacy policy').getAttribute('href')).toBe('https://wiki.example/privacy');
  expect(await linkTo('Terms of service').getAttribute('href')).toBe('https://wiki.example/terms');
  await follow(page, button('Deny'));
  expect(await page.locator('pre').textContent()).toBe('access_denied');
  await page.goto(wiki.startUrl());
  await follow(page, button('Allow'));
  expect(assuranceOf(await claimsOn(page))).toEqual(twoFactors);
  await page.goto(wiki.startUrl());
  await claimsOn(page);
});
