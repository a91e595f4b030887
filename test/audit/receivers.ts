/** Real receivers of audit events on this machine: a webhook, and syslog over UDP and TCP. */
import { createHmac } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { createServer as createHttpServer, type IncomingHttpHeaders } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';

export const webhookKey = Buffer.alloc(32, 7);
export const webhookSecret = `whsec_${webhookKey.toString('base64')}`;

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Webhook {
  readonly url: string;
  readonly received: Received[];
  /** Answers with this from now on; `hang` answers nothing. */
  behaviour: number | 'hang';
  stop(): Promise<void>;
}

export async function startWebhook(): Promise<Webhook> {
  const server = createHttpServer((request, response) => {
    void buffer(request).then((bytes) => {
      const { behaviour } = webhook;
      if (behaviour === 'hang') return;
      if (behaviour === 200) webhook.received.push({ headers: request.headers, body: bytes.toString('utf8') });
      response.writeHead(behaviour, behaviour === 302 ? { location: '/elsewhere' } : {}).end('an answer');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const webhook: Webhook = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received: [],
    behaviour: 200,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return webhook;
}

/** As the specification says that a receiver must. */
export function isSigned({ headers, body }: Received): boolean {
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  return headers['webhook-signature'] === `v1,${createHmac('sha256', webhookKey).update(signed).digest('base64')}`;
}

/** The `n` of each event, in the order of arrival. */
export function numbersIn(received: readonly Received[]): number[] {
  return received.flatMap(({ body }) =>
    (JSON.parse(body).data.events as { detail: { n: number } }[]).map(({ detail }) => detail.n),
  );
}

export interface SyslogReceiver {
  readonly url: string;
  readonly messages: string[];
  stop(): Promise<void>;
}

export async function startUdp(): Promise<SyslogReceiver> {
  const socket = createSocket('udp4');
  const messages: string[] = [];
  socket.on('message', (message) => messages.push(message.toString('utf8')));
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    url: `udp://127.0.0.1:${socket.address().port}`,
    messages,
    stop: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

/** `cuts`: how many connections are broken off in the middle before one is read to its end. */
export async function startTcp(cuts = 0): Promise<SyslogReceiver> {
  const messages: string[] = [];
  const sockets = new Set<Socket>();
  let left = cuts;
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    if (left > 0) {
      left -= 1;
      socket.once('data', () => socket.resetAndDestroy());
      return;
    }
    void buffer(socket).then(
      (bytes) => messages.push(...framesIn(bytes)),
      () => {},
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    messages,
    stop: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** RFC 6587 section 3.4.1: a count of bytes, a blank, so many bytes. */
function framesIn(bytes: Buffer): string[] {
  const messages: string[] = [];
  let at = 0;
  while (at < bytes.length) {
    const blank = bytes.indexOf(0x20, at);
    const length = Number(bytes.subarray(at, blank).toString('ascii'));
    messages.push(bytes.subarray(blank + 1, blank + 1 + length).toString('utf8'));
    at = blank + 1 + length;
  }
  return messages;
}
