/** Seals anew, in small batches and without overwriting anything newer, what another key than the first has sealed. */
import { sql } from 'kysely';
import type { Fragment } from '../database/fragment.js';
import type { Connection } from '../database/schema.js';
import { type KeyRing, SealBroken } from '../secrets/key-ring.js';
import type { SealedColumn } from './sealed-columns.js';

/** Rows of one statement: few enough that nobody waits for them. */
const batchSize = 200;

/** What became of the rows of one batch. */
export interface ResealedBatch {
  readonly resealed: number;
  /** Damaged, or of a key that is not in the ring; left as they are. */
  readonly unreadable: number;
}

/**
 * All rows of a column, batch by batch in the order of the primary key. Each batch is one UPDATE: it happens whole or not at
 * all, so a run may be ended at any moment and a later one goes on. A row that somebody has changed since it was read, or holds
 * at this moment, stays as it is for a next run.
 */
export async function* resealColumn(
  connection: Connection,
  keyRing: KeyRing,
  column: SealedColumn,
): AsyncGenerator<ResealedBatch> {
  let after: SealedRow | undefined;
  for (;;) {
    const rows = await readBatch(connection, column, keyRing.keyIds[0], after);
    after = rows.at(-1);
    if (after === undefined) return;
    const changes = rows.flatMap((row) => {
      const plaintext = opened(keyRing, column, row);
      if (plaintext === undefined) return [];
      return [{ ...row, resealed: keyRing.seal(plaintext, column.place(row)) }];
    });
    const resealed = changes.length === 0 ? 0 : await writeBatch(connection, column, changes);
    yield { resealed, unreadable: rows.length - changes.length };
    if (rows.length < batchSize) return;
  }
}

/** The primary key's columns, what the place needs, and the text. */
type SealedRow = Readonly<Record<string, string>> & { readonly sealed: string };

async function readBatch(
  connection: Connection,
  { table, column, key, alsoRead }: SealedColumn,
  firstKeyId: string,
  after: SealedRow | undefined,
): Promise<readonly SealedRow[]> {
  const names = [...key.map(({ name }) => name), ...(alsoRead === undefined ? [] : [alsoRead])];
  const selected = sql.join(names.map((name) => sql`${sql.ref(name)}::text AS ${sql.ref(name)}`));
  const keyColumns = sql.join(key.map(({ name }) => sql.ref(name)));
  const last = sql.join(key.map(({ name, type }) => sql`${after?.[name] ?? ''}::${sql.raw(type)}`));
  const { rows } = await sql<SealedRow>`SELECT ${selected}, ${sql.ref(column)} AS sealed FROM ${sql.table(table)}
    WHERE ${isSealed(column)} AND ${keyIdOf(column)} <> ${firstKeyId}
      ${after === undefined ? sql`` : sql`AND (${keyColumns}) > (${last})`}
    ORDER BY ${keyColumns} LIMIT ${batchSize}::int`.execute(connection);
  return rows;
}

/** Returns how many rows were changed. */
async function writeBatch(
  connection: Connection,
  { table, column, key }: SealedColumn,
  changes: readonly (SealedRow & { readonly resealed: string })[],
): Promise<number> {
  const shape = sql.join([
    ...key.map(({ name, type }) => sql`${sql.ref(name)} ${sql.raw(type)}`),
    sql`sealed text`,
    sql`resealed text`,
  ]);
  const isRow = (one: string, other: string) =>
    sql.join(
      key.map(({ name }) => sql`${sql.ref(`${one}.${name}`)} = ${sql.ref(`${other}.${name}`)}`),
      sql` AND `,
    );
  const keyOf = (alias: string) => sql.join(key.map(({ name }) => sql.ref(`${alias}.${name}`)));
  // SKIP LOCKED: to wait for a sign-in while holding rows of others would be the way into a deadlock.
  const { numAffectedRows = 0n } = await sql`WITH
    v AS (SELECT * FROM jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) AS v(${shape})),
    held AS (SELECT ${keyOf('t')}, v.resealed FROM ${sql.table(table)} t JOIN v ON ${isRow('v', 't')}
      WHERE ${sql.ref(`t.${column}`)} = v.sealed ORDER BY ${keyOf('t')} FOR NO KEY UPDATE OF t SKIP LOCKED)
    UPDATE ${sql.table(table)} t SET ${sql.ref(column)} = held.resealed FROM held
    WHERE ${isRow('held', 't')}`.execute(connection);
  return Number(numAffectedRows);
}

/** Rows that hold a sealed text at all. */
export function isSealed(column: string): Fragment {
  return sql`${sql.ref(column)} LIKE 'v1.%'`;
}

/** Id of the key that sealed it. Only the beginning of the text is read: some are long and stored apart. */
export function keyIdOf(column: string): Fragment {
  // 'v1.', at most 32 characters of the id, and the dot behind it.
  return sql`split_part(left(${sql.ref(column)}, 36), '.', 2)`;
}

function opened(keyRing: KeyRing, column: SealedColumn, row: SealedRow): string | undefined {
  try {
    return keyRing.open(row.sealed, column.place(row));
  } catch (error) {
    if (error instanceof SealBroken) return undefined;
    throw error;
  }
}
