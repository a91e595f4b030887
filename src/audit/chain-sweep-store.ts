/** What the retention takes from the audit log, in a way that the chain can explain. */
import { sql } from 'kysely';
import type { Connection, Database } from '../database/schema.js';
import type { KeyRing } from '../secrets/key-ring.js';
import { type Checkpoint, signatureOf } from './chain.js';
import { isoOf, momentOf, moveChainStart, readChainStart } from './chain-start-store.js';
import { waitForTurn } from './chain-store.js';

export interface AuditSweep {
  readonly retentionDays: number;
  readonly batchSize?: number;
  /** Of this machine. Whichever clock is behind decides: a database whose clock was turned ahead sweeps nothing too early. */
  readonly now: Date;
}

/** Deletes what is older than the retention: events, then the seals and checkpoints before them. Returns how many events. */
export async function sweepAuditLog(database: Database, keyRing: KeyRing, sweep: AuditSweep): Promise<number> {
  const before = await announceSweep(database, keyRing, sweep);
  if (before === undefined) return 0;
  const deleted = await deleteEvents(database, { before, batchSize: sweep.batchSize ?? 1000 });
  while (await forgetSeals(database, keyRing));
  return deleted;
}

/**
 * Says first, in the sealed row, from before when events may be missing: whoever ends the process here leaves nothing that would
 * look removed. The moment never goes back. Undefined when there is nothing so old.
 */
async function announceSweep(
  database: Database,
  keyRing: KeyRing,
  { retentionDays, now }: AuditSweep,
): Promise<string | undefined> {
  const { rows } = await sql<{ before: string | null }>`
    SELECT ${isoOf('x.before')} AS before FROM (
      SELECT least(now(), ${now}::timestamptz) - make_interval(days => ${retentionDays}::int) AS before) x
    WHERE EXISTS (SELECT 1 FROM audit_event WHERE at < x.before)
      OR EXISTS (SELECT 1 FROM audit_checkpoint WHERE at < x.before)`.execute(database);
  const before = rows[0]?.before ?? undefined;
  if (before === undefined) return undefined;
  await database.transaction().execute(async (transaction) => {
    await waitForTurn(transaction);
    const reading = await readChainStart(transaction, keyRing);
    // Without a chain nothing is missed; and the retention is a promise to people, which does not wait for a chain to be mended.
    if (!reading.ok || (reading.start.sweptBefore ?? '') >= before) return;
    await moveChainStart(transaction, keyRing, reading.start, { sweptBefore: before });
  });
  return before;
}

/** In batches, so that no statement holds many locks for long. */
async function deleteEvents(
  connection: Connection,
  { before, batchSize }: { readonly before: string; readonly batchSize: number },
): Promise<number> {
  let deleted = 0;
  for (;;) {
    const result = await sql`DELETE FROM audit_event WHERE id IN (
        SELECT id FROM audit_event WHERE at < ${momentOf(sql`${before}::text`)} ORDER BY at LIMIT ${batchSize}::int
      )`.execute(connection);
    const gone = Number(result.numAffectedRows ?? 0n);
    deleted += gone;
    if (gone < batchSize) return deleted;
  }
}

/**
 * Seals up to a checkpoint that is itself older than the retention: its signed time says that everything up to there was sealed
 * before, so what happened to it since, good or bad, is over. One checkpoint at a time; false when there is none.
 */
async function forgetSeals(database: Database, keyRing: KeyRing): Promise<boolean> {
  return database.transaction().execute(async (transaction) => {
    await waitForTurn(transaction);
    const reading = await readChainStart(transaction, keyRing);
    if (!reading.ok || reading.start.sweptBefore === null) return false;
    const { start } = reading;
    const checkpoint = (await checkpointsBefore(transaction, reading.start.sweptBefore)).find(
      (one) => one.number > start.checkpoints && one.signature === signatureOf(start.key, one),
    );
    if (checkpoint === undefined) return false;
    const { number, sequence, hash } = checkpoint;
    await moveChainStart(transaction, keyRing, start, { sequence, hash, checkpoints: number });
    await sql`WITH checkpoints AS (DELETE FROM audit_checkpoint WHERE number <= ${number}::int)
      DELETE FROM audit_chain WHERE sequence <= ${sequence}::bigint`.execute(transaction);
    return true;
  });
}

/** A few of the oldest are enough for a step. */
async function checkpointsBefore(connection: Connection, before: string): Promise<readonly Checkpoint[]> {
  const { rows } = await sql<Checkpoint>`SELECT number, sequence, hash, ${isoOf('at')} AS at, signature
    FROM audit_checkpoint WHERE at < ${momentOf(sql`${before}::text`)} ORDER BY number LIMIT 1000`.execute(connection);
  return rows;
}
