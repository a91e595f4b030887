/** The words: languages, plurals, durations, notices, refusals. */
import { describe, expect, test } from '@jest/globals';
import { assets } from '../../interactions/views/assets.js';
import { backupCodeDataUrl, backupCodeText } from '../../interactions/views/backup-code-file.js';
import { failureOf } from '../../interactions/views/error-page.js';
import { codeError, passwordError } from '../../interactions/views/field-errors.js';
import { messagesFor } from '../../interactions/views/messages/catalogue.js';
import { safeHref, safeImage } from '../../interactions/views/safe-url.js';
import { formatsFor } from '../../src/language/formats.js';
import { chooseLocale } from '../../src/language/locale.js';

test.each([
  [undefined, undefined, 'en'],
  ['', '', 'en'],
  ['nl', undefined, 'nl'],
  ['nl-BE', undefined, 'nl'],
  ['NL', undefined, 'nl'],
  ['fr nl en', undefined, 'nl'],
  ['en', 'nl', 'en'],
  ['fr', 'nl', 'nl'],
  ['nds-NL', undefined, 'en'],
  [undefined, 'nl', 'nl'],
  [undefined, 'nl-NL,nl;q=0.9,en;q=0.8', 'nl'],
  [undefined, 'en;q=0.5, nl;q=0.8', 'nl'],
  [undefined, 'de,fr;q=0.9', 'en'],
  [undefined, 'nl;q=0, de', 'en'],
  [undefined, 'nl;q=much, en', 'en'],
  [undefined, 'nl;q=7', 'en'],
  [undefined, '*', 'en'],
  [undefined, ',;;q=,=', 'en'],
  ['__proto__ constructor', 'toString', 'en'],
] as const)('ui_locales %j and Accept-Language %j give %s', (uiLocales, acceptLanguage, locale) => {
  expect(chooseLocale({ uiLocales, acceptLanguage })).toBe(locale);
});

describe('the catalogues', () => {
  test('have the same keys, and functions in the same places', () => {
    expect(shapeOf(messagesFor('nl'))).toEqual(shapeOf(messagesFor('en')));
  });

  test('say nothing twice by mistake: no Dutch sentence is the English one', () => {
    const english = textsOf(messagesFor('en'));
    const same = [...textsOf(messagesFor('nl'))].filter(
      ([key, text]) => english.get(key) === text && text.includes(' '),
    );
    expect(same).toEqual([]);
  });

  test('keep the fixed texts', () => {
    const { codeErrors, enrolment } = messagesFor('en');
    expect(codeErrors.invalid).toBe('Invalid verification code');
    expect(codeErrors.backupCodeUsed).toBe('Backup code already used');
    expect(codeErrors.notEnabled).toBe('MFA not enabled');
    expect(enrolment.expired).toBe('Setup session expired. Please start over.');
  });
});

test.each([
  [0, '1 second', '1 seconde'],
  [12.2, '13 seconds', '13 seconden'],
  [60, '1 minute', '1 minuut'],
  [61, '2 minutes', '2 minuten'],
  [90 * 60, '90 minutes', '90 minuten'],
  [90 * 60 + 1, '2 hours', '2 uur'],
  [86_399, '24 hours', '24 uur'],
  [86_400, '1 day', '1 dag'],
  [86_401, '2 days', '2 dagen'],
])('%s seconds are %s, %s', (seconds, english, dutch) => {
  expect(formatsFor('en').duration(seconds)).toBe(english);
  expect(formatsFor('nl').duration(seconds)).toBe(dutch);
});

test('a date of another year says its year', () => {
  const date = new Date('2026-01-02T00:00:00Z');
  expect(formatsFor('en').day(date, new Date('2025-12-30T00:00:00Z'))).toBe('2 January 2026');
  expect(formatsFor('nl').day(date, new Date('2026-01-01T00:00:00Z'))).toBe('2 januari');
});

test('less than a day left is told in hours', () => {
  expect(messagesFor('en').enrolment.timeLeft(5 * 3600)).toBe('5 hours');
  expect(messagesFor('en').enrolment.timeLeft(86_400)).toBe('1 day');
  expect(messagesFor('nl').enrolment.timeLeft(7 * 86_400 - 60)).toBe('7 dagen');
});

test('every refusal of a password is one sentence', () => {
  const because = 'wrong_credentials';
  expect(passwordError('en', { because })).toEqual({
    field: 'password',
    message: 'The e-mail address or the password is not right.',
  });
  expect(passwordError('nl', { because }).message).toBe('Het e-mailadres of het wachtwoord klopt niet.');
});

test.each([
  [{ because: 'wrong_code' }, undefined],
  [{ because: 'wrong_code', attemptsLeft: 0 }, undefined],
  [{ because: 'wrong_code', attemptsLeft: 1 }, 'You have 1 attempt left before you have to sign in again.'],
  [
    { because: 'already_used', waitSeconds: 12 },
    'This code was used already. Wait 12 seconds for the next one, then enter that.',
  ],
  [
    { because: 'wrong_length', expectedDigits: 6, typedDigits: 8 },
    'The code has 6 digits; you entered 8. Is it from the right app?',
  ],
  [
    { because: 'clock_off', offsetMinutes: 1 },
    'The clock of your phone is about 1 minute fast. Set it to automatic and try again.',
  ],
  [
    { because: 'clock_off', offsetMinutes: -4 },
    'The clock of your phone is about 4 minutes slow. Set it to automatic and try again.',
  ],
  [{ because: 'backup_code_used' }, 'Backup code already used. Each backup code works once. Enter another one.'],
] as const)('%j is an invalid code, with the reason that helps', (refusal, detail) => {
  expect(codeError('en', refusal)).toMatchObject({ field: 'code', message: 'Invalid verification code', detail });
});

test('a block says until when, or who can lift it', () => {
  const blocked = (retryAfterSeconds: number | null) =>
    codeError('en', { because: 'too_many_attempts', retryAfterSeconds }).message;
  expect(blocked(170)).toBe('Too many wrong codes. Please try again in 3 minutes.');
  expect(blocked(null)).toBe('Too many wrong codes. An administrator has to unlock your account.');
});

test.each([
  [400, 'invalid_request'],
  [403, 'forbidden'],
  [404, 'not_found'],
  [429, 'too_many_requests'],
  [500, 'internal'],
  [502, 'internal'],
  [503, 'unavailable'],
])('status %i is told as %s', (status, failure) => expect(failureOf(status)).toBe(failure));

test.each([
  ['https://rp.example/', true, false],
  ['/path', true, true],
  ['data:image/png;base64,AA==', false, true],
  ['//evil.example', false, false],
  ['/\\evil.example', false, false],
  ['javascript:alert(1)', false, false],
  [' javascript:alert(1)', false, false],
  ['data:text/html,x', false, false],
  ['', false, false],
])('%j may be linked: %s, and shown: %s', (url, linked, shown) => {
  expect(safeHref(url)).toBe(linked ? url : undefined);
  expect(safeImage(url)).toBe(shown ? url : undefined);
});

test('names in the file of codes stay on their line, and break nothing', () => {
  const file = {
    locale: 'en',
    issuer: 'a\r\nb\u2028c\ud800',
    account: 'x\u0000\ny',
    madeAt: new Date('2025-11-21T00:00:00Z'),
    codes: ['abc12-def34'],
  } as const;
  expect(backupCodeText(file).split('\r\n').slice(0, 3)).toEqual([
    'Backup codes for a b c\ud800',
    'Account: x y',
    'Made on: 21 November 2025',
  ]);
  expect(backupCodeDataUrl(file)).toMatch(/^data:text\/plain;charset=utf-8,[\x21-\x7e]+$/);
});

test('assets are named by their content, and load nothing themselves', () => {
  expect(new Set(assets.map(({ path }) => path)).size).toBe(assets.length);
  for (const { path, etag, body } of assets) {
    expect(path).toMatch(/^\/assets\/[a-z]+\.[\w-]{16}\.(css|js|svg)$/);
    expect(path).toContain(etag.slice(1, -1));
    expect(body).not.toMatch(/url\(|@import|<style/);
  }
});

function shapeOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]));
}

function textsOf(value: object, path = ''): Map<string, string> {
  const entries = Object.entries(value).flatMap(([key, inner]): [string, string][] => {
    if (typeof inner === 'string') return [[`${path}${key}`, inner]];
    return typeof inner === 'object' ? [...textsOf(inner, `${path}${key}.`)] : [];
  });
  return new Map(entries);
}
