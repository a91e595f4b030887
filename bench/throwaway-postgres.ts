/** A PostgreSQL for the length of a bench: the tests' own, with an empty database of its own. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { startPostgres, stopPostgres } from '../test/support/postgres-server.js';

export interface ThrowawayPostgres {
  /** Settings for a server on this database and port. */
  environment(port: number): Record<string, string>;
  stop(): Promise<void>;
}

export async function startThrowawayPostgres(): Promise<ThrowawayPostgres> {
  const server = await startPostgres();
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  await client.query('CREATE DATABASE bench');
  await client.end();
  const encryptionKey = randomBytes(32).toString('base64');
  const cookieKey = randomBytes(32).toString('base64url');
  return {
    environment: (port) => ({
      ISSUER: `http://127.0.0.1:${port}`,
      PORT: String(port),
      DATABASE_URL: server.url.replace(/postgres$/, 'bench'),
      ENCRYPTION_KEYS: `bench:${encryptionKey}`,
      COOKIE_KEYS: cookieKey,
      RATE_LIMIT: 'off',
      // Mails of measured sign-ins are made, and not kept.
      DATA_DIR: 'memory://',
    }),
    stop: () => stopPostgres(server),
  };
}
