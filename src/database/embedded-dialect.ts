/** Kysely's PGlite dialect, which also reports where transactions begin and end: its driver runs those past Kysely's log. */
import type { PGlite } from '@electric-sql/pglite';
import { PGliteDialect, PGliteDriver } from 'kysely';

/** The dialect of the embedded database. */
export class EmbeddedDialect extends PGliteDialect {
  readonly #pglite: PGlite;
  readonly #onStatement: ((sql: string) => void) | undefined;

  constructor(pglite: PGlite, onStatement: ((sql: string) => void) | undefined) {
    super({ pglite });
    this.#pglite = pglite;
    this.#onStatement = onStatement;
  }

  override createDriver(): PGliteDriver {
    return new ReportingDriver(this.#pglite, this.#onStatement);
  }
}

type Connection = Parameters<PGliteDriver['beginTransaction']>[0];

/** Reports the same words the PostgreSQL driver sends, so that counts agree. */
class ReportingDriver extends PGliteDriver {
  readonly #report: (sql: string) => void;

  constructor(pglite: PGlite, onStatement: ((sql: string) => void) | undefined) {
    super({ pglite });
    this.#report = onStatement ?? (() => {});
  }

  override async beginTransaction(connection: Connection): Promise<void> {
    this.#report('begin');
    await super.beginTransaction(connection);
  }

  override async commitTransaction(connection: Connection): Promise<void> {
    this.#report('commit');
    await super.commitTransaction(connection);
  }

  override async rollbackTransaction(connection: Connection): Promise<void> {
    this.#report('rollback');
    await super.rollbackTransaction(connection);
  }
}
