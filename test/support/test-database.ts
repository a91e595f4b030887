/** A fresh, migrated database for one test or one file, of either kind. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { openDatabase } from '../../src/database/connect.js';
import { openEmbedded } from '../../src/database/embedded.js';
import { migrateToLatest } from '../../src/database/migrate.js';
import type { Database } from '../../src/database/schema.js';
import type { PostgresServer } from './postgres-server.js';

export type DatabaseKind = 'postgres' | 'embedded';

/** For `describe.each(databaseKinds)`: what must hold on both. */
export const databaseKinds: DatabaseKind[] = ['postgres', 'embedded'];

export interface TestDatabase {
  database: Database;
  /** Every statement since the database was opened, or since the list was emptied (`statements.length = 0`). */
  statements: string[];
  /** The `postgres://` URL for a second pool or another process; empty for the embedded database. */
  url: string;
  /** Closes all connections and drops the database. */
  close(): Promise<void>;
}

/** Opens a fresh database: a copy of the migrated `base` on this run's PostgreSQL, or one in memory. */
export async function openTestDatabase(kind: DatabaseKind): Promise<TestDatabase> {
  return kind === 'postgres' ? openOnPostgres() : openInMemory();
}

/** The PostgreSQL server of this test run. */
function testServer(): PostgresServer {
  const server = process.env.TEST_POSTGRES_SERVER;
  if (server === undefined) throw new Error('No PostgreSQL was started: run the tests with `npm test`.');
  return JSON.parse(server) as PostgresServer;
}

/** Runs one statement on the maintenance database of a server, as superuser. */
export async function onServer(
  statement: string,
  parameters: unknown[] = [],
  server: PostgresServer = testServer(),
): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  try {
    return (await client.query(statement, parameters)).rows;
  } finally {
    await client.end();
  }
}

async function openOnPostgres(): Promise<TestDatabase> {
  const name = `t_${randomBytes(6).toString('hex')}`;
  await onServer(`CREATE DATABASE ${name} TEMPLATE base`);
  const url = testServer().url.replace(/postgres$/, name);
  const statements: string[] = [];
  const { database, close } = await openDatabase({
    databaseUrl: url,
    dataDir: 'memory://',
    onStatement: (statement) => statements.push(statement),
  });
  return {
    database,
    statements,
    url,
    close: async () => {
      await close();
      await onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

async function openInMemory(): Promise<TestDatabase> {
  const statements: string[] = [];
  const { database, close } = await openEmbedded('memory://', {
    onStatement: (statement) => statements.push(statement),
  });
  await migrateToLatest(database);
  statements.length = 0;
  return { database, statements, url: '', close };
}
