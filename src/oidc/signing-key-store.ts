/** Signing keys in the database: sealed, made on the first start, one per algorithm however many nodes start at once. */
import { sql } from 'kysely';
import type { Connection, Database } from '../database/schema.js';
import { type KeyRing, SealBroken } from '../secrets/key-ring.js';
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
 * The keys that sign, newest first; makes those that are missing.
 * @throws Error in plain words when a key cannot be unsealed: the start must stop, for new keys would hide a wrong ENCRYPTION_KEYS.
 */
export async function loadSigningKeys(database: Database, keyRing: KeyRing): Promise<PrivateJwks> {
  const found = await readKeys(database);
  const rows = missingOf(found).length === 0 ? found : await makeMissingKeys(database, keyRing);
  return { keys: rows.map((row) => openKey(keyRing, row)) };
}

/**
 * Makes a new key for each algorithm. It signs from the next load on; the former ones stay published for as long as tokens
 * signed by them may live, until `retireSigningKeys`.
 */
export async function addSigningKeys(connection: Connection, keyRing: KeyRing): Promise<readonly string[]> {
  const keys = await Promise.all(signingAlgorithms.map(makeSigningKey));
  for (const key of keys) await insertKey(connection, keyRing, key);
  return keys.map(({ kid }) => kid);
}

/** One statement: takes away all but the newest key of each algorithm that are older than `olderThanSeconds`. Returns how many. */
export async function retireSigningKeys(connection: Connection, olderThanSeconds: number): Promise<number> {
  const { rows } = await sql`UPDATE signing_key k SET retired_at = now()
    WHERE k.retired_at IS NULL AND EXISTS (
      SELECT 1 FROM signing_key n WHERE n.algorithm = k.algorithm AND n.retired_at IS NULL AND n.created_at > k.created_at
        AND n.created_at < now() - make_interval(secs => ${olderThanSeconds}::float8))
    RETURNING 1`.execute(connection);
  return rows.length;
}

async function makeMissingKeys(database: Database, keyRing: KeyRing): Promise<readonly KeyRow[]> {
  return database.transaction().execute(async (transaction) => {
    // Whoever waits here finds the other node's keys below.
    await sql`SELECT pg_advisory_xact_lock(${lockNumber})`.execute(transaction);
    const missing = missingOf(await readKeys(transaction));
    for (const algorithm of missing) await insertKey(transaction, keyRing, await makeSigningKey(algorithm));
    return readKeys(transaction);
  });
}

async function readKeys(connection: Connection): Promise<readonly KeyRow[]> {
  const { rows } = await sql<KeyRow>`SELECT kid, algorithm, private_jwk_sealed FROM signing_key
    WHERE retired_at IS NULL ORDER BY created_at DESC, kid`.execute(connection);
  return rows;
}

async function insertKey(connection: Connection, keyRing: KeyRing, key: SigningJwk): Promise<void> {
  const sealed = keyRing.seal(JSON.stringify(key), placeOf(key.kid));
  await sql`INSERT INTO signing_key (kid, algorithm, private_jwk_sealed) VALUES (${key.kid}, ${key.alg}, ${sealed})`.execute(
    connection,
  );
}

function missingOf(rows: readonly KeyRow[]): SigningAlgorithm[] {
  return signingAlgorithms.filter((algorithm) => !rows.some((row) => row.algorithm === algorithm));
}

function openKey(keyRing: KeyRing, row: KeyRow): SigningJwk {
  try {
    return JSON.parse(keyRing.open(row.private_jwk_sealed, placeOf(row.kid))) as SigningJwk;
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error;
    const message = `The signing key ${row.kid} in the database cannot be opened. Start with the ENCRYPTION_KEYS it was sealed with. ${error.message}`;
    throw new Error(message, { cause: error });
  }
}

function placeOf(kid: string) {
  return { table: 'signing_key', column: 'private_jwk_sealed', row: kid };
}
