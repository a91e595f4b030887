/** PostgreSQL through a pg pool: bounded waits everywhere, and a lost connection is an error of one request, not the end of the process. */
import { Kysely, PostgresDialect, type PostgresPool } from 'kysely';
import pg from 'pg';
import type { DatabaseLog, OpenDatabase } from './open-database.js';
import { patienceLeft, patienceLost, spendingPatience } from './request-patience.js';
import { int8ArrayOid, int8Oid, parseInt8 } from './row-values.js';
import type { Schema } from './schema.js';
import { statementLog } from './statement-log.js';
import { SteadyClient } from './steady-client.js';

/** Waiting, in milliseconds. A request must end within 10 s even when PostgreSQL hangs. */
const patience = {
  /** For a free connection of the pool, or for a new one to be made. */
  connect: 5_000,
  /** For one statement, by PostgreSQL itself, which then also ends the work. See also steady-client.ts. */
  statement: 8_000,
  /** For the next statement of a transaction: a process that hangs must not keep its rows locked. */
  idleInTransaction: 30_000,
  /** Until an unused connection is given back. */
  idle: 30_000,
};

/** Opens a pool of at most ten connections; the first is made by the first statement. */
export function openPostgres(
  databaseUrl: string,
  { onStatement, log }: { onStatement?: ((sql: string) => void) | undefined; log?: DatabaseLog | undefined },
): OpenDatabase {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: 10,
    connectionTimeoutMillis: patience.connect,
    statement_timeout: patience.statement,
    idle_in_transaction_session_timeout: patience.idleInTransaction,
    idleTimeoutMillis: patience.idle,
    keepAlive: true,
    application_name: 'countersign',
    types: { getTypeParser },
  });
  // Without a listener on the pool the loss of an idle connection ends the process; without one on the connection, the
  // loss in the middle of a transaction does: pg takes the pool's own listener away while it is checked out.
  pool.on('connect', (client) => {
    client.on('error', (error) => log?.warn({ err: error }, 'a database connection was lost'));
  });
  pool.on('error', () => {
    // Said above already.
  });

  const database = new Kysely<Schema>({
    dialect: new PostgresDialect({ pool: steady(pool) }),
    ...(onStatement ? { log: statementLog(onStatement) } : {}),
  });
  return {
    database,
    kind: 'postgres',
    close: async () => {
      await database.destroy();
      // Kysely does not end a pool it has never used.
      if (!pool.ending) await pool.end();
    },
  };
}

/** The pool as Kysely sees it: each client wrapped once, because Kysely remembers connections by identity. */
function steady(pool: pg.Pool): PostgresPool {
  const wrapped = new WeakMap<pg.PoolClient, SteadyClient>();
  return {
    options: pool.options,
    end: () => pool.end(),
    connect: async () => {
      const client = await spendingPatience(() => connectInTime(pool));
      const known = wrapped.get(client) ?? new SteadyClient(client);
      wrapped.set(client, known);
      return known;
    },
  };
}

/** A connection that comes after the request has given up goes back to the pool. */
async function connectInTime(pool: pg.Pool): Promise<pg.PoolClient> {
  const left = patienceLeft();
  if (left <= 0) throw patienceLost();
  const connecting = pool.connect();
  if (left === Number.POSITIVE_INFINITY) return connecting;
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(patienceLost()), left);
  });
  try {
    return await Promise.race([connecting, tooLate]);
  } catch (error) {
    connecting.then(
      (client) => client.release(),
      () => {},
    );
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

const getTypeParser: typeof pg.types.getTypeParser = (oid: number, format?: 'text' | 'binary') => {
  if (format !== 'binary') {
    if (oid === int8Oid) return parseInt8;
    if (oid === int8ArrayOid) return parseInt8Array;
  }
  return pg.types.getTypeParser(oid, format as 'text');
};

function parseInt8Array(text: string): (number | bigint | null)[] {
  const items = text.slice(1, -1);
  if (items === '') return [];
  return items.split(',').map((item) => (item === 'NULL' ? null : parseInt8(item)));
}
