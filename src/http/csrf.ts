/** Ties a form to the sign-in or session it was shown in: a token that only our key can make, checked when the form returns. */
import { timingSafeEqual } from 'node:crypto';
import type { KeyRing } from '../secrets/key-ring.js';

/** Name of the hidden field in every form of ours. */
export const csrfField = 'csrf';

const purpose = 'csrf';

/**
 * The token for the hidden field.
 * @param binding the id that the browser's cookie stands for (interaction or session): a token from one is worthless in another,
 * which is what stops login CSRF
 */
export function csrfToken(keyRing: Pick<KeyRing, 'hash'>, binding: string): string {
  return keyRing.hash(binding, purpose);
}

/**
 * Compares in constant time. False for an absent field. A token of any of our keys will do: the page may have been shown
 * before a change of keys, or by a node that has not been restarted with the new order yet.
 */
export function csrfMatches(
  keyRing: Pick<KeyRing, 'hashCandidates'>,
  binding: string,
  presented: string | undefined,
): boolean {
  const given = Buffer.from(presented ?? '');
  return keyRing.hashCandidates(binding, purpose).some((candidate) => {
    const expected = Buffer.from(candidate);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}
