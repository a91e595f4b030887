/** Hashes of secrets we only ever need to recognise: backup codes, tokens. Useless to a reader of the database alone. */
import { createHmac } from 'node:crypto';
import type { SecretKey } from '../settings/secret-key.js';
import { derivedKey } from './derived-key.js';

/**
 * HMAC-SHA-256 of `value`, base64url, 43 characters. Its key is derived from `key` by HKDF (RFC 5869) with `purpose` in the
 * label, so that a hash made for one purpose never equals one made for another.
 */
export function keyedHash(key: SecretKey, value: string, purpose: string): string {
  return createHmac('sha256', derivedKey(key, `countersign/hash/v1/${purpose}`))
    .update(value, 'utf8')
    .digest('base64url');
}
