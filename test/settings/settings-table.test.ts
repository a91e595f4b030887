/** The README's table, and the definitions it is made of. */
import { expect, test } from '@jest/globals';
import { settingEntries } from '../../src/settings/setting-definitions.js';
import { settingsTableMarkdown, withSettingsTable } from '../../src/settings/settings-table.js';

test('every variable has one row with its default and meaning', () => {
  const lines = settingsTableMarkdown().split('\n');
  expect(lines).toHaveLength(settingEntries.length + 2);
  expect(lines).toContain('| `PORT` | `3000` | Port to listen on, 0–65535; 0 takes any free one. |');
  expect(lines).toContainEqual(expect.stringMatching(/^\| `MFA_ISSUER` \| host of `ISSUER` \|/));
  expect(lines).toContainEqual(expect.stringMatching(/^\| `DATABASE_URL` \| – \|/));
});

test('no variable is defined twice', () => {
  const variables = settingEntries.map(([, { variable }]) => variable);
  expect(new Set(variables).size).toBe(variables.length);
});

test.each(settingEntries.map(([, definition]) => [definition.variable, definition] as const))(
  '%s: its default and its example are right, unless it is a secret whose example must not be usable as it stands',
  (_, { default: fallback, example, secret, variable, parse }) => {
    if (fallback !== undefined) expect(parse.safeParse(fallback).success).toBe(true);
    const isKey = secret && !variable.endsWith('_URL');
    expect(parse.safeParse(example).success).toBe(!isKey);
  },
);

test('the table replaces what lies between its markers and nothing else', () => {
  const before = 'Intro\n<!-- settings:start -->\nold\n<!-- settings:end -->\nOutro\n';
  const after = withSettingsTable(before);
  expect(after).toBe(`Intro\n<!-- settings:start -->\n${settingsTableMarkdown()}\n<!-- settings:end -->\nOutro\n`);
  expect(withSettingsTable(after)).toBe(after);
});

test('a text without the markers is refused rather than left without a table', () => {
  expect(() => withSettingsTable('<!-- settings:end --> <!-- settings:start -->')).toThrow('settings:start');
});
