/** Sends the audit log to one destination, in order and at least once, from where the database says it has got to. */
import type { Database } from '../database/schema.js';
import { type Destination, reasonOf } from './destination.js';
import { shippedBatch } from './shipped-batch.js';
import {
  addDestination,
  noteNotShipped,
  noteShipped,
  readShipment,
  type Shipment,
  type ShippingTurn,
  takeShippingTurn,
} from './shipping-store.js';

export interface ShippingLog {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
}

export interface Shipper {
  /** Everything that waits and is due, batch by batch; returns at the first that is not taken. */
  deliver(): Promise<void>;
  /** Lets the batch that is being sent end, and begins no other. */
  close(): void;
}

const batchSize = 100;
/** Longer than a batch can take. */
const claimSeconds = 60;
/** Until the next attempt, after the first, second … failure; the last for all that follow. It is never given up. */
export const backoffSeconds: readonly number[] = [5, 15, 60, 300, 900];

export function createShipper({
  database,
  destination,
  logger,
}: {
  readonly database: Database;
  readonly destination: Destination;
  readonly logger: ShippingLog;
}): Shipper {
  const { name, place } = destination;
  const facts = { destination: name, place };
  let isAdded = false;
  let closed = false;

  /** False when it was not taken. */
  async function sendNext(turn: ShippingTurn): Promise<boolean> {
    const shipment = await readShipment(database, turn, batchSize);
    tellLost(turn, shipment);
    try {
      const batch = shippedBatch(shipment);
      if (batch.events.length + batch.checkpoints.length > 0) await destination.send(batch);
    } catch (error) {
      const afterSeconds = backoffSeconds[Math.min(turn.attempts, backoffSeconds.length) - 1] ?? 0;
      const problem = reasonOf(error);
      await noteNotShipped(database, name, { turn, afterSeconds, problem });
      // Once, and not at every attempt.
      if (!turn.isFailing)
        logger.warn({ ...facts, problem }, 'audit events cannot be shipped; they are kept and tried again');
      return false;
    }
    const sequence = shipment.seals.at(-1)?.seal.sequence ?? turn.sequence;
    const checkpoint = shipment.checkpoints.at(-1)?.number ?? turn.checkpoint;
    await noteShipped(database, name, { from: turn, to: { sequence, checkpoint } });
    if (turn.isFailing) logger.info(facts, 'audit events are shipped again');
    return true;
  }

  function tellLost({ sequence }: ShippingTurn, { seals }: Shipment): void {
    const gone = seals.filter(({ event }) => event === null).length;
    const first = seals[0]?.seal.sequence ?? sequence + 1;
    // A destination that is new has missed nothing.
    const forgotten = sequence === 0 ? 0 : first - sequence - 1;
    if (gone + forgotten === 0) return;
    logger.warn({ ...facts, events: gone + forgotten }, 'audit events were gone before they could be shipped');
  }

  return {
    async deliver() {
      if (!isAdded) await addDestination(database, name);
      isAdded = true;
      while (!closed) {
        const turn = await takeShippingTurn(database, name, claimSeconds);
        if (turn === undefined || !(await sendNext(turn))) return;
      }
    },
    close() {
      closed = true;
    },
  };
}
