/** Run as a process of its own by the fault tests: a small service on PostgreSQL, told what to do by lines. */
import { createInterface } from 'node:readline';
import { sql, type Transaction } from 'kysely';
import { openDatabase } from '../../src/database/connect.js';
import { isDatabaseUnavailable } from '../../src/database/failures.js';
import type { Connection, Schema } from '../../src/database/schema.js';

const { database } = await openDatabase({ databaseUrl: process.argv[2], dataDir: 'memory://' });

async function backendPid(connection: Connection): Promise<number> {
  const { rows } = await sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`.execute(connection);
  return rows[0]?.pid ?? Number.NaN;
}

/** The pid of the server process, or how the work failed and after how many milliseconds. */
async function outcome(work: Promise<unknown>): Promise<string> {
  const begun = performance.now();
  try {
    return `ok ${await work}`;
  } catch (error) {
    const took = Math.round(performance.now() - begun);
    return `${isDatabaseUnavailable(error) ? 'unavailable' : `failed (${error})`} ${took}`;
  }
}

/** A transaction that stays open until `go on` is read. */
function holdTransaction(): { held: Promise<number>; goOn: () => Promise<string> } {
  let goOn = () => {};
  const told = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  let hold = (_pid: number) => {};
  const held = new Promise<number>((resolve) => {
    hold = resolve;
  });
  const work = async (transaction: Transaction<Schema>) => {
    hold(await backendPid(transaction));
    await told;
    return backendPid(transaction);
  };
  const ended = outcome(database.transaction().execute(work));
  return {
    held,
    goOn: () => {
      goOn();
      return ended;
    },
  };
}

let open: ReturnType<typeof holdTransaction> | undefined;

async function answer(line: string): Promise<string> {
  if (line === 'select') return outcome(backendPid(database));
  if (line === 'transaction') return outcome(database.transaction().execute(backendPid));
  if (line === 'hold') {
    open = holdTransaction();
    return `held ${await open.held}`;
  }
  if (line === 'go on' && open !== undefined) return open.goOn();
  return `not understood: ${line}`;
}

process.stdout.write('ready\n');
for await (const line of createInterface({ input: process.stdin })) process.stdout.write(`${await answer(line)}\n`);
