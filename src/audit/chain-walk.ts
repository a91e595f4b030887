/** Goes along the chain, seal by seal, and says where it, its checkpoints or its events are not as they were. Pure. */
import { type Checkpoint, digestOf, linkOf, signatureOf } from './chain.js';
import type { SealWithEvent } from './chain-check-store.js';
import type { ChainStart } from './chain-start-store.js';

/** One thing that is not as it was sealed. */
export interface Finding {
  readonly kind:
    | 'event_changed'
    | 'event_removed'
    | 'event_inserted'
    | 'seal_changed'
    | 'seal_removed'
    | 'checkpoint_changed'
    | 'checkpoint_removed'
    | 'checkpoint_unknown'
    | 'index_removed'
    | 'start_lost'
    | 'start_broken';
  readonly event_id?: string;
  readonly sequence?: number;
  /** The last of several seals in a row. */
  readonly to_sequence?: number;
  readonly checkpoint?: number;
}

export interface WalkCounts {
  /** Events that are as they were sealed. */
  sound: number;
  /** Events whose seal is still there, and which the retention has removed. */
  swept: number;
  /** Events that were older than the chain when it began, or written by a version without marks; and are as they were then. */
  adopted: number;
}

export interface ChainWalk {
  readonly counts: Readonly<WalkCounts>;
  /** Where it stands: the last seal that was looked at. */
  readonly sequence: number;
  /** `start` was read after the seals: what it says was swept may be missing among them. */
  take(seals: readonly SealWithEvent[], start: ChainStart): void;
  /** To be called at the end of what there is: up to `lastSequence` there should have been seals. */
  end(lastSequence: number, start: ChainStart): void;
}

export interface WalkOptions {
  readonly start: ChainStart;
  /** In the order of their numbers. */
  readonly checkpoints: readonly Checkpoint[];
  /** One that was kept elsewhere. */
  readonly known: Checkpoint | undefined;
  found(finding: Finding): void;
}

export function createChainWalk({ start: begun, checkpoints, known, found }: WalkOptions): ChainWalk {
  const { key } = begun;
  const signed = new Map(checkpoints.filter(isSigned).map((checkpoint) => [checkpoint.sequence, checkpoint]));
  const counts: WalkCounts = { sound: 0, swept: 0, adopted: 0 };
  let sequence = begun.sequence;
  /** Undefined behind a gap: what stands there has nothing to be compared with. */
  let previous: string | undefined = begun.hash;
  /** Number of the last checkpoint that was passed. */
  let passed = begun.checkpoints;
  /** Of the seal that the known checkpoint names. One before the beginning can only be judged by its signature. */
  let knownHash = known !== undefined && known.sequence <= begun.sequence ? known.hash : undefined;
  reportCheckpoints();

  function isSigned(checkpoint: Checkpoint): boolean {
    return checkpoint.signature === signatureOf(key, checkpoint);
  }

  function reportCheckpoints(): void {
    let expected = begun.checkpoints + 1;
    for (const checkpoint of checkpoints) {
      for (; expected < checkpoint.number; expected += 1) found({ kind: 'checkpoint_removed', checkpoint: expected });
      expected = checkpoint.number + 1;
      if (!isSigned(checkpoint)) found({ kind: 'checkpoint_changed', checkpoint: checkpoint.number });
    }
  }

  /** Up to and with `last` there is nothing. The retention may have taken it since the walk began. */
  function skip(last: number, start: ChainStart): void {
    if (start.sequence > sequence && start.sequence <= last) {
      sequence = start.sequence;
      previous = start.hash;
      passed = Math.max(passed, start.checkpoints);
      if (known !== undefined && known.sequence <= sequence) knownHash ??= known.hash;
    }
    if (last <= sequence) return;
    const isOne = last === sequence + 1;
    found({ kind: 'seal_removed', sequence: sequence + 1, ...(isOne ? {} : { to_sequence: last }) });
    sequence = last;
    previous = undefined;
  }

  function look({ seal, event }: SealWithEvent, start: ChainStart): void {
    if (seal.sequence > sequence + 1) skip(seal.sequence - 1, start);
    const at = { sequence: seal.sequence, event_id: seal.event_id };
    const isLinked = previous === undefined || seal.hash === linkOf(key, previous, seal);
    sequence = seal.sequence;
    previous = seal.hash;
    if (sequence === known?.sequence) knownHash = seal.hash;
    const checkpoint = signed.get(sequence);
    if (!isLinked || (checkpoint !== undefined && checkpoint.hash !== seal.hash))
      found({ kind: 'seal_changed', ...at });
    else lookForCheckpoints(seal.checkpoints);
    passed = Math.max(passed, checkpoint?.number ?? 0);
    lookAtEvent({ seal, event }, start);
  }

  /** The seal knows how many there were when it was made. Those that lack a number among the others were found already. */
  function lookForCheckpoints(count: number): void {
    const highest = checkpoints.at(-1)?.number ?? begun.checkpoints;
    for (let number = Math.max(passed, highest) + 1; number <= count; number += 1) {
      found({ kind: 'checkpoint_removed', checkpoint: number });
    }
    // One of this number was made again, later than the one that is missed.
    for (let number = passed + 1; number <= Math.min(count, highest); number += 1) {
      if (checkpoints.some((one) => one.number === number && isSigned(one))) {
        found({ kind: 'checkpoint_removed', checkpoint: number });
      }
    }
    passed = Math.max(passed, count);
  }

  function lookAtEvent({ seal, event }: SealWithEvent, start: ChainStart): void {
    const at = { sequence: seal.sequence, event_id: seal.event_id };
    if (event === null) {
      if (start.sweptBefore !== null && seal.event_at < start.sweptBefore) counts.swept += 1;
      else found({ kind: 'event_removed', ...at });
    } else if (seal.digest !== digestOf(key, event)) found({ kind: 'event_changed', ...at });
    else if (seal.origin === 'unmarked') found({ kind: 'event_inserted', ...at });
    else counts[seal.origin === 'adopted' ? 'adopted' : 'sound'] += 1;
  }

  return {
    counts,
    get sequence() {
      return sequence;
    },
    take(seals, start) {
      for (const one of seals) look(one, start);
    },
    end(lastSequence, start) {
      skip(lastSequence, start);
      if (known === undefined || (isSigned(known) && known.hash === knownHash)) return;
      found({ kind: 'checkpoint_unknown', checkpoint: known.number });
    },
  };
}
