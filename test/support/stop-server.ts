/** Run as a program by global-teardown. */
import { type PostgresServer, stopPostgres } from './postgres-server.js';

const server = process.env.TEST_POSTGRES_SERVER;
if (server !== undefined) await stopPostgres(JSON.parse(server) as PostgresServer);
