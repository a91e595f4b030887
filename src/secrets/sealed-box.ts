/** Authenticated encryption of one text: AES-256-GCM, `v1.<key id>.<base64url(nonce + ciphertext + tag)>`. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { SecretKey } from '../settings/secret-key.js';
import { derivedKey } from './derived-key.js';

/** 96 bits, the only length GCM uses as it is. Random: one key is good for 2^32 boxes (NIST SP 800-38D section 8.3). */
const nonceBytes = 12;
const tagBytes = 16;
const shape = /^v1\.([A-Za-z0-9_-]{1,32})\.([A-Za-z0-9_-]+)$/;

/** The plaintext, or why there is none. A box of another place is `damaged`: the two cannot be told apart. */
export type OpenedBox =
  | { readonly ok: true; readonly plaintext: string }
  | { readonly ok: false; readonly because: 'not_a_box' | 'damaged' }
  | { readonly ok: false; readonly because: 'unknown_key'; readonly keyId: string };

/** Two boxes of the same text never look alike. `associatedData` is not stored; opening needs the same bytes again. */
export function sealBox(key: SecretKey, plaintext: string, associatedData: Buffer): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', sealingKey(key), nonce, { authTagLength: tagBytes });
  cipher.setAAD(associatedData);
  const ciphertext = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
  return `v1.${key.id}.${Buffer.concat([nonce, ciphertext, cipher.getAuthTag()]).toString('base64url')}`;
}

/** Opens with the key the box names, never by trying one after the other. */
export function openBox(keys: readonly SecretKey[], box: string, associatedData: Buffer): OpenedBox {
  const [, keyId, text] = shape.exec(box) ?? [];
  if (keyId === undefined || text === undefined) return { ok: false, because: 'not_a_box' };
  const key = keys.find(({ id }) => id === keyId);
  if (key === undefined) return { ok: false, because: 'unknown_key', keyId };
  const bytes = Buffer.from(text, 'base64url');
  // Node ignores stray bits at the end of base64url; a box has exactly one spelling.
  if (bytes.length < nonceBytes + tagBytes || bytes.toString('base64url') !== text) {
    return { ok: false, because: 'damaged' };
  }
  const decipher = createDecipheriv('aes-256-gcm', sealingKey(key), bytes.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  });
  decipher.setAAD(associatedData);
  decipher.setAuthTag(bytes.subarray(-tagBytes));
  const start = decipher.update(bytes.subarray(nonceBytes, -tagBytes));
  try {
    return { ok: true, plaintext: Buffer.concat([start, decipher.final()]).toString('utf8') };
  } catch {
    return { ok: false, because: 'damaged' };
  }
}

/** Id of the key that sealed it, readable without any key; undefined for what is no box. */
export function keyIdOfBox(box: string): string | undefined {
  return shape.exec(box)?.[1];
}

/** Not the operator's key itself: that one also begets the hash keys, and a key should do one thing (RFC 5869 section 3.2). */
function sealingKey(key: SecretKey): Buffer {
  return derivedKey(key, 'countersign/seal/v1');
}
