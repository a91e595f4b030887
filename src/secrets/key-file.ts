/** One file of key text that only its owner can read, made once, whole or not at all. */
import { randomBytes } from 'node:crypto';
import { type FileHandle, link, mkdir, open, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A key file that must not be used. The message tells the operator what to do. */
export class KeyFileRefused extends Error {
  override readonly name = 'KeyFileRefused';
}

/**
 * The text of the file; when there is none, `make()` is written to it first (mode 0600, a new folder 0700). Processes that start at the same moment
 * all end with the text of one of them. Throws `KeyFileRefused` when others than the owner may read or write the file.
 */
export async function readOrCreateKeyFile(path: string, make: () => string): Promise<string> {
  const existing = await readKeyFile(path);
  if (existing !== undefined) return existing;
  await publish(path, `${make()}\n`);
  const published = await readKeyFile(path);
  if (published === undefined) throw new KeyFileRefused(`The key file ${path} vanished as soon as it was written.`);
  return published;
}

async function readKeyFile(path: string): Promise<string | undefined> {
  try {
    return await withFile(path, 'r', async (file) => {
      // The mode of the open file, not of the path: what is checked is what is read.
      const { mode } = await file.stat();
      if ((mode & 0o077) === 0) return file.readFile('utf8');
      const octal = (mode & 0o777).toString(8).padStart(4, '0');
      throw new KeyFileRefused(`Others can use the key file ${path} (mode ${octal}). Run: chmod 600 '${path}'`);
    });
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    if (error instanceof KeyFileRefused) throw error;
    throw new KeyFileRefused(`The key file ${path} cannot be read (${codeOf(error)}).`, { cause: error });
  }
}

/** Writes a file of its own and links it to `path`. Not a rename: that would replace the file of a faster process. */
async function publish(path: string, text: string): Promise<void> {
  const temporary = `${path}.${randomBytes(8).toString('hex')}.new`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await withFile(temporary, 'wx', async (file) => {
      await file.writeFile(text);
      await file.sync();
    });
    await link(temporary, path);
    // The name must outlast a power cut too, or what is sealed with the key would not.
    await withFile(dirname(path), 'r', (directory) => directory.sync());
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return;
    throw new KeyFileRefused(`The key file ${path} cannot be made (${codeOf(error)}).`, { cause: error });
  } finally {
    await unlink(temporary).catch(() => undefined);
  }
}

async function withFile<Result>(
  path: string,
  flags: string,
  use: (file: FileHandle) => Promise<Result>,
): Promise<Result> {
  const file = await open(path, flags, 0o600);
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
