/** Asks a person something that must not be seen: nothing that is typed appears. */
import { createInterface } from 'node:readline';
import { type Readable, Writable } from 'node:stream';
import { CommandRefused } from './command.js';

/** The question goes to stderr, so that stdout stays what a script can use. Throws CommandRefused on Ctrl-C and Ctrl-D. */
export function askUnseen(
  question: string,
  { stdin, stderr }: { readonly stdin: Readable; readonly stderr: Writable },
): Promise<string> {
  stderr.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  // As a terminal, readline takes the keys itself and echoes them to `output`.
  const lines = createInterface({ input: stdin, output: nowhere, terminal: true, historySize: 0 });
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      lines.removeAllListeners().close();
      stderr.write('\n');
      settle();
    };
    const giveUp = () => end(() => reject(new CommandRefused('interrupted', 'Interrupted. Nothing was changed.')));
    lines.once('line', (line) => end(() => resolve(line)));
    lines.once('SIGINT', giveUp);
    lines.once('close', giveUp);
  });
}
