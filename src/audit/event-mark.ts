/** The mark of an event says that a process with our keys wrote it like this: whoever has the database alone cannot make one. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { systemClock } from '../clock.js';
import type { KeyRing } from '../secrets/key-ring.js';
import type { AuditRow } from './audit-detail.js';
import type { ChainedEvent } from './chain.js';

type Hashing = Pick<KeyRing, 'hash' | 'keyIds'>;

/**
 * The one thing here that belongs to the process: events are written in statements all over the server, and none of them should
 * have to be handed a key. Undefined until the keys are known; nothing is recorded before that.
 */
let ring: Hashing | undefined;

/** To be called once, by whatever opens an installation, before the first event. */
export function markEventsWith(keyRing: Hashing): void {
  ring = keyRing;
}

const purpose = 'audit-event';
const shape = /^([0-9a-z]{8,10})\.[A-Za-z0-9_-]{16}\.([A-Za-z0-9_-]{1,32})\.([A-Za-z0-9_-]{43})$/;

/** Hours between the process's clock and the database's at which a mark counts no more: an old event cannot be written again as new. */
const toleranceHours = 24;

/** `time.random.key id.hash`; null while there are no keys. */
export function markOf(row: AuditRow): string | null {
  if (ring === undefined) return null;
  const prefix = `${systemClock.now().getTime().toString(36).padStart(8, '0')}.${randomBytes(12).toString('base64url')}`;
  const { subject_id, detail, ...rest } = row;
  // What the database does to them: identifiers in lower case, and JSON as its parser reads it.
  const stored = { ...rest, subject_id: subject_id?.toLowerCase() ?? null, detail: JSON.stringify(detail) };
  return `${prefix}.${ring.keyIds[0]}.${ring.hash(marked(prefix, stored), purpose)}`;
}

/** `unknown_key`: perhaps of a server that has a newer key than this one. */
export type MarkReading = 'genuine' | 'unknown_key' | 'none';

export function readMark(keyRing: Pick<KeyRing, 'hashCandidates' | 'keyIds'>, event: ChainedEvent): MarkReading {
  const [, time, keyId, hash] = shape.exec(event.mark ?? '') ?? [];
  if (time === undefined || keyId === undefined || hash === undefined) return 'none';
  const apart = Math.abs(Date.parse(`${event.at}Z`) - Number.parseInt(time, 36));
  // Also for a moment that is none, such as infinity.
  if (!(apart <= toleranceHours * 3_600_000)) return 'none';
  const index = keyRing.keyIds.indexOf(keyId);
  if (index === -1) return 'unknown_key';
  const prefix = event.mark?.split('.', 2).join('.') ?? '';
  const expected = keyRing.hashCandidates(marked(prefix, event), purpose)[index] ?? '';
  return timingSafeEqual(Buffer.from(hash), Buffer.from(expected)) ? 'genuine' : 'none';
}

type Marked = Omit<ChainedEvent, 'id' | 'at' | 'mark'>;

function marked(prefix: string, event: Marked): string {
  const { type, actor_type, actor_id, subject_id, client_id, ip, user_agent, outcome, detail } = event;
  const inOrder = sorted(JSON.parse(detail));
  return JSON.stringify([prefix, type, actor_type, actor_id, subject_id, client_id, ip, user_agent, outcome, inOrder]);
}

/** jsonb puts the keys of an object into an order of its own. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  // In an object of its own, so that it never looks like a list of pairs.
  return { of: entries.map(([key, inner]) => [key, sorted(inner)]) };
}
