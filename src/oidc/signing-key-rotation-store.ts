/** Replaces signing keys: a new one is published first and signs later, the former goes when nothing signed by it counts any more. */
import { sql } from 'kysely';
import type { AuditActor } from '../audit/audit-event.js';
import { recordEvents } from '../audit/audit-store.js';
import type { Connection, Database } from '../database/schema.js';
import type { KeyRing } from '../secrets/key-ring.js';
import { holdSigningKeys, insertSigningKey } from './signing-key-store.js';
import { announcedInHasteSeconds, announcedSeconds, longestSigningDays } from './signing-key-times.js';
import { makeSigningKey, type SigningAlgorithm, type SigningJwk } from './signing-keys.js';

export interface NewSigningKey {
  readonly kid: string;
  readonly algorithm: SigningAlgorithm;
  readonly signsFrom: Date;
}

export type SigningRotation =
  | { readonly ok: true; readonly keys: readonly NewSigningKey[]; readonly withdrawn: readonly string[] }
  /** An earlier new key does not sign yet. */
  | { readonly ok: false; readonly because: 'one_is_waiting'; readonly waiting: NewSigningKey };

export interface RotationWish {
  readonly algorithms: readonly SigningAlgorithm[];
  /** The present keys are not to be trusted any more: they go within minutes, and what they signed with them. */
  readonly inHaste: boolean;
  readonly actor: AuditActor;
}

/** Makes a new key for each algorithm, in one transaction with its audit event. */
export async function rotateSigningKeys(
  database: Database,
  keyRing: KeyRing,
  { algorithms, inHaste, actor }: RotationWish,
): Promise<SigningRotation> {
  // Made before anything is held: an RSA key takes a while.
  const made = await Promise.all(algorithms.map(makeSigningKey));
  return database.transaction().execute(async (transaction) => {
    await holdSigningKeys(transaction);
    const waiting = inHaste ? undefined : await waitingKey(transaction, algorithms);
    if (waiting !== undefined) return { ok: false, because: 'one_is_waiting', waiting };
    const keys = await addKeys(transaction, keyRing, made, inHaste ? announcedInHasteSeconds : announcedSeconds);
    const withdrawn = inHaste ? await withdrawOthers(transaction, keys) : [];
    await recordEvents(transaction, [rotated(actor, keys, { in_haste: inHaste, withdrawn })]);
    return { ok: true, keys, withdrawn };
  });
}

/** Replaces what has signed for `longestSigningDays`. Of any number of nodes that do it at once, one does. Returns the new keys. */
export async function rotateAgedSigningKeys(database: Database, keyRing: KeyRing): Promise<readonly NewSigningKey[]> {
  const aged = await agedAlgorithms(database);
  if (aged.length === 0) return [];
  const made = await Promise.all(aged.map(makeSigningKey));
  return database.transaction().execute(async (transaction) => {
    await holdSigningKeys(transaction);
    const stillAged = await agedAlgorithms(transaction);
    const due = made.filter(({ alg }) => stillAged.some((algorithm) => algorithm === alg));
    if (due.length === 0) return [];
    const keys = await addKeys(transaction, keyRing, due, announcedSeconds);
    const actor = { type: 'system', id: null } as const;
    await recordEvents(transaction, [rotated(actor, keys, { after_days: longestSigningDays })]);
    return keys;
  });
}

/** What a sweep did to keys, by their `kid`. */
export interface SweptSigningKeys {
  readonly retired: readonly string[];
  readonly deleted: readonly string[];
}

/**
 * Retires keys whose successor has signed for `rememberedSeconds`, and deletes what was retired a day ago: until then every
 * node has let go of it. Two statements.
 */
export async function sweepSigningKeys(connection: Connection, rememberedSeconds: number): Promise<SweptSigningKeys> {
  const retired = await sql<{ kid: string }>`UPDATE signing_key k SET retired_at = now()
    WHERE k.retired_at IS NULL AND EXISTS (
      SELECT 1 FROM signing_key n WHERE n.algorithm = k.algorithm AND n.signs_from > k.signs_from
        AND n.signs_from < now() - make_interval(secs => ${rememberedSeconds}::float8))
    RETURNING kid`.execute(connection);
  const deleted = await sql<{ kid: string }>`DELETE FROM signing_key
    WHERE retired_at < now() - interval '1 day' RETURNING kid`.execute(connection);
  return { retired: retired.rows.map(({ kid }) => kid), deleted: deleted.rows.map(({ kid }) => kid) };
}

async function addKeys(
  transaction: Connection,
  keyRing: KeyRing,
  made: readonly SigningJwk[],
  signsInSeconds: number,
): Promise<readonly NewSigningKey[]> {
  const keys: NewSigningKey[] = [];
  for (const key of made) {
    const signsFrom = await insertSigningKey(transaction, keyRing, key, signsInSeconds);
    keys.push({ kid: key.kid, algorithm: key.alg, signsFrom });
  }
  return keys;
}

/** They stay a little longer than the new ones wait: a node that has not changed over yet still signs with them. */
async function withdrawOthers(
  transaction: Connection,
  keys: readonly Pick<NewSigningKey, 'kid' | 'algorithm'>[],
): Promise<readonly string[]> {
  const { rows } = await sql<{ kid: string }>`
    UPDATE signing_key k SET retired_at = now() + make_interval(secs => ${2 * announcedInHasteSeconds}::float8)
    WHERE k.algorithm = ANY (${keys.map(({ algorithm }) => algorithm)}::text[])
      AND k.kid <> ALL (${keys.map(({ kid }) => kid)}::text[]) AND k.retired_at IS NULL
    RETURNING kid`.execute(transaction);
  return rows.map(({ kid }) => kid);
}

async function waitingKey(
  connection: Connection,
  algorithms: readonly SigningAlgorithm[],
): Promise<NewSigningKey | undefined> {
  const { rows } = await sql<{ kid: string; algorithm: SigningAlgorithm; signs_from: Date }>`
    SELECT kid, algorithm, signs_from FROM signing_key
    WHERE algorithm = ANY (${[...algorithms]}::text[]) AND signs_from > now() AND retired_at IS NULL
    ORDER BY signs_from LIMIT 1`.execute(connection);
  const [row] = rows;
  return row && { kid: row.kid, algorithm: row.algorithm, signsFrom: row.signs_from };
}

async function agedAlgorithms(connection: Connection): Promise<readonly SigningAlgorithm[]> {
  const { rows } = await sql<{ algorithm: SigningAlgorithm }>`SELECT algorithm FROM signing_key
    WHERE retired_at IS NULL GROUP BY algorithm
    HAVING max(signs_from) < now() - make_interval(days => ${longestSigningDays}::int)
    ORDER BY algorithm`.execute(connection);
  return rows.map(({ algorithm }) => algorithm);
}

function rotated(actor: AuditActor, keys: readonly NewSigningKey[], more: Readonly<Record<string, unknown>>) {
  const detail = {
    kind: 'signing',
    keys: keys.map(({ kid, algorithm, signsFrom }) => ({ kid, algorithm, signs_from: signsFrom })),
    ...more,
  };
  return { type: 'keys.rotated', actor, subjectId: null, outcome: 'success', detail } as const;
}
