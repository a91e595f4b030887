/** Reads the chain beside the events it seals, for whoever checks it. */
import { sql } from 'kysely';
import type { Connection } from '../database/schema.js';
import type { ChainedEvent, Checkpoint, Seal } from './chain.js';
import { isoOf } from './chain-start-store.js';
import { chainedColumns } from './chain-store.js';

/** A seal and the event it is of; null when that is gone. */
export interface SealWithEvent {
  readonly seal: Seal;
  readonly event: ChainedEvent | null;
}

type SealRow = { readonly [Name in keyof Seal as `seal_${Name}`]: Seal[Name] };

/** One statement; in the order of the chain. */
export async function readSeals(
  connection: Connection,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<readonly SealWithEvent[]> {
  const { rows } = await sql<SealRow & ChainedEvent>`
    SELECT s.sequence AS seal_sequence, s.event_id::text AS seal_event_id, ${isoOf('s.event_at')} AS seal_event_at,
      s.origin AS seal_origin, s.checkpoints AS seal_checkpoints, s.digest AS seal_digest, s.hash AS seal_hash,
      ${chainedColumns}
    FROM audit_chain s LEFT JOIN audit_event e ON e.id = s.event_id
    WHERE s.sequence > ${after}::bigint ORDER BY s.sequence LIMIT ${limit}::int`.execute(connection);
  return rows.map((row) => {
    const {
      seal_sequence,
      seal_event_id,
      seal_event_at,
      seal_origin,
      seal_checkpoints,
      seal_digest,
      seal_hash,
      ...event
    } = row;
    return {
      seal: {
        ...{ sequence: Number(seal_sequence), event_id: seal_event_id, event_at: seal_event_at, origin: seal_origin },
        ...{ checkpoints: seal_checkpoints, digest: seal_digest, hash: seal_hash },
      },
      event: event.id === null ? null : event,
    };
  });
}

/** One statement; in the order of their numbers. */
export async function readCheckpoints(connection: Connection): Promise<readonly Checkpoint[]> {
  const { rows } = await sql<Checkpoint>`SELECT number, sequence, hash, ${isoOf('at')} AS at, signature
    FROM audit_checkpoint ORDER BY number`.execute(connection);
  return rows;
}

export interface ChainFacts {
  /** Of the last seal; 0 when there is none. */
  readonly lastSequence: number;
  readonly seals: number;
  /** The database's time, as in ChainedEvent. */
  readonly now: string;
  /** Whether the index stands that lets no mark be used twice. */
  readonly areMarksUnique: boolean;
}

const markIndex = 'CREATE UNIQUE INDEX audit_event_mark ON %audit_event USING btree (mark) WHERE (mark IS NOT NULL)';

/** One statement. */
export async function readChainFacts(connection: Connection): Promise<ChainFacts> {
  const { rows } = await sql<ChainFacts>`SELECT coalesce(max(sequence), 0) AS "lastSequence", count(*)::int AS seals,
      ${isoOf('now()')} AS now,
      EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = 'audit_event'::regclass AND i.indisunique AND i.indisvalid
        AND pg_get_indexdef(i.indexrelid) LIKE ${markIndex}) AS "areMarksUnique"
    FROM audit_chain`.execute(connection);
  const [row] = rows;
  if (row === undefined) throw new Error('The chain was not counted.');
  return { ...row, lastSequence: Number(row.lastSequence) };
}
