/** Keys for an installation whose operator gave none: made at the first start, kept in DATA_DIR, in memory when nothing is kept. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { readSecretKeys, type SecretKey, writeSecretKeys } from '../settings/secret-key.js';
import { inMemory, readCookieKeys } from '../settings/server-definitions.js';
import type { Settings } from '../settings/settings.js';
import { KeyFileRefused, readOrCreateKeyFile } from './key-file.js';

/** Complete: at least one of each. */
export interface Keys {
  readonly encryptionKeys: readonly SecretKey[];
  readonly cookieKeys: readonly string[];
}

/**
 * The keys of the settings, each kind generated where the settings have none. Generated keys are the same at every start and in
 * every process on this DATA_DIR; the folder is made with mode 0700, one that exists keeps its mode. Throws `KeyFileRefused`.
 */
export async function keysOrGenerated(
  settings: Pick<Settings, 'dataDir' | 'encryptionKeys' | 'cookieKeys'>,
): Promise<Keys> {
  const { dataDir, encryptionKeys, cookieKeys } = settings;
  return {
    encryptionKeys:
      encryptionKeys.length > 0
        ? encryptionKeys
        : await generated(dataDir, 'encryption-keys', newEncryptionKeys, readSecretKeys),
    cookieKeys:
      cookieKeys.length > 0 ? cookieKeys : await generated(dataDir, 'cookie-keys', newCookieKeys, readCookieKeys),
  };
}

type Reader<Value> = (text: string) => { ok: true; value: Value } | { ok: false; because: string };

async function generated<Value>(
  dataDir: string,
  fileName: string,
  make: () => string,
  read: Reader<Value>,
): Promise<Value> {
  const text = dataDir === inMemory ? make() : await readOrCreateKeyFile(join(dataDir, fileName), make);
  const reading = read(text.trim());
  if (reading.ok) return reading.value;
  throw new KeyFileRefused(`The key file ${join(dataDir, fileName)} ${reading.because}. Restore it from a backup.`);
}

/** A random id, so that a key from another installation is recognised as unknown and not taken for damage. */
function newEncryptionKeys(): string {
  return writeSecretKeys([{ id: `k${randomBytes(4).toString('hex')}`, bytes: randomBytes(32) }]);
}

function newCookieKeys(): string {
  return randomBytes(32).toString('base64url');
}
