/** Signing keys in the database: sealed, made on the first start, one per algorithm however many nodes start at once. */
import { sql } from 'kysely';
import type { Connection, Database } from '../database/schema.js';
import { type KeyRing, SealBroken, type SealPlace } from '../secrets/key-ring.js';
import {
  makeSigningKey,
  type PrivateJwks,
  type SigningAlgorithm,
  type SigningJwk,
  signingAlgorithms,
} from './signing-keys.js';

interface KeyRow {
  kid: string;
  algorithm: SigningAlgorithm;
  private_jwk_sealed: string;
}

/** Identifies the lock under which keys are made; any number that nothing else of ours uses. */
const lockNumber = 7_164_381;

/**
 * The keys that are published, of each algorithm the one that signs first; makes those that are missing.
 * @throws Error in plain words when a key cannot be unsealed: the start must stop, for new keys would hide a wrong ENCRYPTION_KEYS.
 */
export async function loadSigningKeys(database: Database, keyRing: KeyRing): Promise<PrivateJwks> {
  const found = await readKeys(database);
  const rows = missingOf(found).length === 0 ? found : await makeMissingKeys(database, keyRing);
  return { keys: rows.map((row) => openKey(keyRing, row)) };
}

/**
 * The keys as they are by now, for a server that has `present`: that very object when neither the keys nor their order have
 * changed. One statement.
 */
export async function reloadSigningKeys(
  connection: Connection,
  keyRing: KeyRing,
  present: PrivateJwks,
): Promise<PrivateJwks> {
  const rows = await readKeys(connection);
  // An empty table is somebody's mistake; to go on with the keys one has is better than to sign with none.
  if (missingOf(rows).length > 0) return present;
  const isSame = rows.length === present.keys.length && rows.every(({ kid }, at) => kid === present.keys[at]?.kid);
  return isSame ? present : { keys: rows.map((row) => openKey(keyRing, row)) };
}

/** Whoever waits here finds below what the other node made. Held until the transaction ends. */
export async function holdSigningKeys(transaction: Connection): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(${lockNumber})`.execute(transaction);
}

/** One statement. `signsInSeconds`: from when on it signs, by the database's clock, which is told. */
export async function insertSigningKey(
  connection: Connection,
  keyRing: KeyRing,
  key: SigningJwk,
  signsInSeconds: number,
): Promise<Date> {
  const sealed = keyRing.seal(JSON.stringify(key), signingKeyPlace(key.kid));
  const { rows } = await sql<{ signs_from: Date }>`
    INSERT INTO signing_key (kid, algorithm, private_jwk_sealed, signs_from)
    VALUES (${key.kid}, ${key.alg}, ${sealed}, now() + make_interval(secs => ${signsInSeconds}::float8))
    RETURNING signs_from`.execute(connection);
  const [row] = rows;
  if (row === undefined) throw new Error('A signing key was not stored.');
  return row.signs_from;
}

/** Where a private key is sealed for. */
export function signingKeyPlace(kid: string): SealPlace {
  return { table: 'signing_key', column: 'private_jwk_sealed', row: kid };
}

async function makeMissingKeys(database: Database, keyRing: KeyRing): Promise<readonly KeyRow[]> {
  return database.transaction().execute(async (transaction) => {
    await holdSigningKeys(transaction);
    const missing = missingOf(await readKeys(transaction));
    for (const algorithm of missing) await insertSigningKey(transaction, keyRing, await makeSigningKey(algorithm), 0);
    return readKeys(transaction);
  });
}

/** The engine signs with the first key that fits. One that is still waiting for its time stands behind all that are not. */
async function readKeys(connection: Connection): Promise<readonly KeyRow[]> {
  const { rows } = await sql<KeyRow>`SELECT kid, algorithm, private_jwk_sealed FROM signing_key
    WHERE retired_at IS NULL OR retired_at > now()
    ORDER BY signs_from <= now() DESC, signs_from DESC, created_at DESC, kid`.execute(connection);
  return rows;
}

function missingOf(rows: readonly KeyRow[]): SigningAlgorithm[] {
  return signingAlgorithms.filter((algorithm) => !rows.some((row) => row.algorithm === algorithm));
}

function openKey(keyRing: KeyRing, row: KeyRow): SigningJwk {
  try {
    return JSON.parse(keyRing.open(row.private_jwk_sealed, signingKeyPlace(row.kid))) as SigningJwk;
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error;
    const message = `The signing key ${row.kid} in the database cannot be opened. Start with the ENCRYPTION_KEYS it was sealed with. ${error.message}`;
    throw new Error(message, { cause: error });
  }
}
