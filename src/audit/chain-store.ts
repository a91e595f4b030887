/** Seals events into the chain, a batch in a transaction: one node at a time, and never in the way of those who write them. */
import { sql } from 'kysely';
import type { Connection, Database } from '../database/schema.js';
import type { KeyRing } from '../secrets/key-ring.js';
import { type ChainedEvent, type Checkpoint, type EventOrigin, type Seal, sealAll, signatureOf } from './chain.js';
import { beginChain, type ChainStart, isoOf, momentOf, readChainStart } from './chain-start-store.js';
import { readMark } from './event-mark.js';

/** Any number that no other advisory lock of ours has. */
const chainLock = 7_112_605;

/** Events, or ids to look through, of one transaction. */
export const sealBatch = 500;

/**
 * Minutes that a transaction may take from its first statement to its commit. An event that appears still later is found by a
 * walk through the whole log.
 */
const latestCommitMinutes = 10;

/** A checkpoint is made after so many minutes, if there is anything new. */
const checkpointMinutes = 10;

/** Which events a batch looks at: the young ones, or those behind an id. */
export type SealScope = 'recent' | { readonly after: string };

/** Before every id. */
export const wholeLog: SealScope = { after: '-9223372036854775808' };

/** The last seal that a process has seen: whoever cuts the chain's end off must reckon with it. */
export interface SeenHead {
  readonly sequence: number;
  readonly hash: string;
}

export type SealOutcome =
  | { readonly kind: 'not_our_turn' }
  | { readonly kind: 'no_start'; readonly because: 'lost' | 'broken' }
  | {
      readonly kind: 'sealed';
      readonly count: number;
      /** Events of none of our processes among them. */
      readonly unmarked: number;
      readonly head: SeenHead;
      /** The chain was shorter than, or other than, what was seen or signed before. */
      readonly isCut: boolean;
      readonly checkpoint: Checkpoint | undefined;
      /** Where a walk goes on; undefined at its end, and for young events. */
      readonly walkedTo: string | undefined;
    };

/** Whether there is anything to do. One statement, for every few seconds. */
export async function isSealingDue(connection: Connection): Promise<boolean> {
  const { rows } = await sql<{ due: boolean }>`SELECT
    EXISTS (SELECT 1 FROM audit_event e WHERE ${isRecent} AND ${isUnsealed})
    OR coalesce((SELECT max(sequence) FROM audit_chain)
      > (SELECT CASE WHEN at < now() - ${checkpointAge} THEN sequence END FROM audit_checkpoint ORDER BY number DESC LIMIT 1), false)
    AS due`.execute(connection);
  return rows[0]?.due ?? false;
}

export interface SealTask {
  readonly scope: SealScope;
  readonly seen: SeenHead | undefined;
  /** A checkpoint is also made after so many events. */
  readonly checkpointEvents: number;
}

/** At most `sealBatch` events, in the order of their ids; those that commit late are sealed later. All or nothing. */
export async function sealEvents(
  database: Database,
  keyRing: KeyRing,
  { scope, seen, checkpointEvents }: SealTask,
): Promise<SealOutcome> {
  return database.transaction().execute(async (transaction): Promise<SealOutcome> => {
    if (!(await takeTurn(transaction))) return { kind: 'not_our_turn' };
    const start = await startOrBegin(transaction, keyRing);
    if (!start.ok) return { kind: 'no_start', because: start.because };
    const head = await readHead(transaction, start.start, seen);
    const { events, walkedTo } = await readUnsealed(transaction, scope);
    const judged = events.flatMap((event) => {
      const origin = originOf(keyRing, start.start, event, head.now);
      return origin === undefined ? [] : [{ event, origin }];
    });
    const seals = sealAll(start.start.key, head, judged);
    if (seals.length > 0) await insertSeals(transaction, seals);
    const last = seals.at(-1) ?? head;
    const checkpoint = isCheckpointDue(head, last.sequence - head.checkpointed, checkpointEvents)
      ? newCheckpoint(start.start.key, head, last)
      : undefined;
    if (checkpoint !== undefined) await insertCheckpoint(transaction, checkpoint);
    return {
      kind: 'sealed',
      count: seals.length,
      unmarked: seals.filter(({ origin }) => origin === 'unmarked').length,
      head: { sequence: last.sequence, hash: last.hash },
      ...{ isCut: head.isCut, checkpoint, walkedTo },
    };
  });
}

/** A statement of its own: the next one must see what the node before has committed. Held until the transaction ends. */
async function takeTurn(transaction: Connection): Promise<boolean> {
  const { rows } = await sql<{ ours: boolean }>`
    SELECT pg_try_advisory_xact_lock(${chainLock}::bigint) AS ours`.execute(transaction);
  return rows[0]?.ours ?? false;
}

/** The same for those who rather wait: nobody has the turn for longer than a batch takes. */
export async function waitForTurn(transaction: Connection): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(${chainLock}::bigint)`.execute(transaction);
}

async function startOrBegin(transaction: Connection, keyRing: KeyRing) {
  const reading = await readChainStart(transaction, keyRing);
  if (reading.ok) return reading;
  if (reading.because !== 'none') return { ok: false, because: reading.because } as const;
  await beginChain(transaction, keyRing);
  const begun = await readChainStart(transaction, keyRing);
  if (!begun.ok) throw new Error('The audit chain was not begun.');
  return begun;
}

interface Head extends SeenHead {
  /** How many there are; the number of the last. */
  readonly checkpoints: number;
  readonly checkpointed: number;
  readonly isCheckpointOld: boolean;
  readonly isCut: boolean;
  /** The database's, as in ChainedEvent. */
  readonly now: string;
}

/** One statement. After a cut the chain goes on behind the furthest point that is known, so that the gap stays to be seen. */
async function readHead(transaction: Connection, start: ChainStart, seen: SeenHead | undefined): Promise<Head> {
  const { rows } = await sql<{
    now: string;
    sequence: number | null;
    hash: string | null;
    number: number | null;
    signed_sequence: number | null;
    signed_hash: string | null;
    is_old: boolean | null;
    seen_hash: string | null;
  }>`SELECT ${isoOf('now()')} AS now, c.sequence, c.hash, p.number, p.sequence AS signed_sequence, p.hash AS signed_hash,
      p.at < now() - ${checkpointAge} AS is_old,
      (SELECT hash FROM audit_chain WHERE sequence = ${seen?.sequence ?? 0}::bigint) AS seen_hash
    FROM (SELECT 1) one
      LEFT JOIN (SELECT sequence, hash FROM audit_chain ORDER BY sequence DESC LIMIT 1) c ON true
      LEFT JOIN (SELECT * FROM audit_checkpoint ORDER BY number DESC LIMIT 1) p ON true`.execute(transaction);
  const [row] = rows;
  if (row === undefined) throw new Error('The chain has no head.');
  const isSeenGone = seen !== undefined && seen.sequence > start.sequence && row.seen_hash !== seen.hash;
  const known: SeenHead[] = [
    { sequence: start.sequence, hash: start.hash },
    { sequence: row.signed_sequence ?? 0, hash: row.signed_hash ?? '' },
    ...(seen === undefined ? [] : [seen]),
  ];
  const own = { sequence: row.sequence ?? 0, hash: row.hash ?? '' };
  const furthest = known.reduce((one, other) => (other.sequence > one.sequence ? other : one), own);
  return {
    ...furthest,
    checkpoints: row.number ?? start.checkpoints,
    checkpointed: row.signed_sequence ?? start.sequence,
    isCheckpointOld: row.is_old ?? true,
    isCut: isSeenGone || (row.signed_sequence ?? 0) > Math.max(own.sequence, start.sequence),
    now: row.now,
  };
}

/** Undefined: not to be sealed yet, because another server may know its key. */
function originOf(keyRing: KeyRing, start: ChainStart, event: ChainedEvent, now: string): EventOrigin | undefined {
  const mark = readMark(keyRing, event);
  if (mark === 'genuine') return 'marked';
  if (mark === 'unknown_key' && Date.parse(`${now}Z`) - Date.parse(`${event.at}Z`) < waitForKeyMilliseconds)
    return undefined;
  return isAdopted(start, event, now) ? 'adopted' : 'unmarked';
}

/** A server with a newer key seals what it wrote within seconds. */
const waitForKeyMilliseconds = 3_600_000;

/** Written by a version that knew no marks. */
export function isAdopted({ adoptsUntil }: ChainStart, { mark }: ChainedEvent, now: string): boolean {
  return mark === null && adoptsUntil !== null && now < adoptsUntil;
}

/** `events`: since the last one. */
function isCheckpointDue({ checkpoints, isCheckpointOld }: Head, events: number, checkpointEvents: number): boolean {
  return events > 0 && (checkpoints === 0 || isCheckpointOld || events >= checkpointEvents);
}

function newCheckpoint(key: Buffer, { checkpoints, now }: Head, { sequence, hash }: SeenHead): Checkpoint {
  const checkpoint = { number: checkpoints + 1, sequence, hash, at: now };
  return { ...checkpoint, signature: signatureOf(key, checkpoint) };
}

const checkpointAge = sql`make_interval(mins => ${checkpointMinutes}::int)`;
const isRecent = sql`e.at > now() - make_interval(mins => ${latestCommitMinutes}::int)`;
const isUnsealed = sql`NOT EXISTS (SELECT 1 FROM audit_chain c WHERE c.event_id = e.id)`;

/** The members of ChainedEvent, of the row `e`. */
export const chainedColumns = sql`e.id::text AS id, ${isoOf('e.at')} AS at, e.type, e.actor_type, e.actor_id, e.subject_id,
  e.client_id, e.ip, e.user_agent, e.outcome, e.detail::text AS detail, e.mark`;

export interface Unsealed {
  readonly events: readonly ChainedEvent[];
  /** Where a walk goes on; undefined at its end. */
  readonly walkedTo: string | undefined;
}

/** One statement. */
export async function readUnsealed(connection: Connection, scope: SealScope): Promise<Unsealed> {
  if (scope === 'recent') {
    const { rows } = await sql<ChainedEvent>`SELECT ${chainedColumns} FROM audit_event e
      WHERE ${isRecent} AND ${isUnsealed} ORDER BY e.id LIMIT ${sealBatch}::int`.execute(connection);
    return { events: rows, walkedTo: undefined };
  }
  // Of those that are sealed only the id is read.
  const { rows } = await sql<ChainedEvent & { page_id: string }>`
    WITH page AS (SELECT id FROM audit_event WHERE id > ${scope.after}::bigint ORDER BY id LIMIT ${sealBatch}::int)
    SELECT p.id::text AS page_id, ${chainedColumns} FROM page p LEFT JOIN audit_event e ON e.id = p.id AND ${isUnsealed}
    ORDER BY p.id`.execute(connection);
  const events = rows.filter(({ id }) => id !== null).map(({ page_id: _, ...event }) => event);
  return { events, walkedTo: rows.length < sealBatch ? undefined : rows.at(-1)?.page_id };
}

async function insertSeals(transaction: Connection, seals: readonly Seal[]): Promise<void> {
  await sql`INSERT INTO audit_chain (sequence, event_id, event_at, origin, checkpoints, digest, hash)
    SELECT sequence, event_id, ${momentOf(sql`event_at`)}, origin, checkpoints, digest, hash
    FROM jsonb_to_recordset(${JSON.stringify(seals)}::jsonb) AS s(sequence bigint, event_id bigint, event_at text,
      origin text, checkpoints integer, digest text, hash text)`.execute(transaction);
}

async function insertCheckpoint(transaction: Connection, checkpoint: Checkpoint): Promise<void> {
  const { number, sequence, hash, at, signature } = checkpoint;
  await sql`INSERT INTO audit_checkpoint (number, sequence, hash, at, signature)
    VALUES (${number}::int, ${sequence}::bigint, ${hash}, ${momentOf(sql`${at}::text`)}, ${signature})`.execute(
    transaction,
  );
}
