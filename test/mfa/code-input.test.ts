import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readCode } from '../../src/mfa/code-input.js';

describe('what is typed into the one-time-code field', () => {
  test.each([
    ['six digits', '123456', '123456'],
    ['a space in the middle', '123 456', '123456'],
    ['spaces around', '  123456\n', '123456'],
    ['a dash', '123-456', '123456'],
    ['an en dash and a no-break space', '123–\u00a0456', '123456'],
    ['full-width digits', '１２３４５６', '123456'],
    ['an invisible mark from copying', '\u200b123456\u200e', '123456'],
    ['leading zeros', '000001', '000001'],
  ])('%s is a TOTP', (_, typed, digits) => {
    expect(readCode(typed)).toEqual({ kind: 'totp', digits });
  });

  test.each([
    ['as printed', 'abc12-def34', 'abc12def34'],
    ['without the dash', 'abc12def34', 'abc12def34'],
    ['in capitals', 'ABC12-DEF34', 'abc12def34'],
    ['with spaces and a long dash', ' abc12 — def34 ', 'abc12def34'],
    ['with o for zero, i and l for one', 'oOiIl-lL123', '0011111123'],
    ['full-width', 'ＡＢＣ１２－ＤＥＦ３４', 'abc12def34'],
    ['of digits only', '01234-56789', '0123456789'],
  ])('a backup code %s is that code', (_, typed, code) => {
    expect(readCode(typed)).toEqual({ kind: 'backup_code', code });
  });

  test.each([
    ['of eight digits', '1234 5678', '12345678'],
    ['with u, which is in none of ours', 'abc12-defu4', 'abc12defu4'],
    ['in groups', 'ABCD-EFGH-JKMN', 'abcdefghjkmn'],
    ['of sixty-four letters', 'z'.repeat(64), 'z'.repeat(64)],
  ])('a code of another system %s is that code', (_, typed, code) => {
    expect(readCode(typed)).toEqual({ kind: 'imported_code', code });
  });

  test.each([
    ['nothing', ''],
    ['spaces only', '   '],
    ['five digits', '12345'],
    ['seven digits', '1234567'],
    ['a letter in a TOTP', '12345a'],
    ['a sign that is in no code', 'abc12+def34'],
    ['emoji', '😀😀😀'],
    ['NUL', '123\u0000456'],
    ['half an emoji', '12345\ud83d'],
    ['a decimal point and a sign', '+123456'],
    ['sixty-five characters', `123456${' '.repeat(59)}`],
    ['a megabyte', '1'.repeat(1_048_576)],
  ])('%s is malformed', (_, typed) => {
    expect(readCode(typed)).toEqual({ kind: 'malformed' });
  });

  test('no input at all makes it throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (typed) => {
        expect(['totp', 'backup_code', 'imported_code', 'malformed']).toContain(readCode(typed).kind);
      }),
    );
  });
});
