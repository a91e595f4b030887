/** Client secrets: made here, kept only as a hash, compared in constant time. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const prefix = 'sha256:';
const stored = /^sha256:[A-Za-z0-9_-]{43}$/;
/** Between the hashes of two live secrets; in neither. */
const separator = ' ';
/** Longest time for which the secret before a rotation may open too: 30 days. */
export const longestOverlapSeconds = 2_592_000;

/** 256 random bits as base64url. So much chance needs no slow hash: nobody can try them. */
export function generateClientSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What is kept of a secret. */
export function hashClientSecret(secret: string): string {
  return prefix + createHash('sha256').update(secret, 'utf8').digest('base64url');
}

/** Whether a value is already what `hashClientSecret` returns. */
export function isHashedClientSecret(value: string): boolean {
  return stored.test(value);
}

/** What stands in the place of the secret, as the engine has one place for it. The previous one only while it is live. */
export function joinSecretHashes(present: string, previous: string | null): string {
  return previous === null ? present : present + separator + previous;
}

/**
 * Stands in for `Client.prototype.compareClientSecret`: the engine believes the stored hashes to be the secret. A hash
 * itself is no secret, so a leaked table does not let anyone in. All are compared, so that the time taken does not say which one.
 */
export function compareClientSecret(storedHashes: string | undefined, presented: string | undefined): boolean {
  if (storedHashes === undefined || presented === undefined) return false;
  const hashes = storedHashes.split(separator);
  if (!hashes.every(isHashedClientSecret)) return false;
  const asked = Buffer.from(hashClientSecret(presented));
  return hashes.map((hash) => timingSafeEqual(Buffer.from(hash), asked)).includes(true);
}
