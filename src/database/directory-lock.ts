/** Keeps a second process off the embedded database: two on one folder lose data without a word. */
import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../clock.js';
import { isAlive, type ProcessIdentity, thisProcess } from './process-identity.js';

/** The data folder belongs to a living process. */
export class DirectoryInUse extends Error {
  override readonly name = 'DirectoryInUse';

  constructor(
    readonly directory: string,
    readonly pid: number,
  ) {
    super(
      `The data folder ${directory} is in use by process ${pid}. ` +
        'Stop that process, or give this one its own folder with DATA_DIR.',
    );
  }
}

export interface DirectoryLock {
  /** Gives the folder free. */
  release(): void;
}

/** What a lock file says. `released` stands in for deleting it, see below. */
type Holder = ProcessIdentity & { readonly released?: true };

/** How often the holder shows that it lives, for processes on other machines and in other containers, which cannot look. */
const heartbeatMilliseconds = 5_000;
/** A holder elsewhere that was silent for this long is taken for dead. */
const silenceMilliseconds = 30_000;

/**
 * Takes the folder for this process, makes it if needed, and closes it to other users (mode 0700).
 *
 * The lock is the file `lock-N` with the highest number. Whoever wants the folder and finds that file released, or
 * its process dead, links `lock-N+1` into place: the file system lets exactly one succeed. Nobody ever deletes the
 * highest file, so that a slow starter which judged an older one cannot remove the lock somebody has taken since.
 * @throws DirectoryInUse naming the process that has it.
 */
export function lockDirectory(directory: string): DirectoryLock {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  chmodSync(directory, 0o700);
  const me = thisProcess();
  const draft = write(directory, me);
  try {
    for (;;) {
      const newest = newestLock(directory);
      if (newest > 0) {
        const path = lockPath(directory, newest);
        const holder = readHolder(path);
        if (!holder) continue;
        if (isHeld(holder, path, draft)) throw new DirectoryInUse(directory, holder.pid);
      }
      const mine = lockPath(directory, newest + 1);
      if (!linked(draft, mine)) continue;
      if (newestLock(directory) !== newest + 1) {
        rmSync(mine);
        continue;
      }
      for (const number of lockNumbers(directory))
        if (number <= newest) rmSync(lockPath(directory, number), { force: true });
      return hold(directory, mine, me);
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

function hold(directory: string, path: string, me: ProcessIdentity): DirectoryLock {
  const heartbeat = setInterval(() => touch(path), heartbeatMilliseconds);
  heartbeat.unref();
  let held = true;
  return {
    release: () => {
      if (!held) return;
      held = false;
      clearInterval(heartbeat);
      renameSync(write(directory, { ...me, released: true }), path);
    },
  };
}

/** Whether the lock counts. A process we cannot look at is judged by its heartbeat, against the same disk's clock. */
function isHeld(holder: Holder, path: string, draft: string): boolean {
  if (holder.released) return false;
  return isAlive(holder) ?? statSync(draft).mtimeMs - statSync(path).mtimeMs < silenceMilliseconds;
}

/** Written beside and moved or linked into place, so that nobody reads half a lock. */
function write(directory: string, holder: Holder): string {
  const draft = join(directory, `.lock-${randomUUID()}`);
  writeFileSync(draft, JSON.stringify(holder), { mode: 0o600, flag: 'wx' });
  return draft;
}

function linked(draft: string, path: string): boolean {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Undefined when a winner has cleared the file away in the meantime. */
function readHolder(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function touch(path: string): void {
  try {
    utimesSync(path, systemClock.now(), systemClock.now());
  } catch (error) {
    // A data folder that was deleted under us must not end the process here: the next statement will tell.
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

function newestLock(directory: string): number {
  return Math.max(0, ...lockNumbers(directory));
}

function lockNumbers(directory: string): number[] {
  return readdirSync(directory).flatMap((name) => {
    const digits = /^lock-(\d+)$/.exec(name)?.[1];
    return digits === undefined ? [] : [Number(digits)];
  });
}

function lockPath(directory: string, number: number): string {
  return join(directory, `lock-${number}`);
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
