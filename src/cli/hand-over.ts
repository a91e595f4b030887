/** Hands a command to the server that runs on this DATA_DIR, if there is one. */
import { connect, type Socket } from 'node:net';
import { CommandRefused } from './command.js';
import type { CommandRequest, Heard } from './command-runner.js';
import { longestAnswer, parseOutcome, parseOutput, parseProgress, readLinesUntil } from './control-message.js';
import { placeToConnect } from './control-place.js';
import type { CommandOutcome } from './outcome.js';

/** The longest a command may take in the server without saying how far it is. */
const answerMilliseconds = 60_000;

/**
 * Undefined when no server listens, also when one left its socket behind. Throws CommandRefused when a server took the
 * command and then said nothing.
 */
export async function handOver(
  dataDir: string,
  request: CommandRequest,
  { progress: onProgress, print }: Heard = {},
): Promise<CommandOutcome | undefined> {
  const path = await placeToConnect(dataDir);
  const socket = path === undefined ? undefined : await connected(path);
  if (socket === undefined) return undefined;
  let printing: Promise<void> = Promise.resolve();
  let gone: unknown;
  // While a piece is being written nothing more is read: the server waits with us, and nothing piles up.
  const printed = async (output: string) => {
    if (gone !== undefined) return;
    socket.pause();
    await print?.(output).catch((error: unknown) => {
      gone = error;
      socket.destroy();
    });
    socket.resume();
  };
  try {
    socket.write(`${JSON.stringify(request)}\n`);
    const limits = { maxBytes: longestAnswer, milliseconds: answerMilliseconds };
    const line = await readLinesUntil(socket, limits, (candidate) => {
      const progress = parseProgress(candidate);
      const output = progress === undefined ? parseOutput(candidate) : undefined;
      if (progress !== undefined) onProgress?.(progress);
      if (output !== undefined) printing = printing.then(() => printed(output));
      return progress === undefined && output === undefined;
    });
    await printing;
    if (gone !== undefined) throw gone;
    const outcome = line === undefined ? undefined : parseOutcome(line);
    if (outcome !== undefined) return outcome;
  } finally {
    socket.destroy();
  }
  const message =
    'The running server took the command and did not answer. Look whether it was done before repeating it.';
  throw new CommandRefused('no_answer', message);
}

/** Undefined when nobody listens: no socket, or one left by a process that was killed. */
function connected(path: string): Promise<Socket | undefined> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.removeAllListeners('error').on('error', () => socket.destroy());
      resolve(socket);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED') resolve(undefined);
      else
        reject(
          new CommandRefused('server_unreachable', `The running server cannot be asked (${error.code}: ${path}).`),
        );
    });
  });
}
