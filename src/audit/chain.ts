/** How the audit log is sealed: every event has a keyed digest, and every seal holds the one before it. Pure. */
import { createHmac } from 'node:crypto';

/** An event as the chain sees it. `mail_kind` is not part of it: the post room clears that. */
export interface ChainedEvent {
  /** Decimal text. */
  readonly id: string;
  /** ISO 8601 in UTC, to the microsecond and without a zone: text, because a Date would forget the last three digits. */
  readonly at: string;
  readonly type: string;
  readonly actor_type: string;
  readonly actor_id: string | null;
  readonly subject_id: string | null;
  readonly client_id: string | null;
  readonly ip: string | null;
  readonly user_agent: string | null;
  readonly outcome: string;
  /** As PostgreSQL writes it, which is one way only: jsonb keeps no order of its own. */
  readonly detail: string;
  readonly mark: string | null;
}

/** `adopted`: older than the chain. `unmarked`: none of our processes has written it like this. */
export type EventOrigin = 'marked' | 'adopted' | 'unmarked';

/** One link of the chain. It outlives its event, which the retention removes. */
export interface Seal {
  readonly sequence: number;
  readonly event_id: string;
  /** As in ChainedEvent. */
  readonly event_at: string;
  readonly origin: EventOrigin;
  /** How many checkpoints had been made before: one that is missing is missed. */
  readonly checkpoints: number;
  readonly digest: string;
  readonly hash: string;
}

/** The chain's head at a moment, signed, so that it can be kept elsewhere and compared. */
export interface Checkpoint {
  /** 1, 2, 3 … */
  readonly number: number;
  readonly sequence: number;
  readonly hash: string;
  /** As in ChainedEvent. */
  readonly at: string;
  readonly signature: string;
}

/** Where nothing stands before. */
export const noHash = '';

export function digestOf(key: Buffer, event: ChainedEvent): string {
  const { id, at, type, outcome, detail, mark } = event;
  const { actor_type, actor_id, subject_id, client_id, ip, user_agent } = event;
  return keyed(key, [
    'event',
    id,
    at,
    type,
    actor_type,
    actor_id,
    subject_id,
    client_id,
    ip,
    user_agent,
    outcome,
    detail,
    mark,
  ]);
}

export function linkOf(key: Buffer, previousHash: string, seal: Omit<Seal, 'hash'>): string {
  const { sequence, event_id, event_at, origin, checkpoints, digest } = seal;
  return keyed(key, ['seal', previousHash, sequence, event_id, event_at, origin, checkpoints, digest]);
}

export function signatureOf(key: Buffer, { number, sequence, hash, at }: Omit<Checkpoint, 'signature'>): string {
  return keyed(key, ['checkpoint', number, sequence, hash, at]);
}

/** The next links for these events, in their order. */
export function sealAll(
  key: Buffer,
  head: { readonly sequence: number; readonly hash: string; readonly checkpoints: number },
  events: readonly { readonly event: ChainedEvent; readonly origin: EventOrigin }[],
): readonly Seal[] {
  let { sequence, hash } = head;
  return events.map(({ event, origin }) => {
    sequence += 1;
    const { checkpoints } = head;
    const seal = {
      sequence,
      event_id: event.id,
      event_at: event.at,
      origin,
      checkpoints,
      digest: digestOf(key, event),
    };
    hash = linkOf(key, hash, seal);
    return { ...seal, hash };
  });
}

/** As JSON, because plain joining would let "ab" + "c" pass for "a" + "bc". The first word keeps the three kinds apart. */
function keyed(key: Buffer, parts: readonly (string | number | null)[]): string {
  return createHmac('sha256', key).update(JSON.stringify(parts), 'utf8').digest('base64url');
}
