/** What the two settings of mail mean, and that no password is shown. */
import { expect, test } from '@jest/globals';
import { effectiveSettings } from '../../src/settings/effective-settings.js';
import { defaultMailFrom, mailAddressOf } from '../../src/settings/mail-address.js';
import { readSettings } from '../../src/settings/settings.js';
import { smtpServerOf } from '../../src/settings/smtp-url.js';

test.each([
  ['smtp://mail.example.com', { host: 'mail.example.com', port: 587, isSecure: false }],
  ['smtps://mail.example.com', { host: 'mail.example.com', port: 465, isSecure: true }],
  ['smtp://127.0.0.1:2525', { host: '127.0.0.1', port: 2525, isSecure: false }],
  ['smtp://[::1]:2525', { host: '::1', port: 2525, isSecure: false }],
  [
    'SMTPS://anna%40example.com:p%23w%2F@mail.example.com:5465',
    { host: 'mail.example.com', port: 5465, isSecure: true, user: 'anna@example.com', password: 'p#w/' },
  ],
])('%s is understood', (url, server) => {
  expect(smtpServerOf(url)).toEqual({ user: undefined, password: undefined, ...server });
});

test.each([
  ['id@example.com', { name: '', address: 'id@example.com' }],
  ['<id@example.com>', { name: '', address: 'id@example.com' }],
  ['Example Ltd <id@example.com>', { name: 'Example Ltd', address: 'id@example.com' }],
  ['"Example, Ltd" <id@example.com>', { name: 'Example, Ltd', address: 'id@example.com' }],
])('%s is a name and an address', (text, halves) => {
  expect(mailAddressOf(text)).toEqual(halves);
});

test.each([
  ['https://id.example.com', 'Countersign <no-reply@id.example.com>'],
  ['http://127.0.0.1:3000', 'Countersign <no-reply@[127.0.0.1]>'],
  ['http://[::1]:3000', 'Countersign <no-reply@[IPv6:::1]>'],
])('without MAIL_FROM, %s writes as %s, which would be accepted as MAIL_FROM too', (issuer, sender) => {
  expect(defaultMailFrom(issuer)).toBe(sender);
  expect(readSettings({ MAIL_FROM: sender }).ok).toBe(true);
});

test('the password of SMTP_URL is never shown', () => {
  const read = readSettings({ SMTP_URL: 'smtps://countersign:hunter2@mail.example.com' });
  if (!read.ok) throw new Error('refused');
  const shown = effectiveSettings(read.settings).find(({ variable }) => variable === 'SMTP_URL')?.value;
  expect(shown).toBe('smtps://countersign:********@mail.example.com');
});
