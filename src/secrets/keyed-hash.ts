/** Hashes of secrets we only ever need to recognise: backup codes, tokens. Useless to a reader of the database alone. */
import { createHmac, hkdfSync } from 'node:crypto';
import type { SecretKey } from '../settings/secret-key.js';

/**
 * HMAC-SHA-256 of `value`, base64url, 43 characters. Its key is derived from `key` by HKDF (RFC 5869) with `purpose` in the
 * label, so that a hash made for one purpose never equals one made for another.
 */
export function keyedHash(key: SecretKey, value: string, purpose: string): string {
  const hashKey = Buffer.from(hkdfSync('sha256', key.bytes, '', `countersign/hash/v1/${purpose}`, 32));
  return createHmac('sha256', hashKey).update(value, 'utf8').digest('base64url');
}
