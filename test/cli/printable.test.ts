/** What people called themselves cannot steer a terminal. */
import { expect, test } from '@jest/globals';
import { columns, fields, printable, table } from '../../src/cli/printable.js';

test.each([
  ['an escape sequence', '\u001b[2Jgone'],
  ['its one-byte form', '\u009b2Jgone'],
  ['a second line', 'a\nroot  admin'],
  ['a carriage return', 'a\rroot'],
  ['a right-to-left override', 'a\u202egnp.exe'],
  ['an isolate', 'a\u2066b'],
  ['a zero-width space', 'a\u200bb'],
  ['half a character', 'a\ud800b'],
])('%s is shown as a replacement character', (_, text) => {
  expect(printable(text)).toContain('\ufffd');
  expect(printable(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
});

test('columns are as wide as their widest cell, and nothing trails', () => {
  expect(
    columns([
      ['a', 'bb', ''],
      ['ccc', 'd', 'é'],
    ]),
  ).toEqual(['a    bb', 'ccc  d   é']);
});

test('what is absent is a dash, what is true is yes', () => {
  expect(fields({ id: '1', name: '', at: null, roles: [], on: true, detail: { a: 1 } })).toBe(
    ['id      1', 'name    -', 'at      -', 'roles   -', 'on      yes', 'detail  {"a":1}'].join('\n'),
  );
});

test('an empty table is a sentence', () => {
  expect(table([], ['id'], 'There are none.')).toBe('There are none.');
  expect(table([{ id: 1, roles: ['a', 'b'] }], ['id', 'roles'], '')).toBe('id  roles\n1   a, b');
});
