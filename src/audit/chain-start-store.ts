/** Where the chain begins, and the key that it is made with: one sealed row, which nobody can write who has the database alone. */
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Fragment } from '../database/fragment.js';
import type { Connection } from '../database/schema.js';
import { type KeyRing, SealBroken } from '../secrets/key-ring.js';
import { noHash } from './chain.js';

const row = 'audit_chain';
/** Like every sealed row of this table, so that a rotation of the encryption keys takes it along: see cli/sealed-columns. */
const place = { table: 'installation', column: 'value', row } as const;

/** Minutes in which all that is there can be sealed, and servers of a version without marks may be running beside this one. */
const adoptingMinutes = 120;

const schema = z.strictObject({
  /** 32 bytes, base64url. */
  key: z.string().length(43),
  /** When the chain was begun. Moments are as in ChainedEvent. */
  began: z.string(),
  /** The last seal that is gone because its event, and all before it, were swept. 0 and no hash when there is none. */
  sequence: z.int().min(0),
  hash: z.string(),
  /** Number of the last checkpoint that is gone with them. */
  checkpoints: z.int().min(0),
  /** The retention has removed events from before this moment. */
  sweptBefore: z.string().nullable(),
  /** Until this moment events without a mark are taken for those of another version. */
  adoptsUntil: z.string().nullable(),
});

type StoredStart = z.output<typeof schema>;

export interface ChainStart extends Omit<StoredStart, 'key'> {
  readonly key: Buffer;
  /** The row as it was read, so that a change can see whether it still is. */
  readonly value: string;
}

/** `none`: never begun. `lost`: there is a chain, and no row to begin it with. `broken`: the row is not ours. */
export type ChainStartReading =
  | { readonly ok: true; readonly start: ChainStart }
  | { readonly ok: false; readonly because: 'none' | 'lost' | 'broken' };

/** One statement. */
export async function readChainStart(connection: Connection, keyRing: KeyRing): Promise<ChainStartReading> {
  const { rows } = await sql<{ value: string | null; has_chain: boolean }>`
    SELECT (SELECT value FROM installation WHERE key = ${row}) AS value,
      EXISTS (SELECT 1 FROM audit_chain) OR EXISTS (SELECT 1 FROM audit_checkpoint) AS has_chain`.execute(connection);
  const [found] = rows;
  const value = found?.value ?? null;
  if (value === null) return { ok: false, because: found?.has_chain ? 'lost' : 'none' };
  try {
    const { key, ...start } = schema.parse(JSON.parse(keyRing.open(value, place)));
    return { ok: true, start: { ...start, key: Buffer.from(key, 'base64url'), value } };
  } catch (error) {
    if (error instanceof SealBroken) return { ok: false, because: 'broken' };
    throw error;
  }
}

/** Two statements; to be called under the chain's lock, when there is none. What is in the log already is adopted as it is. */
export async function beginChain(connection: Connection, keyRing: KeyRing): Promise<void> {
  const { rows } = await sql<{ began: string; until: string; has_events: boolean }>`
    SELECT ${isoOf('now()')} AS began, ${isoOf(`now() + interval '${adoptingMinutes} minutes'`)} AS until,
      EXISTS (SELECT 1 FROM audit_event WHERE mark IS NULL) AS has_events`.execute(connection);
  const [moment] = rows;
  if (moment === undefined) throw new Error('The database did not tell the time.');
  const value = sealedStart(keyRing, {
    ...{ key: randomBytes(32).toString('base64url'), began: moment.began },
    ...{ sequence: 0, hash: noHash, checkpoints: 0, sweptBefore: null },
    adoptsUntil: moment.has_events ? moment.until : null,
  });
  await sql`INSERT INTO installation (key, value) VALUES (${row}, ${value})`.execute(connection);
}

/** One statement; under the chain's lock. Throws when somebody has changed the row meanwhile: the next round reads it anew. */
export async function moveChainStart(
  connection: Connection,
  keyRing: KeyRing,
  { value, key, ...former }: ChainStart,
  changes: Partial<Pick<StoredStart, 'sequence' | 'hash' | 'checkpoints' | 'sweptBefore'>>,
): Promise<void> {
  const moved = sealedStart(keyRing, { ...former, ...changes, key: key.toString('base64url') });
  const { numAffectedRows = 0n } = await sql`
    UPDATE installation SET value = ${moved} WHERE key = ${row} AND value = ${value}`.execute(connection);
  if (numAffectedRows === 0n) throw new Error('The start of the audit chain was changed by somebody else.');
}

function sealedStart(keyRing: KeyRing, start: StoredStart): string {
  return keyRing.seal(JSON.stringify(start), place);
}

/** A moment as the chain writes it: through jsonb, whose way of writing depends on no setting of the session. */
export function isoOf(expression: string) {
  return sql<string>`to_jsonb((${sql.raw(expression)}) AT TIME ZONE 'UTC') #>> '{}'`;
}

/** The inverse. `text` is a fragment of that form. */
export function momentOf(text: Fragment) {
  return sql`((${text})::timestamp AT TIME ZONE 'UTC')`;
}
