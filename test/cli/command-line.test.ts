/** What is typed is understood whole, or refused whole; a secret that was typed is not repeated. */
import { describe, expect, test } from '@jest/globals';
import { readCommandLine } from '../../src/cli/command-line.js';
import { commands } from '../../src/cli/command-list.js';

const read = (...argv: string[]) => readCommandLine(argv, commands);

describe('a command', () => {
  test('is its one or two words, wherever --json stands', () => {
    for (const argv of [
      ['user', 'list', '--json'],
      ['--json', 'user', 'list'],
    ]) {
      expect(read(...argv)).toMatchObject({ kind: 'command', json: true, command: { words: 'user list' } });
    }
    expect(read('migrate')).toMatchObject({ kind: 'command', json: false, values: { status: false } });
  });

  test('has its options as values, repeated ones as a list, absent ones as undefined', () => {
    expect(
      read('client', 'create', '--name=App', '--redirect-uri', 'a:1', '--redirect-uri', 'b:2', '--public'),
    ).toMatchObject({
      values: { name: 'App', 'redirect-uri': ['a:1', 'b:2'], public: true, 'skip-consent': false, scope: undefined },
    });
    expect(read('token', '--user', 'a@b', '--scope', 'admin:read account', '--ttl', '90s')).toMatchObject({
      values: { scope: ['admin:read', 'account'], ttl: 90 },
    });
  });

  test('about one account takes it as --user, as --email, or as a plain word', () => {
    for (const argv of [['--user', 'a@b'], ['--email', 'a@b'], ['a@b']]) {
      expect(read('user', 'show', ...argv)).toMatchObject({ kind: 'command', values: { user: 'a@b' } });
    }
  });
});

test.each([
  ['an unknown command', ['user', 'frobnicate'], /no such command/],
  ['a group without its second word', ['user'], /no such command/],
  ['an unknown option', ['user', 'list', '--colour'], /no option --colour/],
  ['an option of another command', ['user', 'list', '--reason', 'x'], /no option --reason/],
  ['an unknown short option', ['user', 'list', '-x'], /no option --x/],
  ['a missing option', ['mfa', 'disable', '--user', 'a@b'], /--reason is missing/],
  ['an option without its value', ['user', 'create', '--email'], /--email lacks its value/],
  ['an option whose value is the next option', ['user', 'create', '--email', '--json'], /--email lacks its value/],
  ['an option given twice', ['user', 'create', '--email', 'a@b', '--email', 'c@d'], /--email is given twice/],
  ['the same option under two names', ['user', 'show', '--user', 'a@b', '--email', 'c@d'], /given twice/],
  ['a flag with a value', ['user', 'list', '--json=yes'], /--json takes no value/],
  ['a word too many', ['user', 'show', 'a@b', 'c@d'], /belongs to no option/],
  ['a word where none is taken', ['user', 'list', 'anna'], /belongs to no option/],
  ['an empty value', ['user', 'create', '--email', ' '], /--email must not be empty/],
  ['a control character', ['user', 'create', '--email', 'a@b', '--name', 'a\u001b[2J'], /control character/],
  [
    'an unknown role',
    ['user', 'create', '--email', 'a@b', '--role', 'root'],
    /--role must be one of admin, super_admin/,
  ],
  ['a limit that is none', ['user', 'list', '--limit', '1e3'], /whole number from 1 to 1000/],
  ['a life longer than an hour', ['token', '--user', 'a@b', '--scope', 'admin', '--ttl', '61m'], /at most 60m/],
  ['a life of nothing', ['token', '--user', 'a@b', '--scope', 'admin', '--ttl', '0s'], /--ttl must be/],
  ['a scope that is not ours', ['token', '--user', 'a@b', '--scope', 'openid'], /must be one or more of account/],
  [
    'two places for one password',
    ['create-admin', '--email', 'a@b', '--password-stdin', '--password-file', 'f'],
    /exclude/,
  ],
])('%s is wrong use', (_, argv, because) => {
  expect(read(...argv)).toMatchObject({ kind: 'wrong-use', because: expect.stringMatching(because) });
});

test.each([
  ['--password', 'hunter2hunter2'],
  ['--password=hunter2hunter2'],
  ['--passwd', 'hunter2hunter2'],
  ['--secret=hunter2hunter2'],
  ['--hunter2hunter2-is-my-password-and-it-is-long'],
  ['hunter2hunter2'],
])('a secret on the command line is refused and not repeated: %s', (...secret) => {
  const line = read('user', 'create', '--email', 'a@b', ...secret);
  expect(line.kind).toBe('wrong-use');
  expect(JSON.stringify(line.kind === 'wrong-use' && line.because)).not.toContain('hunter2hunter2');
});

test('help is asked for with --help, -h or nothing at all, and may leave out what is required', () => {
  for (const argv of [[], ['--help'], ['-h'], ['user', '--help']]) {
    expect(read(...argv)).toEqual({ kind: 'help', command: undefined });
  }
  expect(read('mfa', 'disable', '--help')).toMatchObject({ kind: 'help', command: { words: 'mfa disable' } });
  expect(read('--version')).toMatchObject({ kind: 'version' });
});
