/** Where a running server listens for commands: in DATA_DIR, or in a folder of its own when that path is too long for a socket. */
import { chmod, lstat, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Bytes of a socket's path that every system takes: macOS has 104, Linux 108, both with the zero at the end. */
const longestPath = 100;

const socketName = 'control.sock';
/** Holds the socket's path when it is elsewhere. */
const pointerName = 'control.path';

/** A place that is ours and free. */
export interface ListeningPlace {
  readonly path: string;
  /** Removes the socket and what was made for it. */
  clear(): Promise<void>;
}

/** To be called by whoever holds the folder's lock: whatever lies there was left by a process that ended. */
export async function placeToListen(dataDir: string): Promise<ListeningPlace> {
  const direct = join(dataDir, socketName);
  const pointer = join(dataDir, pointerName);
  await rm(direct, { force: true });
  await rm(pointer, { force: true });
  if (Buffer.byteLength(direct) <= longestPath) return { path: direct, clear: () => rm(direct, { force: true }) };
  // mkdtemp makes it with mode 0700, under a name nobody can foresee.
  const folder = await mkdtemp(join(tmpdir(), 'countersign-'));
  await chmod(folder, 0o700);
  const path = join(folder, socketName);
  await writeFile(pointer, path, { mode: 0o600, flag: 'wx' });
  return {
    path,
    clear: async () => {
      await rm(pointer, { force: true });
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Where the server of this folder listens, if one does; undefined when nothing says so. */
export async function placeToConnect(dataDir: string): Promise<string | undefined> {
  try {
    const path = await readFile(join(dataDir, pointerName), 'utf8');
    return (await belongsTogether(dataDir, dirname(path))) ? path : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const direct = join(dataDir, socketName);
  return Buffer.byteLength(direct) <= longestPath ? direct : undefined;
}

/** After the server ended, anybody could make a folder of the same name under /tmp and wait there for passwords. */
async function belongsTogether(dataDir: string, folder: string): Promise<boolean> {
  const [data, found] = await Promise.all([lstat(dataDir), lstat(folder)]);
  return (
    found.isDirectory() && (found.mode & 0o077) === 0 && (found.uid === data.uid || found.uid === process.getuid?.())
  );
}
