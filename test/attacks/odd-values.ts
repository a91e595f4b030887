/** Values that nobody types and attackers send, and what an answer to them must be. */
import { expect } from '@jest/globals';
import { textOf } from '../support/person.js';
import type { RawAnswer } from './raw-request.js';

/** As text; whoever sends them encodes them. */
export const oddTexts: Readonly<Record<string, string>> = {
  empty: '',
  blank: ' ',
  'a NUL': 'a\0b',
  'a lone surrogate': '\ud800x',
  'line breaks': 'a\r\nSet-Cookie: x=y',
  markup: '"><script>alert(1)</script>',
  'a huge number': '9'.repeat(400),
  'a negative number': '-1',
  infinity: '1e999',
  JSON: '{"a":[1,null]}',
  'an array': '[]',
  null: 'null',
  'a prototype name': '__proto__',
  'another prototype name': 'constructor',
  SQL: "' OR 1=1; DROP TABLE account;--",
  'a path': '../../etc/passwd',
  'an address': 'javascript:alert(1)',
  'emoji and right-to-left marks': '😀\u202e\u200f',
  '4 kB': 'x'.repeat(4000),
};

/** Neither a fault nor a bare status, nothing of what was sent as markup or header, nothing of our insides. `about` names the case. */
export function expectRefusal(answer: RawAnswer, about: string): void {
  expect([about, answer.status, answer.status < 500]).toEqual([about, answer.status, true]);
  expect(answer.headers.location ?? '').not.toContain('server_error');
  if (answer.status >= 400) expect([about, textOf(answer.text).length > 10]).toEqual([about, true]);
  expect(answer.text).not.toContain('<script>alert(1)');
  expect(answer.text).not.toMatch(/at .*\.[jt]s:\d+|node_modules|SQLSTATE/);
  for (const value of Object.values(answer.headers)) expect(String(value)).not.toMatch(/^x=y/);
}
