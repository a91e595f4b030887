/** Makes backup codes and says how they are shown and kept. Pure but for the randomness of the system. */
import { randomBytes } from 'node:crypto';
import type { KeyRing } from '../secrets/key-ring.js';

/** Crockford's base 32: no i, l, o or u, so that nothing on paper can be mistaken for something else. */
export const backupCodeAlphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** Symbols of a code: 10 × 5 bits = 50 bits, against a budget of some ten guesses a day. */
export const backupCodeLength = 10;

/** `count` different codes as they are shown: `abc12-def34`. */
export function generateBackupCodes(count: number): string[] {
  const codes = new Set<string>();
  while (codes.size < count) codes.add(generateBackupCode());
  return [...codes];
}

/** What is stored: a keyed hash, bound to the account, of the code without its dash. */
export function hashBackupCode(keyRing: KeyRing, accountId: string, code: string): string {
  return keyRing.hash(hashedText(accountId, code), purpose);
}

/** The same under every encryption key, for looking a code up. */
export function backupCodeHashCandidates(keyRing: KeyRing, accountId: string, code: string): string[] {
  return [...keyRing.hashCandidates(hashedText(accountId, code), purpose)];
}

/**
 * The same for an imported code whose shape is not ours. It is marked, so that an account can be asked whether it has any: only
 * there does such a shape mean a backup code.
 */
export function hashImportedCode(keyRing: KeyRing, accountId: string, code: string): string {
  return importedMark + hashBackupCode(keyRing, accountId, code);
}

/** The same under every encryption key. */
export function importedCodeHashCandidates(keyRing: KeyRing, accountId: string, code: string): string[] {
  return backupCodeHashCandidates(keyRing, accountId, code).map((hash) => importedMark + hash);
}

/** Begins the stored hash of every imported code of another shape; base64url has no colon. */
export const importedMark = 'imported:';

const purpose = 'backup_code';

function hashedText(accountId: string, code: string): string {
  return `${accountId}:${code.replace('-', '')}`;
}

function generateBackupCode(): string {
  // 256 is a multiple of 32, so the low five bits of a byte choose each symbol equally often.
  const symbols = [...randomBytes(backupCodeLength)].map((byte) => backupCodeAlphabet.charAt(byte & 31));
  return `${symbols.slice(0, 5).join('')}-${symbols.slice(5).join('')}`;
}
