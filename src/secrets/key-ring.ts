/** The encryption keys at work: seals, opens and hashes. Nothing else in the server touches key bytes. */
import type { SecretKey } from '../settings/secret-key.js';
import { keyedHash } from './keyed-hash.js';
import { openBox, sealBox } from './sealed-box.js';

/** Where a sealed text lives. Moved to any other place it no longer opens, so nobody can swap two people's secrets. */
export interface SealPlace {
  readonly table: string;
  readonly column: string;
  /** The row's primary key as text. */
  readonly row: string;
}

/** What the server does with its encryption keys. */
export interface KeyRing {
  /** Ids of the keys; the first seals. */
  readonly keyIds: readonly [string, ...string[]];
  /** Under the first key. `plaintext` is well-formed Unicode. */
  seal(plaintext: string, place: SealPlace): string;
  /** With whichever key sealed it. Throws `SealBroken`. */
  open(sealed: string, place: SealPlace): string;
  /** HMAC-SHA-256 of `value` under the first key, base64url; for storing. */
  hash(value: string, purpose: string): string;
  /** The same under every key, the first key first: look up with `IN`, so that what was stored before a rotation is found. */
  hashCandidates(value: string, purpose: string): readonly string[];
}

/** A sealed text that cannot be opened. The message is for operators and holds neither text nor key. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';

  constructor(
    readonly because: 'unknown_key' | 'damaged',
    message: string,
  ) {
    super(message);
  }
}

/** The first key seals and hashes, all open. Throws on keys that `readSettings` would have refused. */
export function createKeyRing(keys: readonly SecretKey[]): KeyRing {
  const [first] = keys;
  if (first === undefined) throw new Error('A key ring needs at least one encryption key.');
  if (keys.some(({ bytes }) => bytes.length !== 32)) throw new Error('An encryption key must have exactly 32 bytes.');
  if (new Set(keys.map(({ id }) => id)).size !== keys.length) throw new Error('Two encryption keys have the same id.');
  return {
    keyIds: [first.id, ...keys.slice(1).map(({ id }) => id)],
    seal: (plaintext, place) => sealBox(first, plaintext, associatedData(place)),
    open: (sealed, place) => {
      const opened = openBox(keys, sealed, associatedData(place));
      if (opened.ok) return opened.plaintext;
      const where = `${place.table}.${place.column}`;
      if (opened.because === 'unknown_key') {
        const message = `A secret in ${where} was sealed with the key "${opened.keyId}", which is not among ENCRYPTION_KEYS.`;
        throw new SealBroken('unknown_key', message);
      }
      const message = `A secret in ${where} cannot be opened: it is damaged, belongs to another row, or its key in ENCRYPTION_KEYS is a different one.`;
      throw new SealBroken('damaged', message);
    },
    hash: (value, purpose) => keyedHash(first, value, purpose),
    hashCandidates: (value, purpose) => keys.map((key) => keyedHash(key, value, purpose)),
  };
}

/** JSON, because plain joining would let "a.b" + "c" pass for "a" + "b.c". */
function associatedData({ table, column, row }: SealPlace): Buffer {
  return Buffer.from(JSON.stringify([table, column, row]), 'utf8');
}
