/** Encryption keys as an operator writes them: `id:base64(32 bytes)`, a comma between two, the newest first. */

/** One 256-bit key. Its id is stored beside everything it seals, so that old values still find their key after a rotation. */
export interface SecretKey {
  /** 1 to 32 letters, digits, `_` or `-`; never secret. */
  readonly id: string;
  /** Exactly 32 bytes. */
  readonly bytes: Buffer;
}

/** The keys, or the sentence that says what is wrong with the text. The sentence never repeats key material. */
export type ReadSecretKeys =
  | { readonly ok: true; readonly value: readonly SecretKey[] }
  | { readonly ok: false; readonly because: string };

const shape = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/_-]{43}=?)$/;

/** Reads the form of ENCRYPTION_KEYS; the generated key file has the same form, so that it can be pasted into the variable. */
export function readSecretKeys(text: string): ReadSecretKeys {
  const keys: SecretKey[] = [];
  for (const [index, part] of text.split(',').entries()) {
    const [, id, base64] = shape.exec(part.trim()) ?? [];
    const bytes = Buffer.from(base64 ?? '', 'base64');
    if (id === undefined || bytes.length !== 32) {
      return { ok: false, because: `has an entry (number ${index + 1}) that is not id:base64 of exactly 32 bytes` };
    }
    keys.push({ id, bytes });
  }
  const twice = keys.find((key, index) => keys.findIndex((other) => other.id === key.id) !== index);
  if (twice) return { ok: false, because: `names the id "${twice.id}" twice; every key needs an id of its own` };
  // The same bytes under two ids would be a rotation that changes nothing.
  const same = keys.find((key, index) => keys.findIndex((other) => other.bytes.equals(key.bytes)) !== index);
  if (same) return { ok: false, because: `holds the same key under two ids, one of them "${same.id}"` };
  return { ok: true, value: keys };
}

/** The inverse of `readSecretKeys`. The text is secret. */
export function writeSecretKeys(keys: readonly SecretKey[]): string {
  return keys.map((key) => `${key.id}:${key.bytes.toString('base64')}`).join(',');
}
