/** The demo starts beside whatever else runs on the machine. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { portsForPeople, portsForPrograms } from '../../examples/demo/demo-ports.js';
import { anyFreePort, firstFreePort } from '../../examples/demo/free-port.js';

const taken: Server[] = [];

afterEach(async () => {
  for (const server of taken.splice(0)) {
    server.close();
    await once(server, 'close');
  }
});

async function take(port: number, host: string): Promise<number> {
  const server = createServer();
  taken.push(server);
  server.listen(port, host);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

test('usual ports that are free are used, and there is nothing to say', async () => {
  const server = await anyFreePort();
  const relyingParty = await firstFreePort(server + 1);

  expect(await portsForPeople({ server, relyingParty })).toEqual({ server, relyingParty, notes: [] });
});

test.each(['127.0.0.1', '0.0.0.0'])('ports taken on %s are left alone, and the person is told', async (host) => {
  const server = await take(0, host);
  const relyingParty = await take(0, host);

  const ports = await portsForPeople({ server, relyingParty });

  expect([server, relyingParty]).not.toContain(ports.server);
  expect([server, relyingParty, ports.server]).not.toContain(ports.relyingParty);
  expect(ports.notes).toEqual([
    `Port ${server} is taken; Countersign uses ${ports.server}.`,
    `Port ${relyingParty} is taken; the relying party uses ${ports.relyingParty}.`,
  ]);
});

test('when only the port of Countersign is taken, it does not take that of the relying party', async () => {
  const server = await take(0, '127.0.0.1');
  const relyingParty = await firstFreePort(server + 1);

  const ports = await portsForPeople({ server, relyingParty });

  expect(ports.relyingParty).toBe(relyingParty);
  expect([server, relyingParty]).not.toContain(ports.server);
  expect(ports.notes).toEqual([`Port ${server} is taken; Countersign uses ${ports.server}.`]);
});

test('a walk takes any two free ports', async () => {
  const ports = await portsForPrograms();

  expect(ports.server).not.toBe(ports.relyingParty);
  expect(ports.notes).toEqual([]);
});
