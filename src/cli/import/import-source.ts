/** The file of an import: opened once, read twice, in pieces, as UTF-8. */
import { type FileHandle, open } from 'node:fs/promises';
import { CommandRefused } from '../command.js';

/** Bytes; more is a mistake, such as the wrong file. */
const largestFile = 4 * 1024 ** 3;

export interface ImportSource {
  /** From the beginning, without the byte order mark. Throws CommandRefused for what is not UTF-8. */
  text(): AsyncGenerator<string>;
  /** Whether it is still as it was when it was opened. */
  isUnchanged(): Promise<boolean>;
  close(): Promise<void>;
}

/** Throws CommandRefused when it cannot be read, or is no plain file: from a pipe it could not be read twice. */
export async function openSource(path: string): Promise<ImportSource> {
  const refuse = (because: string) => new CommandRefused('file_unreadable', `The file ${because}.`);
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    throw refuse(`cannot be read (${error.code})`);
  });
  try {
    const opened = await file.stat();
    if (!opened.isFile()) throw refuse('is not a plain file');
    if (opened.size > largestFile) throw refuse('is larger than 4 GiB');
    return {
      text: () => decoded(file),
      async isUnchanged() {
        const { size, mtimeMs } = await file.stat();
        return size === opened.size && mtimeMs === opened.mtimeMs;
      },
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function* decoded(file: FileHandle): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (bytes?: Buffer) => {
    try {
      return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
    } catch {
      throw new CommandRefused('file_refused', 'The file is not text in UTF-8. Nothing was changed.');
    }
  };
  for await (const bytes of file.createReadStream({ start: 0, autoClose: false })) yield decode(bytes as Buffer);
  yield decode();
}
