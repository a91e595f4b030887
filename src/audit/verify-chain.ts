/** Compares the audit log with its chain and says where the two differ. Reads in batches, beside the traffic; changes nothing. */
import type { Database } from '../database/schema.js';
import type { KeyRing } from '../secrets/key-ring.js';
import { type Checkpoint, signatureOf } from './chain.js';
import { readChainFacts, readCheckpoints, readSeals } from './chain-check-store.js';
import { type ChainStart, readChainStart } from './chain-start-store.js';
import { isAdopted, readUnsealed, type SealScope, type Unsealed, wholeLog } from './chain-store.js';
import { createChainWalk, type Finding, type WalkCounts } from './chain-walk.js';
import { readMark } from './event-mark.js';

export interface Verification extends Readonly<WalkCounts> {
  /** Events that are not sealed yet. */
  readonly unsealed: number;
  /** When the chain was begun; as in ChainedEvent. Null when it is not, or nobody can say. */
  readonly began: string | null;
  readonly lastCheckpoint: Checkpoint | null;
}

export interface VerifyParts {
  readonly database: Database;
  readonly keyRing: KeyRing;
  /** A checkpoint that was kept elsewhere. */
  readonly known?: Checkpoint | undefined;
  found(finding: Finding): void;
  progress(progress: { readonly done: number; readonly total: number }): void;
}

/** Seals of one statement. */
const batchSize = 500;

export async function verifyChain(parts: VerifyParts): Promise<Verification> {
  const { database, keyRing, known, found } = parts;
  const reading = await readChainStart(database, keyRing);
  if (!reading.ok) {
    if (reading.because !== 'none') found({ kind: reading.because === 'lost' ? 'start_lost' : 'start_broken' });
    if (known !== undefined) found({ kind: 'checkpoint_unknown', checkpoint: known.number });
    return { sound: 0, swept: 0, adopted: 0, unsealed: 0, began: null, lastCheckpoint: null };
  }
  const { start } = reading;
  // Before the seals: what is sealed meanwhile lies behind them all.
  const checkpoints = await readCheckpoints(database);
  const { areMarksUnique, lastSequence, seals: total, now } = await readChainFacts(database);
  if (!areMarksUnique) found({ kind: 'index_removed' });
  const walk = createChainWalk({ start, checkpoints, known, found });
  let done = 0;
  let latest = start;
  for (;;) {
    const seals = await readSeals(database, { after: walk.sequence, limit: batchSize });
    const again = await readChainStart(database, keyRing);
    if (again.ok) latest = again.start;
    walk.take(seals, latest);
    done += seals.length;
    parts.progress({ done, total: Math.max(done, total) });
    if (seals.length < batchSize) break;
  }
  const signed = checkpoints.filter((checkpoint) => checkpoint.signature === signatureOf(start.key, checkpoint));
  const last = signed.at(-1);
  walk.end(Math.max(lastSequence, last?.sequence ?? 0), latest);
  const unsealed = await countUnsealed(parts, start, now);
  return { ...walk.counts, unsealed, began: start.began, lastCheckpoint: last ?? null };
}

async function countUnsealed(
  { database, keyRing, found }: VerifyParts,
  start: ChainStart,
  now: string,
): Promise<number> {
  let count = 0;
  let scope: SealScope | undefined = wholeLog;
  while (scope !== undefined) {
    const { events, walkedTo }: Unsealed = await readUnsealed(database, scope);
    for (const event of events) {
      if (readMark(keyRing, event) !== 'none' || isAdopted(start, event, now)) count += 1;
      else found({ kind: 'event_inserted', event_id: event.id });
    }
    scope = walkedTo === undefined ? undefined : { after: walkedTo };
  }
  return count;
}
