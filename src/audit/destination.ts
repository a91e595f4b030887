/** Somewhere that the audit log is sent to. */
import type { ShippedBatch } from './shipped-batch.js';
import type { DestinationName } from './shipping-store.js';

export interface Destination {
  readonly name: DestinationName;
  /** Where it is, fit for a log. */
  readonly place: string;
  /** Resolves when it was taken; in the order given. Throws NotTaken, within 20 seconds. */
  send(batch: ShippedBatch): Promise<void>;
}

/** The message says why, and holds nothing of what was sent or answered. */
export class NotTaken extends Error {
  override readonly name = 'NotTaken';
}

/** Longest time for one batch. */
export const sendMilliseconds = 15_000;

/** What a network error says, without addresses. What fetch throws has the error behind it as its cause. */
export function reasonOf(error: unknown): string {
  if (error instanceof NotTaken) return error.message;
  const { cause, code, name } = memberOf(error);
  if (typeof code === 'string') return code;
  if (cause !== undefined) return reasonOf(cause);
  return typeof name === 'string' ? name : 'unknown';
}

function memberOf(error: unknown): { readonly cause?: unknown; readonly code?: unknown; readonly name?: unknown } {
  return typeof error === 'object' && error !== null ? error : {};
}
