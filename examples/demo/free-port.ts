/** Finds ports that nothing answers on, so that a demo starts beside whatever else runs on the machine. */
import { connect, createServer } from 'node:net';

/** Ports tried before giving up. */
const mostTries = 50;

/**
 * The first port from `wanted` upwards that is free and not the one that is `meant` for something else.
 * @throws Error when the next fifty are all taken.
 */
export async function firstFreePort(wanted: number, meant?: number): Promise<number> {
  for (let port = wanted; port < wanted + mostTries; port += 1) {
    if (port !== meant && !(await isTaken(port))) return port;
  }
  throw new Error(`All ports from ${wanted} to ${wanted + mostTries - 1} are taken.`);
}

/** Any free port, chosen by the operating system. */
export async function anyFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

/**
 * Whether anything answers, on either of the addresses that a browser tries for `localhost`. Listening ourselves would not
 * tell: macOS lets a second program take 127.0.0.1 while the first holds all addresses, and browsers would reach the first.
 */
async function isTaken(port: number): Promise<boolean> {
  const answers = await Promise.all(['127.0.0.1', '::1'].map((host) => accepts(host, port)));
  return answers.includes(true);
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const settle = (accepted: boolean) => {
      socket.destroy();
      resolve(accepted);
    };
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
  });
}
