/** One pooled PostgreSQL connection that is waited for a bounded time, and thrown away once it stopped answering. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { PostgresCursor, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import type pg from 'pg';
import { patienceLeft, patienceLost, spendingPatience } from './request-patience.js';

/**
 * How long one statement is waited for, by us: the server, which should have ended it 1 s earlier by its
 * `statement_timeout`, may hang. A request must end within 10 s.
 */
const answerMilliseconds = 9_000;

const patient = new AsyncLocalStorage<true>();

/** Runs work whose statements may take as long as they need: migrations. The server's own limit is the caller's to lift. */
export function withoutAnswerLimit<T>(work: () => Promise<T>): Promise<T> {
  return patient.run(true, work);
}

/**
 * After a timeout the statement is still running on this connection: whoever used it next (the ROLLBACK of the
 * same request first of all) would wait another 9 s behind it. So the first timeout condemns the connection: later
 * statements fail at once, and release destroys it.
 */
export class SteadyClient implements PostgresPoolClient {
  readonly #client: pg.PoolClient;
  #silent: Error | undefined;

  constructor(client: pg.PoolClient) {
    this.#client = client;
  }

  query<R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  query<R>(
    sql: string | PostgresCursor<R>,
    parameters: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<R>> | PostgresCursor<R> {
    if (typeof sql !== 'string') throw new Error('cursors are not used here');
    return this.#run(sql, parameters);
  }

  release(destroy?: boolean): void {
    this.#client.release(destroy === true || this.#silent !== undefined);
  }

  async #run<R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>> {
    if (this.#silent) throw this.#silent;
    const left = Math.floor(Math.min(answerMilliseconds, patienceLeft()));
    if (left <= 0) {
      // Not even the ROLLBACK is sent any more, so the connection must not be used again.
      this.#silent = patienceLost();
      throw this.#silent;
    }
    try {
      const limit = patient.getStore() ? {} : { query_timeout: left };
      const query = () => this.#client.query({ text: sql, values: [...parameters], ...limit });
      return (await spendingPatience(query)) as unknown as PostgresQueryResult<R>;
    } catch (error) {
      if (error instanceof Error && error.message === readTimeout) this.#silent = error;
      throw error;
    }
  }
}

/** What pg 8 says when `query_timeout` passed; it has no code. */
const readTimeout = 'Query read timeout';
