/** One line on a person's terminal that tells how far a command is; gone when it has ended. */
import type { Writable } from 'node:stream';
import type { Progress } from './command.js';

export interface ProgressBar {
  show(progress: Progress): void;
  /** Leaves the line as if nothing had been there. */
  clear(): void;
}

const width = 30;

/** Draws nothing when nobody looks: with `isQuiet`, and where there is no terminal. */
export function createProgressBar(
  stderr: Writable & { readonly isTTY?: boolean },
  { isQuiet }: { readonly isQuiet: boolean },
): ProgressBar {
  const isSeen = stderr.isTTY === true && !isQuiet;
  let isDrawn = false;
  return {
    show(progress) {
      if (!isSeen) return;
      stderr.write(`\r${progressLine(progress)}`);
      isDrawn = true;
    },
    clear() {
      // ECMA-48 EL 2: the whole line.
      if (isDrawn) stderr.write('\r\u001b[2K');
      isDrawn = false;
    },
  };
}

/** `[###---] 3 of 6`. What was added meanwhile never makes it more than full. Pure. */
export function progressLine({ done, total }: Progress): string {
  const share = total === 0 ? 1 : Math.min(done / total, 1);
  const full = Math.floor(share * width);
  return `[${'#'.repeat(full)}${'-'.repeat(width - full)}] ${Math.min(done, total)} of ${total}`;
}
