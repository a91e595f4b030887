import { describe, expect, test } from '@jest/globals';
import { passwordIsTooLong, passwordProblems } from '../../src/accounts/password-policy.js';

const about = { email: 'ann.miller@example.test', name: 'Ann Miller-Jones', minLength: 12 };

describe('choosing a password', () => {
  test.each([
    'correct horse fence',
    'Tr0ub4dor&3-plus',
    'пароль для почты',
    '🦊🐻🐼🐨🐯🦁🐮🐷🐸🐵🐔🐧',
    'w9#kLm2!qZx7',
  ])('%j will do', async (password) => {
    expect(await passwordProblems(password, about)).toEqual([]);
  });

  test.each([
    ['eleven characters', 'w9#kLm2!qZx', ['too_short']],
    ['eleven emoji, though they are 22 units', '🦊🐻🐼🐨🐯🦁🐮🐷🐸🐵🐔', ['too_short']],
    ['257 characters', 'x'.repeat(257), ['too_long']],
    ['more than 1024 bytes', '界'.repeat(256).concat('界'.repeat(100)).slice(0, 342), ['too_long']],
    ['a megabyte', 'x'.repeat(1_048_576), ['too_long']],
    ['the address', 'ann.miller@example.test', ['contains_email', 'too_guessable']],
    ['its local part', 'my-ANN.MILLER-2026', ['contains_email', 'too_guessable']],
    ['a part of the name', 'Miller-Jones and co', ['contains_name']],
    ['a common word with trimmings', '!!Password2024', ['too_guessable']],
    ['a Dutch one', 'Wachtwoord2024!', ['too_guessable']],
    ['a season and a year', 'summer2026!!', ['too_guessable']],
    ['a common word in disguise', 'P@$$w0rd1234', ['too_guessable']],
    ['a common word twice', 'dragondragon', ['too_guessable']],
    ['a common word backwards', 'drowssapdrowssap', ['too_guessable']],
    ['one letter', 'aaaaaaaaaaaaaa', ['too_guessable']],
    ['two letters', 'abababababab', ['too_guessable']],
    ['counting', '123456789012', ['too_guessable']],
    ['a keyboard row', 'qwertyuiopas', ['too_guessable']],
    ['the alphabet backwards', 'zyxwvutsrqpon', ['too_guessable']],
    ['a birthday and a short name', '14.03.1985ann', ['too_guessable']],
    ['a part of the name that is too short to be forbidden', 'ann ann ann ann', ['too_guessable']],
    ['the longest there may be, all the same', 'a'.repeat(256), ['too_guessable']],
    ['several at once', 'password', ['too_short', 'too_guessable']],
    ['nothing', '', ['too_short']],
  ])('%s is refused with its reasons', async (_, password, problems) => {
    expect((await passwordProblems(password, about)).map(({ because }) => because)).toEqual(problems);
  });

  test.each([
    ['password1234', 'similarToCommon'],
    ['!!Password2024', 'similarToCommon'],
    ['aaaaaaaaaaaaaa', 'simpleRepeat'],
    ['abababababab', 'extendedRepeat'],
    ['zyxwvutsrqpon', 'sequences'],
    ['ann.miller@example.test', 'userInputs'],
  ])('what %j is made of is known, so that it can be said', async (password, weakness) => {
    expect(await passwordProblems(password, about)).toContainEqual(
      expect.objectContaining({ because: 'too_guessable', weakness, advice: expect.arrayContaining(['anotherWord']) }),
    );
  });

  test('a password made to be slow to judge is judged in time', async () => {
    await passwordProblems('w9#kLm2!qZx7', about);
    const begun = performance.now();
    // Every letter of it may stand for others, which the estimate would all try.
    await passwordProblems('i0pu4xnp26f9g9yC0tz4jzj0y0rlesBqg31w!7'.repeat(6), about);
    expect(performance.now() - begun).toBeLessThan(1_500);
  });

  test('a name of three letters may be contained, or half of all words would be refused', async () => {
    expect(await passwordProblems('annual fence horse', { ...about, email: 'ann@x.test', name: 'Ann' })).toEqual([]);
  });

  test('the longest passwords are exactly at the limit', () => {
    expect(passwordIsTooLong('x'.repeat(256))).toBe(false);
    expect(passwordIsTooLong('🦊'.repeat(256))).toBe(false);
    expect(passwordIsTooLong('🦊'.repeat(257))).toBe(true);
  });
});
