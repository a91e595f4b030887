/** Run as a program by global-setup: starts PostgreSQL, makes the database `base`, and prints what was started as JSON. */
import pg from 'pg';
import { openDatabase } from '../../src/database/connect.js';
import { migrateToLatest } from '../../src/database/migrate.js';
import { stopOrphanedServers } from './orphaned-servers.js';
import { startPostgres, stopPostgres } from './postgres-server.js';

stopOrphanedServers();
// For Jest, which runs this program and outlives it.
const server = await startPostgres(process.ppid);
try {
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  await client.query('CREATE DATABASE base');
  const base = await openDatabase({ databaseUrl: server.url.replace(/postgres$/, 'base'), dataDir: 'memory://' });
  await migrateToLatest(base.database);
  await base.close();
  await client.query('ALTER DATABASE base WITH IS_TEMPLATE true ALLOW_CONNECTIONS false');
  await client.end();
} catch (error) {
  await stopPostgres(server);
  throw error;
}
process.stdout.write(JSON.stringify(server));
