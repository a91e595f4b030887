/** The server's ear for the command line: nobody but the owner of DATA_DIR can reach it. */
import { chmod } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import type { RunCommand } from './command-runner.js';
import { longestRequest, parseRequest, readLine } from './control-message.js';
import { placeToListen } from './control-place.js';
import { writeTo } from './write-to.js';

/** Whoever connects has something to say at once. */
const requestMilliseconds = 5_000;
/** Commands at the same time; more wait for nobody, they are refused. */
const mostConnections = 16;
/** Longest time that commands under way may take once the server is to stop; it has 10 s for everything. */
const drainMilliseconds = 5_000;

export interface ControlSocket {
  /** Takes no new commands, lets those under way end (at most 5 s), and removes the socket. */
  close(): Promise<void>;
}

/** To be called by the process that holds the lock of `dataDir`. */
export async function startControlSocket(options: {
  readonly dataDir: string;
  readonly runCommand: RunCommand;
}): Promise<ControlSocket> {
  const place = await placeToListen(options.dataDir);
  const connected = new Set<Socket>();
  const silent = new Set<Socket>();
  const server = createServer((socket) => {
    connected.add(socket);
    silent.add(socket);
    socket.once('close', () => {
      connected.delete(socket);
      silent.delete(socket);
    });
    // A caller that hangs up is no error of ours.
    socket.on('error', () => socket.destroy());
    void answer(socket, options.runCommand, () => silent.delete(socket)).catch(() => socket.destroy());
  });
  server.maxConnections = mostConnections;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(place.path, resolve);
  });
  // Until here the folder's mode (0700) alone kept others out.
  await chmod(place.path, 0o600);
  return {
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of silent) socket.destroy();
      const cut = setTimeout(() => {
        for (const socket of connected) socket.destroy();
      }, drainMilliseconds);
      await closed;
      clearTimeout(cut);
      await place.clear();
    },
  };
}

async function answer(socket: Socket, runCommand: RunCommand, heard: () => void): Promise<void> {
  const line = await readLine(socket, { maxBytes: longestRequest, milliseconds: requestMilliseconds });
  heard();
  const request = line === undefined ? undefined : parseRequest(line);
  if (request === undefined) {
    socket.destroy();
    return;
  }
  const outcome = await runCommand(request, {
    progress: (progress) => socket.write(`${JSON.stringify(progress)}\n`),
    print: (output) => writeTo(socket, `${JSON.stringify({ output })}\n`),
  });
  socket.end(`${JSON.stringify(outcome)}\n`);
  // A caller that was put to sleep never hangs up; the server must be able to stop all the same.
  socket.destroySoon();
}
