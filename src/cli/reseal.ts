/** Seals everything with the first key, as often as it takes: people sign in meanwhile. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Connection } from '../database/schema.js';
import type { KeyRing } from '../secrets/key-ring.js';
import type { Progress } from './command.js';
import { countSealed, type SealedCount } from './encryption-key-store.js';
import { resealColumn } from './reseal-store.js';
import { sealedColumns } from './sealed-columns.js';

export interface Resealed {
  /** Sealed anew, by table; tables without any are absent. */
  readonly resealed: Readonly<Record<string, number>>;
  /** Could not be opened, and were left alone. */
  readonly unreadable: number;
  /** Still sealed with an older key, though they can be opened: run it again. */
  readonly remaining: number;
}

/** What was locked, or written by somebody who had read the old text, is tried again so often. */
const mostRounds = 10;
const pauseMilliseconds = 200;

export async function resealAll(
  connection: Connection,
  keyRing: KeyRing,
  progress: (progress: Progress) => void,
): Promise<Resealed> {
  const total = sealedByOthers(await countSealed(connection), keyRing);
  const resealed: Record<string, number> = {};
  let done = 0;
  progress({ done, total });
  for (let round = 1; ; round += 1) {
    let unreadable = 0;
    for (const column of sealedColumns) {
      for await (const batch of resealColumn(connection, keyRing, column)) {
        done += batch.resealed;
        unreadable += batch.unreadable;
        if (batch.resealed > 0) resealed[column.table] = (resealed[column.table] ?? 0) + batch.resealed;
        progress({ done, total });
      }
    }
    const remaining = Math.max(sealedByOthers(await countSealed(connection), keyRing) - unreadable, 0);
    if (remaining === 0 || round === mostRounds) return { resealed, unreadable, remaining };
    await wait(pauseMilliseconds);
  }
}

function sealedByOthers(counts: readonly SealedCount[], { keyIds }: KeyRing): number {
  return counts.filter(({ keyId }) => keyId !== keyIds[0]).reduce((total, { count }) => total + count, 0);
}
