/** One key for each thing we do, derived from the operator's key by HKDF (RFC 5869 section 3.2), once per process. */
import { hkdfSync } from 'node:crypto';
import type { SecretKey } from '../settings/secret-key.js';

/** By key object, so that what is derived is forgotten with the key itself. Labels are constants of ours: the map stays small. */
const derivedByKey = new WeakMap<SecretKey, Map<string, Buffer>>();

/** 32 bytes for `label`; different labels give independent keys. */
export function derivedKey(key: SecretKey, label: string): Buffer {
  const known = derivedByKey.get(key) ?? new Map<string, Buffer>();
  derivedByKey.set(key, known);
  const existing = known.get(label);
  if (existing !== undefined) return existing;
  const derived = Buffer.from(hkdfSync('sha256', key.bytes, '', label, 32));
  known.set(label, derived);
  return derived;
}
