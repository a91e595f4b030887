/** How long a signing key is announced, signs and is remembered. */
import type { Settings } from '../settings/settings.js';

/**
 * Seconds a key is published before it signs. Relying parties keep our keys for some minutes, few of them for an hour, and
 * most look again when they meet a key they do not know.
 */
export const announcedSeconds = 3600;

/** The same when the present keys must go at once: every node has read the new one by then, see `key-watch`. */
export const announcedInHasteSeconds = 120;

/** Days after which a key is replaced without anybody asking. */
export const longestSigningDays = 90;

/** Seconds for what nodes notice late, and for clocks of relying parties. */
const toleranceSeconds = 300;

/**
 * Seconds a key is still published after its successor began to sign: as long as an ID token lives, and as long as a session,
 * because people sign out with the ID token of their sign-in as a hint, expired or not (OpenID Connect RP-Initiated Logout
 * section 2). JWT access tokens live shorter than either.
 */
export function rememberedSeconds(settings: Pick<Settings, 'accessTokenTtlSeconds' | 'sessionTtlSeconds'>): number {
  return Math.max(settings.accessTokenTtlSeconds, settings.sessionTtlSeconds) + toleranceSeconds;
}
