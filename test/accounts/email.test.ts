import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { emailKey, parseEmail } from '../../src/accounts/email.js';

describe('e-mail addresses', () => {
  test.each([
    ['as it is', 'ann@example.test', 'ann@example.test'],
    ['any case', 'Ann@Example.TEST', 'ann@example.test'],
    ['spaces around', '  ann@example.test ', 'ann@example.test'],
    ['full-width', 'ａｎｎ＠example.test', 'ann@example.test'],
    ['a plus and dots', 'ann.b+c@mail.example.test', 'ann.b+c@mail.example.test'],
    ['letters of other scripts', 'Ämilie@Exämple.test', 'ämilie@exämple.test'],
    ['a local host', 'root@localhost', 'root@localhost'],
  ])('%s is accepted and found by one key', (_, typed, key) => {
    expect(parseEmail(typed)).toEqual({ ok: true, email: typed.trim(), key });
    expect(emailKey(typed)).toBe(key);
  });

  test.each([
    '',
    'ann',
    '@example.test',
    'ann@',
    'ann@@example.test',
    'a b@example.test',
    'ann@exam ple.test',
    'ann@example..test',
    '.ann@example.test',
    'a..nn@example.test',
    'ann@-example.test',
    'ann@example.test\nbcc: x@example.test',
    'ann\0@example.test',
    'ann\u202e@example.test',
    'ann\ud83d@example.test',
    '"ann"@example.test',
    'ann<script>@example.test',
    `${'a'.repeat(65)}@example.test`,
    `ann@${'a.'.repeat(130)}test`,
    'x'.repeat(1_048_576),
  ])('%j is refused', (typed) => {
    expect(parseEmail(typed)).toEqual({ ok: false, because: 'malformed_email' });
  });

  test('whatever is typed has a key that the database can store, and the key of a key is itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (typed) => {
        const key = emailKey(typed);
        expect(key).not.toMatch(/[\0\ud800-\udfff]/u);
      }),
    );
    expect(emailKey(emailKey('İstanbul@Example.test'))).toBe(emailKey('İstanbul@Example.test'));
  });

  test('an address that is too long cannot be taken for its beginning', () => {
    expect(emailKey('a'.repeat(2000)).length).toBeLessThan(600);
    expect(emailKey('a'.repeat(2000))).not.toBe(emailKey('a'.repeat(508)));
  });
});
