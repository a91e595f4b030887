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
  ])('%j will do', (password) => {
    expect(passwordProblems(password, about)).toEqual([]);
  });

  test.each([
    ['eleven characters', 'w9#kLm2!qZx', ['too_short']],
    ['eleven emoji, though they are 22 units', '🦊🐻🐼🐨🐯🦁🐮🐷🐸🐵🐔', ['too_short']],
    ['257 characters', 'x'.repeat(257), ['too_long']],
    ['more than 1024 bytes', '界'.repeat(256).concat('界'.repeat(100)).slice(0, 342), ['too_long']],
    ['a megabyte', 'x'.repeat(1_048_576), ['too_long']],
    ['the address', 'ann.miller@example.test', ['contains_email']],
    ['its local part', 'my-ANN.MILLER-2026', ['contains_email']],
    ['a part of the name', 'Miller-Jones and co', ['contains_name']],
    ['a common word with trimmings', '!!Password2024', ['too_common']],
    ['a common word in disguise', 'P@$$w0rd1234', ['too_common']],
    ['a common word twice', 'dragondragon', ['too_common']],
    ['one letter', 'aaaaaaaaaaaaaa', ['too_common']],
    ['two letters', 'abababababab', ['too_common']],
    ['counting', '123456789012', ['too_common']],
    ['a keyboard row', 'qwertyuiopas', ['too_common']],
    ['the alphabet backwards', 'zyxwvutsrqpon', ['too_common']],
    ['several at once', 'password', ['too_short', 'too_common']],
    ['nothing', '', ['too_short']],
  ])('%s is refused with its reasons', (_, password, problems) => {
    expect(passwordProblems(password, about)).toEqual(problems);
  });

  test('a name of three letters may be contained, or half of all words would be refused', () => {
    expect(passwordProblems('annual fence horse', { ...about, email: 'ann@x.test', name: 'Ann' })).toEqual([]);
  });

  test('the longest passwords are exactly at the limit', () => {
    expect(passwordIsTooLong('x'.repeat(256))).toBe(false);
    expect(passwordIsTooLong('🦊'.repeat(256))).toBe(false);
    expect(passwordIsTooLong('🦊'.repeat(257))).toBe(true);
  });
});
