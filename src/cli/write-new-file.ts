/** Writes what is long to a file of its own. */
import { type FileHandle, open, rm } from 'node:fs/promises';
import { CommandRefused } from './command.js';

/** Never over another file; and half an export does not stay, so that nobody takes it for a whole one. */
export async function writeNewFile(path: string, chunks: AsyncIterable<string>, written: () => void): Promise<void> {
  const file: FileHandle = await open(path, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    const because = error.code === 'EEXIST' ? 'is there already' : `cannot be made (${error.code})`;
    throw new CommandRefused('file_refused', `The file ${because}.`);
  });
  try {
    for await (const chunk of chunks) {
      await file.appendFile(chunk);
      written();
    }
    await file.sync();
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}
