/** Whoever reached the server before it closed its door is let in, however many came at once. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { expect, test } from '@jest/globals';
import { untilBacklogIsEmpty } from '../src/backlog.js';

test('connections that wait in the kernel are let in before the door closes', async () => {
  let isIn = 0;
  const server = createServer((socket) => {
    isIn += 1;
    socket.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const left = Array.from({ length: 30 }, () => once(connect({ host: '127.0.0.1', port }).resume(), 'close'));
  expect(isIn).toBe(0);
  await untilBacklogIsEmpty(server);
  expect(isIn).toBe(30);
  server.close();
  await Promise.all(left);
});

test('a crowd that never ends does not keep it open', async () => {
  const server = createServer((socket) => socket.end());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  let isOver = false;
  const come = () => {
    if (!isOver)
      connect({ host: '127.0.0.1', port })
        .resume()
        .on('connect', come)
        .on('error', () => {});
  };
  come();
  come();
  const begun = performance.now();
  await untilBacklogIsEmpty(server);
  expect(performance.now() - begun).toBeLessThan(2_000);
  isOver = true;
  server.close();
});
