/** Seals the audit log in rounds: what is young every time, the whole log now and then. Remembers how far the chain was. */
import type { Database } from '../database/schema.js';
import type { KeyRing } from '../secrets/key-ring.js';
import type { Checkpoint } from './chain.js';
import { isSealingDue, type SealScope, type SeenHead, sealBatch, sealEvents, wholeLog } from './chain-store.js';

/** What a round came to. */
export interface SealRound {
  readonly sealed: number;
  /** Events that none of our processes has written. */
  readonly unmarked: number;
  /** The chain was not what this process, or a checkpoint, knew of it. */
  readonly isCut: boolean;
  /** Nothing can be sealed: the row that the chain begins with is gone, or not ours. */
  readonly noStart: 'lost' | 'broken' | undefined;
  readonly checkpoints: readonly Checkpoint[];
}

export interface Sealer {
  /** Young events; the whole log at the first time, and when `isWalkDue`. Does nothing while another node is at it. */
  round(isWalkDue: boolean): Promise<SealRound>;
}

export interface SealerOptions {
  readonly database: Database;
  readonly keyRing: KeyRing;
  /** A checkpoint is made after so many events, if not after ten minutes. */
  readonly checkpointEvents?: number;
}

export function createSealer({ database, keyRing, checkpointEvents = 1000 }: SealerOptions): Sealer {
  let seen: SeenHead | undefined;
  let hasWalked = false;
  return {
    async round(isWalkDue) {
      const isWalk = isWalkDue || !hasWalked;
      const total = { sealed: 0, unmarked: 0, isCut: false, noStart: undefined, checkpoints: [] as Checkpoint[] };
      if (!isWalk && !(await isSealingDue(database))) return total;
      let scope: SealScope | undefined = isWalk ? wholeLog : 'recent';
      while (scope !== undefined) {
        const outcome = await sealEvents(database, keyRing, { scope, seen, checkpointEvents });
        if (outcome.kind === 'not_our_turn') return total;
        if (outcome.kind === 'no_start') return { ...total, noStart: outcome.because };
        seen = outcome.head;
        total.sealed += outcome.count;
        total.unmarked += outcome.unmarked;
        total.isCut ||= outcome.isCut;
        if (outcome.checkpoint !== undefined) total.checkpoints.push(outcome.checkpoint);
        if (isWalk) scope = outcome.walkedTo === undefined ? undefined : { after: outcome.walkedTo };
        else if (outcome.count < sealBatch) scope = undefined;
      }
      hasWalked ||= isWalk;
      return total;
    },
  };
}
