/** Decides whether a sign-in is recent enough for a sensitive act. Pure; asked by the account pages and by the API. */
import type { Assurance } from './amr.js';

/** Seconds for which a sign-in, and its second factor, count as fresh. */
export const freshSeconds = 300;

/**
 * Password and, when the account has a second factor, that factor too: verified within the last five minutes. A moment from
 * the future, as after a clock set back, counts as fresh for no longer than its distance says.
 */
export function isFresh(
  { authTime, mfaTime }: Pick<Assurance, 'authTime' | 'mfaTime'>,
  { hasFactor, now }: { readonly hasFactor: boolean; readonly now: Date },
): boolean {
  const isRecent = (at: number | null) => at !== null && Math.abs(now.getTime() / 1000 - at) <= freshSeconds;
  return isRecent(authTime) && (!hasFactor || isRecent(mfaTime));
}
