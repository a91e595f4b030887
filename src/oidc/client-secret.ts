/** Client secrets: made here, kept only as a hash, compared in constant time. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const prefix = 'sha256:';
const stored = /^sha256:[A-Za-z0-9_-]{43}$/;

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

/**
 * Stands in for `Client.prototype.compareClientSecret`: the engine believes the stored hash to be the secret. The hash
 * itself is no secret, so a leaked table does not let anyone in.
 */
export function compareClientSecret(storedHash: string | undefined, presented: string | undefined): boolean {
  if (storedHash === undefined || presented === undefined || !isHashedClientSecret(storedHash)) return false;
  return timingSafeEqual(Buffer.from(storedHash), Buffer.from(hashClientSecret(presented)));
}
