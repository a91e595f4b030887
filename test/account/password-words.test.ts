/** Refused passwords in words, in both languages. */
import { describe, expect, test } from '@jest/globals';
import { newPasswordError, passwordMessages } from '../../src/account/messages/password-catalogue.js';
import { signUpMessages } from '../../src/account/messages/sign-up-catalogue.js';
import { passwordProblems } from '../../src/accounts/password-policy.js';

const anna = { email: 'anna.bakker@example.com', name: 'Anna Bakker', minLength: 12 };

describe('a refused password', () => {
  test.each([
    ['', 'Choose a new password.', undefined],
    ['x7!kQ', 'The password is too short. It needs at least 12 characters.', expect.stringContaining('too easy')],
    ['otter lantern quarry', undefined, undefined],
    ['x'.repeat(300), 'The password is too long. It may have at most 256 characters.', undefined],
    ['x7 bakker k93 otter', 'The password must not contain your name.', undefined],
    [
      'Password12345!',
      'This password is too easy to guess.',
      'This is almost a password that many people use. Add another word or two, less common ones.',
    ],
    [
      'aaaaaaaaaaaaaa',
      'This password is too easy to guess.',
      'Repeated characters such as “aaa” are easy to guess. Add another word or two, less common ones.',
    ],
    [
      'zyxwvutsrqpon',
      'This password is too easy to guess.',
      'Sequences such as “abc” or “6543” are easy to guess. Add another word or two, less common ones.',
    ],
  ])('%j: %s', async (typed, message, detail) => {
    const problems = typed === '' ? [] : await passwordProblems(typed, anna);
    const error = newPasswordError('en', 'new_password', { typed, problems, minLength: anna.minLength });
    expect(error).toEqual(message === undefined ? undefined : { field: 'new_password', message, detail });
  });

  test('says as much in Dutch', async () => {
    const typed = 'Password12345!';
    const problems = await passwordProblems(typed, anna);
    expect(newPasswordError('nl', 'new_password', { typed, problems, minLength: 12 })).toEqual({
      field: 'new_password',
      message: 'Dit wachtwoord is te makkelijk te raden.',
      detail: 'Dit is bijna een wachtwoord dat veel mensen gebruiken. Voeg nog een of twee woorden toe, minder gewone.',
    });
  });
});

test('no Dutch sentence is the English one', () => {
  for (const messages of [passwordMessages, signUpMessages]) {
    const english = new Set(sentencesOf(messages('en')));
    expect(sentencesOf(messages('nl')).filter((text) => text.includes(' ') && english.has(text))).toEqual([]);
  }
});

function sentencesOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(sentencesOf) : [];
}
