/** Gathers what is known of the encryption keys, for those who show or judge it. */
import { readDatabaseTime } from '../database/database-time-store.js';
import type { Connection } from '../database/schema.js';
import type { KeyRing } from '../secrets/key-ring.js';
import { countEarlierHashes, countSealed, readEncryptionRotation } from './encryption-key-store.js';
import { encryptionKeyUse, type KeyUse } from './encryption-key-use.js';

/** Four statements, one of which reads all that is sealed. */
export async function readKeyUse(
  connection: Connection,
  { keyIds }: Pick<KeyRing, 'keyIds'>,
): Promise<readonly KeyUse[]> {
  const sealed = await countSealed(connection);
  const rotation = await readEncryptionRotation(connection);
  const earlier = await countEarlierHashes(connection, rotation?.keyId === keyIds[0] ? rotation.since : undefined);
  return encryptionKeyUse({ keyIds, sealed, rotation, earlier, now: await readDatabaseTime(connection) });
}

/** As commands print it. */
export function keyUseJson({ id, role, sealed, isNeeded, because }: KeyUse): Record<string, unknown> {
  return { id, role, sealed, needed: isNeeded, because };
}
