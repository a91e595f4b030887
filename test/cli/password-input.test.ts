/** A password comes whole from one place, or not at all. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readPassword } from '../../src/cli/password-input.js';
import { temporaryFolder } from './child-program.js';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

const nowhere = () => Object.assign(new PassThrough(), { isTTY: false });
const places = (bytes: Buffer | string) => ({
  stdin: Readable.from([Buffer.from(bytes)]),
  stderr: nowhere(),
  directory: folder.path,
});
const fromStdin = { fromStdin: true, file: undefined };
const fromNowhere = { fromStdin: false, file: undefined };

test.each([
  ['a line', 'a secret\n', 'a secret'],
  ['a line from Windows', 'a secret\r\n', 'a secret'],
  ['no line end', 'a secret', 'a secret'],
  ['blanks around it, which belong to it', '  a secret ', '  a secret '],
  ['letters of any script', 'пароль ключ 鍵\n', 'пароль ключ 鍵'],
])('%s is a password, from standard input as from a file', async (_, text, password) => {
  expect(await readPassword(fromStdin, places(text))).toBe(password);
  writeFileSync(join(folder.path, 'p'), text);
  expect(await readPassword({ fromStdin: false, file: 'p' }, places(''))).toBe(password);
});

test.each([
  ['nothing', ''],
  ['an empty line', '\n'],
  ['two lines', 'a\nb\n'],
  ['two line ends', 'a\n\n'],
  ['a zero byte', 'a\0b'],
  ['what is not UTF-8', Buffer.from([0x61, 0xff])],
  ['a whole file', 'x'.repeat(5000)],
])('%s is refused', async (_, bytes) => {
  await expect(readPassword(fromStdin, places(bytes))).rejects.toMatchObject({ code: 'password_unreadable' });
  writeFileSync(join(folder.path, 'p'), bytes);
  const file = { fromStdin: false, file: join(folder.path, 'p') };
  await expect(readPassword(file, places(''))).rejects.toMatchObject({ code: 'password_unreadable' });
});

test('a file that is not there is refused', async () => {
  const missing = { fromStdin: false, file: 'missing' };
  await expect(readPassword(missing, places(''))).rejects.toMatchObject({
    code: 'password_unreadable',
    message: 'The password file cannot be read (ENOENT).',
  });
});

test('without a wish and without a terminal nothing is read: one will be generated', async () => {
  expect(await readPassword(fromNowhere, places('left alone'))).toBeUndefined();
});

describe('at a terminal', () => {
  /** Types each answer when its question appears; keeps what a person would see. */
  const person = (...answers: string[]) => {
    const stdin = Object.assign(new PassThrough(), { isTTY: true });
    const stderr = Object.assign(new PassThrough(), { isTTY: true });
    let seen = '';
    stderr.on('data', (text) => {
      seen += String(text);
      if (!seen.endsWith(': ')) return;
      const answer = answers.shift();
      if (answer === undefined) stdin.end();
      else setImmediate(() => stdin.write(answer));
    });
    return { places: { stdin, stderr, directory: folder.path }, seen: () => seen };
  };

  test('it is asked for twice and never shown', async () => {
    const anna = person('a long secret\r', 'a long secret\r');
    expect(await readPassword(fromNowhere, anna.places)).toBe('a long secret');
    expect(anna.seen()).toBe('Password (nothing: have one made): \nOnce more: \n');
  });

  test('a slip of the finger is refused', async () => {
    const anna = person('a long secret\r', 'a long secert\r');
    await expect(readPassword(fromNowhere, anna.places)).rejects.toMatchObject({ code: 'passwords_differ' });
  });

  test('nothing at all leaves it to us', async () => {
    expect(await readPassword(fromNowhere, person('\r').places)).toBeUndefined();
  });

  test.each([
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
  ])('%s gives up', async (_, key) => {
    await expect(readPassword(fromNowhere, person(key).places)).rejects.toMatchObject({ code: 'interrupted' });
  });
});
