/** Ties a form to the sign-in or session it was shown in: a token that only our key can make, checked when the form returns. */
import { timingSafeEqual } from 'node:crypto';
import type { KeyRing } from '../secrets/key-ring.js';

/** Name of the hidden field in every form of ours. */
export const csrfField = 'csrf';

/** What this needs of the key ring. */
type Hasher = Pick<KeyRing, 'hash'>;

/**
 * The token for the hidden field.
 * @param binding the id that the browser's cookie stands for (interaction or session): a token from one is worthless in another,
 * which is what stops login CSRF
 */
export function csrfToken(keyRing: Hasher, binding: string): string {
  return keyRing.hash(binding, 'csrf');
}

/** Compares in constant time. False for an absent field. */
export function csrfMatches(keyRing: Hasher, binding: string, presented: string | undefined): boolean {
  const expected = Buffer.from(csrfToken(keyRing, binding));
  const given = Buffer.from(presented ?? '');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
