/** Stories of people whose way in is a mail: a forgotten password with a second factor, and a new account. Real SMTP, real browser, no script. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { type Stage, setStage } from '../support/browser-stage.js';
import {
  claimsOn,
  codeField,
  enterPassword,
  enterTotp,
  expectHeading,
  expectRefused,
  follow,
} from '../support/browser-steps.js';
import { linkIn, type MailServer, startMailServer } from '../support/mail-server.js';
import { expectSound } from '../support/page-audit.js';
import { textOf } from '../support/person.js';
import { addEnrolledAccount, totpCode } from '../support/sign-in.js';
import { testPassword } from '../support/test-server.js';
import { closeQuietly, type WatchedTab } from '../support/watched-tab.js';

const newPassword = 'otter lantern quarry 7';
/** As long as addresses come. */
const email = 'wilhelmina.van.den.broek-oudenallen+harbour@research.very-long-department.example.org';

let mails: MailServer;
let stage: Stage;
let tab: WatchedTab;
let page: Page;
/** What is done at each page besides what people do there. */
let look: (page: Page, name: string) => Promise<void>;

beforeAll(async () => {
  mails = await startMailServer();
  stage = await setStage({ SMTP_URL: mails.url, MAIL_FROM: 'Countersign <no-reply@example.com>', SIGN_UP: 'open' });
});
afterAll(async () => {
  await stage?.close();
  await mails?.stop();
});
afterEach(() => closeQuietly(tab));

const press = (name: string) => follow(page, page.getByRole('button', { name }));
const newPasswordField = () => page.locator('input[autocomplete=new-password]');
const lastMailTo = async (address: string, subject: string) => {
  await stage.server.deliverMail();
  const mail = mails.to(address).findLast(({ parsed }) => parsed.subject === subject);
  if (mail === undefined) throw new Error(`no mail "${subject}" to ${address}`);
  return mail;
};

describe.each([
  ['without script, on a phone', 'phone', { javaScriptEnabled: false, viewport: { width: 360, height: 780 } }],
  ['with script, each page sound on every screen', 'desk', {}],
] as const)('%s', (_, where, options) => {
  beforeEach(async () => {
    tab = await stage.openTab(options);
    page = tab.page;
    // What looks for faults needs script itself.
    look = where === 'desk' ? expectSound : async () => {};
  });

  test('a forgotten password, with a second factor: the mail and a code together, and then the ordinary sign-in', async () => {
    const anna = await addEnrolledAccount(stage.server, `${where}.${email}`, { name: 'Wilhelmina' });
    await page.goto(stage.party.startUrl());
    await follow(page, page.getByRole('link', { name: 'Forgot your password?' }));
    await expectHeading(page, 'Forgot your password?');
    await look(page, 'forgot-password');
    await page.locator('input[autocomplete=username]').fill(anna.email);
    await press('Send the link');
    await expectHeading(page, 'Look at your mail');
    await look(page, 'forgot-password-sent');

    const mail = await lastMailTo(anna.email, 'Choose a new password');
    expect(mail.text).toContain('Your second factor stays as it is.');
    await page.goto(linkIn(mail));
    await expectHeading(page, 'Choose a new password');
    await look(page, 'reset-password');
    await newPasswordField().fill('Password12345!');
    await codeField(page).fill(totpCode(stage.server, anna.seed));
    await press('Change password');
    await expectRefused(page, newPasswordField(), 'This password is too easy to guess.');
    await look(page, 'reset-password-too-easy');
    expect(await newPasswordField().inputValue()).toBe('');
    await newPasswordField().fill(newPassword);
    await codeField(page).fill('000000');
    await press('Change password');
    await expectRefused(page, codeField(page), 'Invalid verification code');
    await look(page, 'reset-password-wrong-code');
    await newPasswordField().fill(newPassword);
    await codeField(page).fill(totpCode(stage.server, anna.seed));
    await press('Change password');
    stage.server.clock.move(30);
    await expectHeading(page, 'Your password was changed');
    await look(page, 'reset-password-done');

    const told = await lastMailTo(anna.email, 'Your password was changed');
    expect(textOf(told.html)).toContain('This wasn’t me');
    await page.goto(linkIn(mail));
    await expectHeading(page, 'This link does not work any more');
    await look(page, 'reset-password-used');

    await page.goto(stage.party.startUrl());
    await enterPassword(page, anna.email, newPassword);
    await enterTotp(stage.server, page, anna.seed);
    expect(await claimsOn(page)).toMatchObject({ mfa_verified: true, amr: ['pwd', 'otp', 'mfa'] });
  });

  test('another password for somebody who is signed in', async () => {
    const berta = await addEnrolledAccount(stage.server, `berta.${where}.${email}`);
    await page.goto(`${stage.server.issuer}/account/password`);
    await enterPassword(page, berta.email);
    await enterTotp(stage.server, page, berta.seed);
    await expectHeading(page, 'Change your password');
    await look(page, 'change-password');
    const current = page.locator('input[autocomplete=current-password]');
    await current.fill('not the password');
    await newPasswordField().fill(newPassword);
    await press('Change password');
    await expectRefused(page, current, 'This is not your current password.');
    await look(page, 'change-password-wrong');
    await current.fill(testPassword);
    await newPasswordField().fill(newPassword);
    await press('Change password');
    await expectHeading(page, 'Your password was changed');
    await look(page, 'change-password-done');
  });

  test('a new account: the address, the mail, the password, the sign-in', async () => {
    const address = `carla-${where}@example.com`;
    await page.goto(stage.party.startUrl());
    await follow(page, page.getByRole('link', { name: 'Create an account' }));
    await expectHeading(page, 'Create an account');
    await look(page, 'sign-up');
    await page.locator('input[autocomplete=username]').fill('carla');
    await page.locator('input[autocomplete=name]').fill('Carla');
    await press('Send the mail');
    await expectRefused(page, page.locator('input[autocomplete=username]'), 'This is not an e-mail address.');
    await look(page, 'sign-up-refused');
    await page.locator('input[autocomplete=username]').fill(address);
    await press('Send the mail');
    await expectHeading(page, 'Look at your mail');
    await look(page, 'sign-up-sent');

    const link = linkIn(await lastMailTo(address, 'Confirm your e-mail address'));
    await page.goto(link);
    await expectHeading(page, 'Finish your account');
    await look(page, 'activate');
    await newPasswordField().fill('x7 carla k93 quarry');
    await press('Create my account');
    await expectRefused(page, newPasswordField(), 'The password must not contain');
    await look(page, 'activate-refused');
    await newPasswordField().fill(newPassword);
    await press('Create my account');
    await expectHeading(page, 'Your account is ready');
    await look(page, 'activated');
    await page.goto(link);
    await expectHeading(page, 'This link does not work any more');
    await look(page, 'activate-used');

    await page.goto(stage.party.startUrl({ scope: 'openid email' }));
    await enterPassword(page, address, newPassword);
    await expectHeading(page, 'Signed in');
  });
});
