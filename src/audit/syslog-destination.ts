/** Sends events to a syslog server: over UDP a datagram each, over TCP and TLS counted frames (RFC 6587 section 3.4.1). */
import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Clock } from '../clock.js';
import { isLoopbackHost, type SyslogServer, syslogServerOf } from '../settings/audit-destinations.js';
import { type Destination, NotTaken, reasonOf, sendMilliseconds } from './destination.js';
import { syslogMessages } from './syslog-message.js';

export interface SyslogOptions {
  /** As `readSyslogUrl` accepted it. */
  readonly url: string;
  /** Name of this installation in each message. */
  readonly host: string;
  readonly clock: Clock;
}

export function createSyslogDestination({ url, host, clock }: SyslogOptions): Destination {
  const server = syslogServerOf(url);
  return {
    name: 'syslog',
    place: url,
    async send(batch) {
      const messages = syslogMessages(batch, host, clock.now()).map((text) => Buffer.from(text, 'utf8'));
      try {
        await (server.transport === 'udp' ? sendDatagrams(server, messages) : sendFrames(server, messages));
      } catch (error) {
        throw new NotTaken(reasonOf(error));
      }
    },
  };
}

/** Nothing says whether they arrive. What this machine knows, such as that nobody listens, is an error. */
async function sendDatagrams({ host, port }: SyslogServer, messages: readonly Buffer[]): Promise<void> {
  const { address, family } = await lookup(host);
  const socket = createSocket(family === 6 ? 'udp6' : 'udp4');
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.connect(port, address, resolve);
    });
    for (const message of messages) {
      await new Promise<void>((resolve, reject) => {
        socket.once('error', reject);
        socket.send(message, (error) => (error ? reject(error) : resolve()));
        // One listener for each message would be many.
      }).finally(() => socket.removeAllListeners('error'));
    }
  } finally {
    socket.on('error', () => {});
    socket.close();
  }
}

/**
 * A connection for each batch, which we end: when the other side ends it too, it has read all there was. Syslog has no other
 * way to say so.
 */
async function sendFrames(server: SyslogServer, messages: readonly Buffer[]): Promise<void> {
  const frames = Buffer.concat(messages.flatMap((message) => [Buffer.from(`${message.length} `), message]));
  const socket = connected(server);
  await new Promise<void>((resolve, reject) => {
    let hasEnded = false;
    const timer = setTimeout(() => socket.destroy(new NotTaken('did not answer in time')), sendMilliseconds);
    socket.once(server.transport === 'tls' ? 'secureConnect' : 'connect', () => socket.end(frames));
    socket.once('end', () => {
      hasEnded = socket.writableFinished;
    });
    socket.once('error', reject);
    socket.once('close', () => {
      clearTimeout(timer);
      if (hasEnded) resolve();
      else reject(new NotTaken('closed the connection early'));
    });
    // What it says is not listened to.
    socket.resume();
  });
}

function connected({ transport, host, port }: SyslogServer): Socket {
  if (transport !== 'tls') return connectTcp({ host, port });
  // Servers on this machine have certificates that nobody signed.
  const trust = { rejectUnauthorized: !isLoopbackHost(host) };
  return connectTls({ host, port, ...trust, ...(isIP(host) === 0 ? { servername: host } : {}) });
}
