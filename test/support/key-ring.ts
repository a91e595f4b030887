/** A key ring for tests: always the same two keys, so that a sealed value can be carried from one ring to another. */
import { createKeyRing, type KeyRing } from '../../src/secrets/key-ring.js';
import type { SecretKey } from '../../src/settings/secret-key.js';

/** The first seals. */
export const testKeys: readonly SecretKey[] = [
  { id: 'test-new', bytes: Buffer.alloc(32, 2) },
  { id: 'test-old', bytes: Buffer.alloc(32, 1) },
];

/** Over `testKeys`, unless a test brings keys of its own. */
export function testKeyRing(keys: readonly SecretKey[] = testKeys): KeyRing {
  return createKeyRing(keys);
}
