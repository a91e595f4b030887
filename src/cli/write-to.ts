/** Writes to a stream no faster than its reader reads, so that an output of any length takes little memory. */
import type { Writable } from 'node:stream';
import { CommandRefused } from './command.js';

/** Throws CommandRefused when nobody reads any more. */
export async function writeTo(stream: Writable, text: string): Promise<void> {
  if (stream.destroyed || stream.errored) throw readerGone();
  if (stream.write(text)) return;
  await new Promise<void>((resolve, reject) => {
    const settle = (act: () => void) => () => {
      stream.off('drain', drained).off('close', gone).off('error', gone);
      act();
    };
    const drained = settle(resolve);
    const gone = settle(() => reject(readerGone()));
    stream.on('drain', drained).on('close', gone).on('error', gone);
  });
}

function readerGone(): CommandRefused {
  return new CommandRefused('reader_gone', 'The output was closed before it was complete.');
}
