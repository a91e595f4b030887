/** A Koa app on a loopback port, and a client that sends exactly the headers and bytes it is told. */

import { type IncomingHttpHeaders, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from '@jest/globals';
import type Koa from 'koa';

export interface Sent {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface Ask {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string | Buffer;
}

export interface TinyServer {
  readonly port: number;
  send(path: string, ask?: Ask): Promise<Sent>;
  close(): Promise<void>;
}

/** Listens on a free port of 127.0.0.1. */
export async function listen(app: Koa): Promise<TinyServer> {
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    send: (path, ask = {}) => send(port, path, ask),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The problem document of an answer. */
export function problemIn(sent: Sent): Record<string, unknown> {
  expect(sent.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  return JSON.parse(sent.text);
}

function send(port: number, path: string, { method = 'GET', headers = {}, body }: Ask): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () =>
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          text: Buffer.concat(chunks).toString(),
        }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
