/** Connections that break, a server that stops or hangs: the process lives, says so in time, and works again. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type LineProcess, startProcess } from '../support/line-process.js';
import {
  haltPostgres,
  type PostgresServer,
  processesOf,
  restartPostgres,
  startPostgres,
  stopPostgres,
} from '../support/postgres-server.js';
import { onServer } from '../support/test-database.js';

let server: PostgresServer;
let worker: LineProcess;

beforeAll(async () => {
  server = await startPostgres();
  worker = startProcess('test/support/database-worker.ts', [server.url]);
  expect(await worker.nextLine()).toBe('ready');
});
afterAll(async () => {
  await worker.kill();
  await stopPostgres(server);
});

const terminate = (answer: string) =>
  onServer('SELECT pg_terminate_backend($1::int, 5000) AS terminated', [Number(answer.split(' ')[1])], server);

/** Asks until the answer is good; the pool may still hold other connections that broke. */
async function untilOk(question: string, seconds: number): Promise<number> {
  const begun = performance.now();
  while (!(await worker.ask(question)).startsWith('ok')) {
    if (performance.now() - begun > seconds * 1000) throw new Error(`no good answer within ${seconds} s`);
  }
  return performance.now() - begun;
}

test('on postgres, the loss of an idle connection is noticed by nobody', async () => {
  await terminate(await worker.ask('select'));
  await untilOk('select', 1);
  expect(worker.isRunning()).toBe(true);
});

test('on postgres, the loss of a connection inside a transaction fails that transaction alone', async () => {
  await terminate(await worker.ask('hold'));
  expect(await worker.ask('go on')).toMatch(/^unavailable /);
  expect(await worker.ask('transaction')).toMatch(/^ok /);
  expect(worker.isRunning()).toBe(true);
});

test('a stopped postgres is recognised at once, and work resumes when it is back', async () => {
  await worker.ask('select');
  await worker.ask('hold');
  await haltPostgres(server);
  for (const question of ['go on', 'select', 'transaction', 'select']) {
    const [outcome, milliseconds] = (await worker.ask(question)).split(' ');
    expect(outcome).toBe('unavailable');
    expect(Number(milliseconds)).toBeLessThan(1_000);
  }
  server = await restartPostgres(server);
  expect(await untilOk('transaction', 5)).toBeLessThan(5_000);
  expect(worker.isRunning()).toBe(true);
});

test('a hanging postgres is given up within ten seconds, and work resumes when it goes on', async () => {
  await worker.ask('hold');
  const stopped = await processesOf(server);
  for (const pid of stopped) process.kill(pid, 'SIGSTOP');
  try {
    // The connection in use: its statement, and the ROLLBACK behind it, together.
    const [held, heldFor] = (await worker.ask('go on')).split(' ');
    // A new connection: the server's kernel accepts it, the server does not answer.
    const [fresh, freshFor] = (await worker.ask('transaction')).split(' ');
    expect([held, fresh]).toEqual(['unavailable', 'unavailable']);
    expect(Number(heldFor)).toBeLessThan(10_000);
    expect(Number(freshFor)).toBeLessThan(10_000);
  } finally {
    for (const pid of stopped) process.kill(pid, 'SIGCONT');
  }
  expect(await untilOk('transaction', 5)).toBeLessThan(5_000);
  expect(worker.isRunning()).toBe(true);
});
