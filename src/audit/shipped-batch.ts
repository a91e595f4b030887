/** What is sent of the audit log: events under their public names, each with its place in the chain, and checkpoints. Pure. */
import type { ChainedEvent } from './chain.js';
import { checkpointText } from './checkpoint-text.js';
import type { AuditEventJson } from './event-list-store.js';
import type { Shipment } from './shipping-store.js';

export interface ShippedEvent extends AuditEventJson {
  /** Its place, and what `audit verify` compares. Whoever has got one twice knows it by the first. */
  readonly seal: { readonly sequence: number; readonly hash: string };
}

export interface ShippedBatch {
  readonly events: readonly ShippedEvent[];
  readonly checkpoints: readonly string[];
}

/** Events that the retention has taken before they could be sent are left out. */
export function shippedBatch({ seals, checkpoints }: Shipment): ShippedBatch {
  return {
    events: seals.flatMap(({ seal: { sequence, hash }, event }) =>
      event === null ? [] : [{ ...eventJson(event), seal: { sequence, hash } }],
    ),
    checkpoints: checkpoints.map(checkpointText),
  };
}

function eventJson({ at, actor_type, actor_id, detail, mark: _, ...event }: ChainedEvent): AuditEventJson {
  const moment = new Date(`${at}Z`);
  return {
    ...event,
    at: Number.isNaN(moment.getTime()) ? at : moment.toISOString(),
    actor: { type: actor_type, id: actor_id },
    detail: JSON.parse(detail),
  };
}
