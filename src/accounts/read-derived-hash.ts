/** PBKDF2 and scrypt hashes of other systems: PHC string form, that of Passlib, and that of Django. Pure, never throws. */
import type { HashReading } from './hash-form.js';

/** Blocks of output times iterations: about a second. */
const mostPbkdf2Work = { sha1: 2_000_000, sha256: 2_000_000, sha512: 1_000_000 } as const;
/** Bytes one block of output has. */
const digestBytes = { sha1: 20, sha256: 32, sha512: 64 } as const;
/** N times r: 128 bytes each, so 256 MiB. */
const mostScryptMemory = 2_097_152;
/** N times r times p: about a second. */
const mostScryptWork = 2_097_152;
/** Bytes of the result: fewer could be met by chance. */
const keyBytes = { fewest: 16, most: 128 } as const;

// Passlib writes `.` for `+` and leaves the `i=` out, and calls PBKDF2 with SHA-1 just pbkdf2.
const pbkdf2 =
  /^\$pbkdf2(?:-(sha1|sha256|sha512))?\$(?:i=)?(\d{1,10})(?:,l=(\d{1,3}))?\$([A-Za-z0-9+/.]{1,172}={0,2})\$([A-Za-z0-9+/.]{1,172}={0,2})$/;
// The salt is used as the text that it is.
const django = /^pbkdf2_(sha1|sha256|sha512)\$(\d{1,10})\$([\x21-\x23\x25-\x7e]{1,128})\$([A-Za-z0-9+/]{1,172}={0,2})$/;
const scrypt =
  /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,8}),p=(\d{1,8})\$([A-Za-z0-9+/]{1,172}={0,2})\$([A-Za-z0-9+/]{1,172}={0,2})$/;

/** What is neither Argon2 nor bcrypt. */
export function readDerivedHash(text: string): HashReading {
  const phc = pbkdf2.exec(text);
  if (phc !== null) {
    const [, digest = 'sha1', iterations, length, salt = '', key = ''] = phc;
    const bytes = fromBase64(key);
    if (length !== undefined && Number(length) !== bytes.length) return { ok: false, because: 'unknown_hash' };
    return readPbkdf2(digest as Digest, Number(iterations), fromBase64(salt), bytes);
  }
  const [, digest, iterations, salt, key] = django.exec(text) ?? [];
  if (salt !== undefined && key !== undefined) {
    return readPbkdf2(digest as Digest, Number(iterations), Buffer.from(salt, 'ascii'), fromBase64(key));
  }
  return readScrypt(text);
}

type Digest = keyof typeof digestBytes;

function readPbkdf2(digest: Digest, iterations: number, salt: Buffer, key: Buffer): HashReading {
  if (iterations < 1 || !isKey(key)) return { ok: false, because: 'unknown_hash' };
  const work = iterations * Math.ceil(key.length / digestBytes[digest]);
  if (work > mostPbkdf2Work[digest]) return { ok: false, because: 'costly_hash' };
  return { ok: true, form: { kind: 'pbkdf2', digest, iterations, salt, key } };
}

function readScrypt(text: string): HashReading {
  const [, logarithm, blocks, lanes, salt = '', encoded = ''] = scrypt.exec(text) ?? [];
  const [cost, blockSize, parallelism] = [2 ** Number(logarithm), Number(blocks), Number(lanes)];
  const key = fromBase64(encoded);
  if (!(cost >= 2 && blockSize >= 1 && parallelism >= 1) || !isKey(key)) return { ok: false, because: 'unknown_hash' };
  const memory = cost * blockSize;
  if (memory > mostScryptMemory || memory * parallelism > mostScryptWork) return { ok: false, because: 'costly_hash' };
  return { ok: true, form: { kind: 'scrypt', cost, blockSize, parallelism, salt: fromBase64(salt), key } };
}

function isKey(key: Buffer): boolean {
  return key.length >= keyBytes.fewest && key.length <= keyBytes.most;
}

function fromBase64(text: string): Buffer {
  return Buffer.from(text.replaceAll('.', '+'), 'base64');
}
