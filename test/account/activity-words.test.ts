/** What the activity page says of each event, in both languages. */
import { describe, expect, test } from '@jest/globals';
import type { ActivityFacts } from '../../src/account/messages/en-activity.js';
import { activityMessages } from '../../src/account/messages/list-catalogues.js';
import { auditEventTypes } from '../../src/audit/audit-event.js';
import { formatsFor } from '../../src/language/formats.js';

const plain: ActivityFacts = { client: null, because: null, isEverywhere: false, isFailure: false };
const words = (locale: 'en' | 'nl', type: (typeof auditEventTypes)[number], facts: Partial<ActivityFacts> = {}) =>
  [activityMessages(locale).what[type]({ ...plain, ...facts })].flat().join('');

describe.each(['en', 'nl'] as const)('in %s', (locale) => {
  test.each(auditEventTypes)('%s has words that begin a line and are not its name', (type) => {
    for (const facts of [{}, { client: 'Calendar' }, { isFailure: true }, { isEverywhere: true }]) {
      expect(words(locale, type, facts)).toMatch(/^\p{Lu}[^_.]+$/u);
    }
  });

  test('no two kinds of events are told alike', () => {
    const told = auditEventTypes.map((type) => words(locale, type));
    expect(told.filter((text, index) => told.indexOf(text) !== index)).toEqual([]);
  });
});

test.each([
  ['user.login', { client: 'Calendar' }, 'Signed in to Calendar', 'Ingelogd bij Calendar'],
  ['user.login', {}, 'Signed in', 'Ingelogd'],
  ['user.login_failed', { because: 'wrong_credentials' }, 'Wrong password', 'Fout wachtwoord'],
  [
    'user.login_failed',
    { because: 'too_many_codes' },
    'Sign-in ended after too many wrong codes',
    'Inloggen gestopt na te veel foute codes',
  ],
  ['mfa.failed', { because: 'wrong_code' }, 'Wrong code', 'Foute code'],
  ['mfa.failed', { because: 'already_used' }, 'Code used a second time', 'Code voor de tweede keer gebruikt'],
  [
    'password.changed',
    { isFailure: true },
    'Password not changed: the present one was wrong',
    'Wachtwoord niet gewijzigd: het huidige was fout',
  ],
  ['session.revoked', { isEverywhere: true }, 'Signed out everywhere', 'Overal uitgelogd'],
  ['session.revoked', {}, 'Session signed out', 'Sessie uitgelogd'],
  ['authorization.revoked', { client: 'Calendar' }, 'Access removed from Calendar', 'Toegang ingetrokken van Calendar'],
] as const)('%s with %j is "%s", "%s"', (type, facts, english, dutch) => {
  expect(words('en', type, facts)).toBe(english);
  expect(words('nl', type, facts)).toBe(dutch);
});

test('a moment says date, hour and whose hour it is', () => {
  const at = new Date('2026-01-02T23:05:59Z');
  expect(formatsFor('en').moment(at)).toBe('2 Jan 2026, 23:05\u00a0UTC');
  expect(formatsFor('nl').moment(at)).toBe('2 jan 2026, 23:05\u00a0UTC');
});
