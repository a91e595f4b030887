/** Gets a password from where it may come from: standard input, a file, or a person at a terminal; never from the command line. */
import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { CommandRefused } from './command.js';
import type { PasswordWish } from './command-line.js';
import { askUnseen } from './unseen-question.js';

/** Bytes; more is a mistake, such as the wrong file. */
const longestInput = 4096;

export interface PasswordPlaces {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stderr: Writable & { readonly isTTY?: boolean };
  /** A relative file is meant from here. */
  readonly directory: string;
}

/** Undefined when nobody was asked, or the person left it to us: a password is generated then. Throws CommandRefused. */
export async function readPassword(wish: PasswordWish, places: PasswordPlaces): Promise<string | undefined> {
  if (wish.fromStdin) return oneLine(await bytesOf(places.stdin), 'Standard input');
  if (wish.file !== undefined)
    return oneLine(await bytesOfFile(resolve(places.directory, wish.file)), 'The password file');
  if (places.stdin.isTTY !== true || places.stderr.isTTY !== true) return undefined;
  const typed = await askUnseen('Password (nothing: have one made): ', places);
  if (typed === '') return undefined;
  if ((await askUnseen('Once more: ', places)) === typed) return typed;
  throw new CommandRefused('passwords_differ', 'The two passwords differ.');
}

/** One line end is what `echo` and editors add; any other is a second line, and no part of a password. */
function oneLine(bytes: Buffer, where: string): string {
  const refuse = (because: string) => new CommandRefused('password_unreadable', `${where} ${because}.`);
  if (bytes.length > longestInput) throw refuse('is too long for a password');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes).replace(/\r?\n$/, '');
  } catch {
    throw refuse('is not text in UTF-8');
  }
  if (text === '') throw refuse('holds no password');
  if (/[\r\n\0]/.test(text)) throw refuse('holds more than one line');
  return text;
}

async function bytesOf(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk as Buffer | string);
    chunks.push(bytes);
    length += bytes.length;
    if (length > longestInput) break;
  }
  return Buffer.concat(chunks);
}

async function bytesOfFile(path: string): Promise<Buffer> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(longestInput + 1));
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new CommandRefused(
      'password_unreadable',
      `The password file cannot be read (${(error as NodeJS.ErrnoException).code}).`,
    );
  }
}
