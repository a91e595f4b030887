/** What each page shows and sends: texts that are fixed, acts, and the tokens that browsers and tests find fields by. */
import { describe, expect, test } from '@jest/globals';
import { consentPage } from '../../interactions/views/consent-page.js';
import { readUserCodeForm } from '../../interactions/views/engine-form.js';
import { passwordPage } from '../../interactions/views/password-page.js';
import { reminderPage } from '../../interactions/views/reminder-page.js';
import { tagsNamed, textOf } from './markup.js';
import { deviceInputForm, sampleCodes, sampleNow, samplePages } from './samples.js';

const pages = new Map(await samplePages('en'));
const page = (name: string) => pages.get(name) ?? '';
const context = {
  locale: 'en',
  brand: { name: 'Countersign' },
  relyingParty: { name: 'Harbour Mail' },
  action: '/interaction/abcdef',
  csrf: 'csrf-token',
} as const;

test.each([
  ['password', ['password', 'cancel']],
  ['password-known', ['password', 'switch_account', 'cancel']],
  ['challenge', ['verify_factor', 'switch_account', 'cancel']],
  ['enrolment', ['confirm_enrolment', 'not_now', 'switch_account', 'cancel']],
  ['enrolment-refused', ['confirm_enrolment', 'switch_account', 'sign_out', 'cancel']],
  ['enrolment-expired', ['restart_enrolment', 'switch_account', 'cancel']],
  ['backup-codes', ['codes_saved']],
  ['backup-codes-gone', ['new_backup_codes', 'codes_saved']],
  ['reminder', ['set_up_now', 'not_now', 'switch_account', 'cancel']],
  ['consent', ['allow', 'deny', 'switch_account']],
])('%s offers %j', (name, acts) => {
  const buttons = tagsNamed(page(name), 'button').filter(({ attributes }) => attributes.get('name') === 'act');
  expect(buttons.map(({ attributes }) => attributes.get('value'))).toEqual(acts);
});

test.each([
  ['password', ['username', 'current-password']],
  ['challenge', ['one-time-code']],
  ['challenge-backup', ['one-time-code']],
  ['enrolment', ['off', 'one-time-code']],
])('%s is filled in by %j', (name, tokens) => {
  const inputs = tagsNamed(page(name), 'input').filter(({ attributes }) => attributes.has('autocomplete'));
  expect(inputs.map(({ attributes }) => attributes.get('autocomplete'))).toEqual(tokens);
});

test.each([
  ['challenge-clock', 'Invalid verification code'],
  ['challenge-clock', 'about 4 minutes slow'],
  ['challenge-clock', 'You have 2 attempts left'],
  ['challenge-used-backup-code', 'Backup code already used'],
  ['challenge-blocked', 'Please try again in 12 hours.'],
  ['challenge', 'Enter the code from your authenticator app. Look for login.example.org.'],
  ['enrolment', 'Your organization requires this from 3 December (12 days left).'],
  ['enrolment-refused', 'Harbour Mail requires this.'],
  ['enrolment-expired', 'Setup session expired. Please start over.'],
  ['backup-codes', 'Save these backup codes. Each works once.'],
  ['reminder', 'Your organization requires this from 3 December (12 days left).'],
  ['codes-left', 'You used a backup code. 6 left.'],
  ['codes-left-few', 'You used a backup code. 3 left.'],
  ['codes-low', 'You have only 1 backup code left'],
  ['codes-low-elsewhere', 'You have no backup codes left'],
  ['codes-check', 'Do you still have your backup codes?'],
  ['password-locked', 'Please try again in 29 minutes.'],
  ['expired', 'This page has expired'],
])('%s says "%s"', (name, sentence) => {
  expect(textOf(page(name))).toContain(sentence);
});

describe('a refused field', () => {
  test.each([
    ['password-refused', 'password'],
    ['challenge-clock', 'code'],
    ['enrolment-refused', 'code'],
    ['backup-codes-gone', 'saved'],
    ['device-code', 'user_code'],
  ])('on %s is %s: marked, focused, and tied to its message', (name, field) => {
    const input = tagsNamed(page(name), 'input').find(({ attributes }) => attributes.get('id') === field);
    expect(input?.attributes.get('aria-invalid')).toBe('true');
    expect(input?.attributes.has('autofocus')).toBe(true);
    expect(input?.attributes.get('aria-describedby')?.split(' ')).toContain(`${field}-error`);
  });

  test('that is no field of the page shows its message above the form', () => {
    const html = consentPage({ ...context, account: 'a@b', items: [], error: { field: 'form', message: 'No.' } });
    expect(html).toContain('<div role="alert"><p class="error" id="form-error"><strong>No.</strong>');
  });
});

test('the e-mail that was typed is kept; that of a known account cannot be changed', () => {
  const inputOf = (name: string) =>
    tagsNamed(page(name), 'input').find(({ attributes }) => attributes.get('name') === 'email')?.attributes;
  expect(inputOf('password-refused')?.get('value')).toBe('ada.lovelace@example.org');
  expect(inputOf('password-refused')?.has('readonly')).toBe(false);
  expect(inputOf('password-known')?.has('readonly')).toBe(true);
});

test('Enter verifies: no other act comes before it in its form', () => {
  for (const [, html] of pages) {
    for (const form of html.match(/<form.*?<\/form>/gs) ?? []) {
      const acts = tagsNamed(form, 'button').flatMap(({ attributes }) => attributes.get('value') ?? []);
      if (acts.some((act) => /^(password|verify|confirm)/.test(act))) expect(acts).toHaveLength(1);
    }
  }
});

test('the challenge switches between app and backup code without script', () => {
  expect(page('challenge')).toContain('<a href="/interaction/abcdef?method=backup_code">Use a backup code</a>');
  expect(page('challenge-backup')).toContain('<a href="/interaction/abcdef?method=totp">');
  expect(page('challenge-named')).not.toContain('method=backup_code');
  const keyboard = (name: string) =>
    tagsNamed(page(name), 'input')
      .find(({ attributes }) => attributes.get('id') === 'code')
      ?.attributes.get('inputmode');
  expect([keyboard('challenge'), keyboard('challenge-backup')]).toEqual(['numeric', 'text']);
});

test('a wrong clock opens the answer about clocks, and only that', () => {
  const open = tagsNamed(page('challenge-clock'), 'details').filter(({ attributes }) => attributes.has('open'));
  expect(open.map(({ attributes }) => attributes.get('id'))).toEqual(['help-clock']);
});

test('the enrolment shows the picture as a link with a description, and the key in groups of four', () => {
  expect(page('enrolment')).toMatch(
    /<a class="qr" href="otpauth:\/\/totp\/[^"]+"><span class="on-this-device">[^<]+<\/span><span role="img" aria-label="[^"]+"><svg/,
  );
  expect(page('enrolment')).toContain('JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP');
});

test('backup codes are a list of codes, with a download that needs no script', () => {
  const list = /<ol class="codes".*?<\/ol>/s.exec(page('backup-codes'))?.[0] ?? '';
  expect([...list.matchAll(/<code[^>]*>([^<]*)<\/code>/g)].map(([, code]) => code)).toEqual(sampleCodes);
  const link = tagsNamed(page('backup-codes'), 'a').find(({ attributes }) => attributes.has('download'))?.attributes;
  expect(link?.get('download')).toBe('countersign-backup-codes.txt');
  const file = decodeURIComponent(link?.get('href')?.replace('data:text/plain;charset=utf-8,', '') ?? '');
  for (const part of ['login.example.org', 'ada.lovelace@example.org', '21 November 2025', ' 1. abc12-def34\r\n']) {
    expect(file).toContain(part);
  }
});

test('codes that are no longer shown are nowhere in the page', () => {
  for (const code of sampleCodes) expect(page('backup-codes-gone')).not.toContain(code);
});

test('after the deadline the requirement says since when', () => {
  const requirement = { by: 'organization', deadline: new Date('2025-11-20T00:00:00Z') } as const;
  const html = reminderPage({ ...context, now: sampleNow, account: 'a@b', requirement });
  expect(textOf(html)).toContain('Your organization has required this since 20 November.');
});

test('consent speaks words, not scope names, and raw names only for resources of others', () => {
  const text = textOf(page('consent'));
  expect(text).toContain('see your e-mail address');
  expect(text).not.toMatch(/offline_access|admin:read/);
  expect(text).toContain('use Work phone at https://files.example/Harbour Mail');
});

test('links and pictures of a relying party lead nowhere dangerous', () => {
  const links = { forgotPasswordUrl: '/account/forgot-password', helpUrl: '/account/help' };
  const bad = 'javascript:alert(1)';
  const relyingParty = { name: 'P', logoUrl: 'https://rp.example/logo.png', policyUrl: bad, termsUrl: bad };
  const html = consentPage({ ...context, relyingParty, account: 'a@b', items: [] });
  expect(html).not.toContain('javascript:');
  expect(html).not.toContain('logo.png');
  expect(passwordPage({ ...context, ...links, relyingParty: { name: 'P', logoUrl: '/logo.png' } })).toContain(
    'src="/logo.png"',
  );
});

test('logout and device pages post the forms of the engine', () => {
  expect(page('logout')).toMatch(/<form id="op.logoutForm"(?:(?!<\/form>).)*<button[^>]* name="logout" value="yes">/);
  expect(page('device-confirm')).toMatch(/<form id="op.deviceConfirmForm"(?:(?!<\/form>).)*name="abort" value="yes">/);
  expect(page('device-code')).toContain(
    '<form id="op.deviceInputForm" method="post" action="https://login.example.org/device">',
  );
});

test('the user code form of the installed engine can be read', async () => {
  expect(readUserCodeForm(deviceInputForm).userCode).toBe('bcd"f');
  const source = 'oidc-provider/lib/helpers/user_code_form.js';
  const engine = await import(source);
  expect(readUserCodeForm(engine.input('https://op.example/device?a=1', 'secret', 'a"<b', 'digits'))).toEqual({
    action: 'https://op.example/device?a=1',
    xsrf: 'secret',
    userCode: 'a"<b',
    isNumeric: true,
  });
  expect(readUserCodeForm(engine.input('/device', 'secret', undefined, 'base-20'))).toMatchObject({
    userCode: '',
    isNumeric: false,
  });
  expect(() => readUserCodeForm('<p>')).toThrow('has changed');
});
