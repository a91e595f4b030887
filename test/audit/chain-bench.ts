/** An audit log with events in it, sealed as a server seals it, and what a verification says of it. */
import { sql } from 'kysely';
import type { AuditEvent } from '../../src/audit/audit-event.js';
import { recordEvents } from '../../src/audit/audit-store.js';
import { type Checkpoint, digestOf, linkOf, signatureOf } from '../../src/audit/chain.js';
import { readCheckpoints, readSeals } from '../../src/audit/chain-check-store.js';
import { readChainStart } from '../../src/audit/chain-start-store.js';
import type { Finding } from '../../src/audit/chain-walk.js';
import { markEventsWith } from '../../src/audit/event-mark.js';
import { createSealer, type Sealer } from '../../src/audit/sealer.js';
import { type Verification, verifyChain } from '../../src/audit/verify-chain.js';
import type { Database } from '../../src/database/schema.js';
import type { KeyRing } from '../../src/secrets/key-ring.js';
import { testKeyRing } from '../support/key-ring.js';

export const keyRing = testKeyRing();

/** A sign-in; `n` tells it from others. */
export function eventNumber(n: number): AuditEvent {
  return {
    type: 'user.login',
    actor: { type: 'account', id: 'anna' },
    subjectId: '7C9E6679-7425-40DE-944B-E07FC1F90AE7',
    clientId: 'app',
    ip: '203.0.113.7',
    userAgent: 'Firefox',
    outcome: 'success',
    detail: { n, list: [1e21, 0.1, { b: 'ä\u2028', a: null }], '': true },
  };
}

export async function record(database: Database, count: number, from = 1): Promise<void> {
  markEventsWith(keyRing);
  await recordEvents(
    database,
    Array.from({ length: count }, (_, index) => eventNumber(from + index)),
  );
}

/** An empty log, and a sealer as of a server that has just begun it. */
export async function beginLog(database: Database, pace: { readonly checkpointEvents?: number } = {}): Promise<Sealer> {
  await sql`DELETE FROM audit_event`.execute(database);
  await sql`DELETE FROM audit_chain`.execute(database);
  await sql`DELETE FROM audit_checkpoint`.execute(database);
  await sql`DELETE FROM installation WHERE key = 'audit_chain'`.execute(database);
  const sealer = createSealer({ database, keyRing, ...pace });
  await sealer.round(false);
  return sealer;
}

/** What a verification finds, in words: `event_changed 4`. */
export async function verified(
  database: Database,
  known?: Checkpoint,
  ring: KeyRing = keyRing,
): Promise<Verification & { readonly findings: readonly string[] }> {
  const findings: Finding[] = [];
  const result = await verifyChain({
    ...{ database, keyRing: ring, known, progress: () => {} },
    found: (finding) => findings.push(finding),
  });
  return { ...result, findings: findings.map(inWords) };
}

function inWords({ kind, sequence, to_sequence, checkpoint }: Finding): string {
  return [kind, sequence, to_sequence, checkpoint].filter((part) => part !== undefined).join(' ');
}

/**
 * Everything was sealed so many days earlier, by servers that had the same key: the seals are made anew over events of another
 * time. With `keepCheckpoints` only the events and their seals are older.
 */
export async function ageLog(
  database: Database,
  days: number,
  { keepCheckpoints = false }: { readonly keepCheckpoints?: boolean } = {},
): Promise<void> {
  const older = sql`make_interval(days => ${days}::int)`;
  const reading = await readChainStart(database, keyRing);
  await sql`UPDATE audit_event SET at = at - ${older}`.execute(database);
  if (!keepCheckpoints) await sql`UPDATE audit_checkpoint SET at = at - ${older}`.execute(database);
  if (!reading.ok) return;
  const { key } = reading.start;
  const checkpoints = await readCheckpoints(database);
  let { hash } = reading.start;
  for (const { seal, event } of await readSeals(database, { after: reading.start.sequence, limit: 1000 })) {
    if (event === null) throw new Error('only whole logs can be aged');
    const aged = { ...seal, event_at: event.at, digest: digestOf(key, event) };
    hash = linkOf(key, hash, aged);
    await sql`UPDATE audit_chain SET event_at = event_at - ${older}, digest = ${aged.digest}, hash = ${hash}
      WHERE sequence = ${seal.sequence}`.execute(database);
    const checkpoint = checkpoints.find(({ sequence }) => sequence === seal.sequence);
    if (checkpoint === undefined) continue;
    await sql`UPDATE audit_checkpoint SET hash = ${hash}, signature = ${signatureOf(key, { ...checkpoint, hash })}
      WHERE number = ${checkpoint.number}`.execute(database);
  }
}
