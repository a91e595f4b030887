/** What leaves for other systems, from the chain: which seal each destination has got to, and who may send next. */
import { sql } from 'kysely';
import type { Connection } from '../database/schema.js';
import type { Checkpoint } from './chain.js';
import { readSeals, type SealWithEvent } from './chain-check-store.js';
import { isoOf } from './chain-start-store.js';

export type DestinationName = 'webhook' | 'syslog';

/** How far a destination has got. */
export interface ShippingPosition {
  readonly sequence: number;
  /** Number of the last checkpoint. */
  readonly checkpoint: number;
}

/** A turn to send, which nobody else has until it is over. */
export interface ShippingTurn extends ShippingPosition {
  /** This one included. */
  readonly attempts: number;
  readonly isFailing: boolean;
}

const isWaiting = sql`(EXISTS (SELECT 1 FROM audit_chain c WHERE c.sequence > s.sequence)
  OR EXISTS (SELECT 1 FROM audit_checkpoint p WHERE p.number > s.checkpoint))`;

/**
 * One statement takes the turn by setting it due again `claimSeconds` later: when this process dies, another sends then. Undefined
 * when nothing waits, or somebody else has it. A destination that is new gets all that is kept.
 */
export async function takeShippingTurn(
  connection: Connection,
  destination: DestinationName,
  claimSeconds: number,
): Promise<ShippingTurn | undefined> {
  const { rows } = await sql<ShippingPosition & { attempts: number; is_failing: boolean }>`
    UPDATE audit_shipment s SET due_at = now() + make_interval(secs => ${claimSeconds}::int), attempts = s.attempts + 1
    WHERE s.destination = ${destination} AND s.due_at <= now() AND ${isWaiting}
    RETURNING s.sequence, s.checkpoint, s.attempts, s.failing_since IS NOT NULL AS is_failing`.execute(connection);
  const [row] = rows;
  if (row === undefined) return undefined;
  const { is_failing: isFailing, ...turn } = row;
  return { ...turn, isFailing };
}

/** One statement; nothing when it is there. */
export async function addDestination(connection: Connection, destination: DestinationName): Promise<void> {
  await sql`INSERT INTO audit_shipment (destination, sequence, checkpoint) VALUES (${destination}, 0, 0)
    ON CONFLICT (destination) DO NOTHING`.execute(connection);
}

export interface Shipment {
  readonly seals: readonly SealWithEvent[];
  /** Made of the seals up to here. */
  readonly checkpoints: readonly Checkpoint[];
}

/** Two statements. */
export async function readShipment(
  connection: Connection,
  { sequence, checkpoint }: ShippingPosition,
  limit: number,
): Promise<Shipment> {
  const seals = await readSeals(connection, { after: sequence, limit });
  const upTo = seals.at(-1)?.seal.sequence ?? sequence;
  const { rows } = await sql<Checkpoint>`SELECT number, sequence, hash, ${isoOf('at')} AS at, signature
    FROM audit_checkpoint WHERE number > ${checkpoint}::int AND sequence <= ${upTo}::bigint
    ORDER BY number LIMIT ${limit}::int`.execute(connection);
  return { seals, checkpoints: rows };
}

/** One statement. Nothing when somebody else has sent meanwhile, because this one took too long: it stays as they left it. */
export async function noteShipped(
  connection: Connection,
  destination: DestinationName,
  { from, to }: { readonly from: ShippingPosition; readonly to: ShippingPosition },
): Promise<void> {
  await sql`UPDATE audit_shipment SET sequence = ${to.sequence}::bigint, checkpoint = ${to.checkpoint}::int, due_at = now(),
      attempts = 0, failing_since = NULL, problem = NULL
    WHERE destination = ${destination} AND sequence = ${from.sequence}::bigint AND checkpoint = ${from.checkpoint}::int`.execute(
    connection,
  );
}

/** One statement: due again after so many seconds. */
export async function noteNotShipped(
  connection: Connection,
  destination: DestinationName,
  {
    turn,
    afterSeconds,
    problem,
  }: { readonly turn: ShippingTurn; readonly afterSeconds: number; readonly problem: string },
): Promise<void> {
  await sql`UPDATE audit_shipment SET due_at = now() + make_interval(secs => ${afterSeconds}::int),
      failing_since = coalesce(failing_since, now()), problem = ${problem}
    WHERE destination = ${destination} AND attempts = ${turn.attempts}::int AND sequence = ${turn.sequence}::bigint`.execute(
    connection,
  );
}

export interface ShippingState {
  readonly destination: DestinationName;
  readonly failingSince: Date | null;
  readonly problem: string | null;
  /** Events that are sealed and not sent. */
  readonly waiting: number;
}

/** One statement. */
export async function readShippingStates(connection: Connection): Promise<readonly ShippingState[]> {
  const { rows } = await sql<ShippingState>`SELECT destination, failing_since AS "failingSince", problem,
      (SELECT count(*)::int FROM audit_chain c WHERE c.sequence > s.sequence) AS waiting
    FROM audit_shipment s ORDER BY destination`.execute(connection);
  return rows;
}
