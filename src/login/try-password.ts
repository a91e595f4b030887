/** One try of a password: counted before it is checked, checked with the same work for unknown accounts, reported when wrong. */
import type { Account } from '../accounts/account.js';
import { checkPassword } from '../accounts/check-password.js';
import { Overloaded } from '../accounts/hash-queue.js';
import type { PasswordHasher } from '../accounts/password-hash.js';
import type { AuditEvent, AuditOrigin } from '../audit/audit-event.js';
import { recordEvents } from '../audit/audit-store.js';
import type { Connection } from '../database/schema.js';
import type { PasswordAttempt } from '../lockout/attempt-source.js';
import {
  type AttemptReservation,
  reserveAttemptAndFindAccount,
  takeBackAttempt,
} from '../lockout/password-failure-store.js';
import type { KeyRing } from '../secrets/key-ring.js';
import type { Settings } from '../settings/settings.js';

/** Longest e-mail looked at, in characters; a longer one is no account's. */
export const longestEmail = 320;

export interface TryPasswordParts {
  readonly database: Connection;
  readonly settings: Pick<Settings, 'lockoutThreshold' | 'lockoutDurationMinutes'>;
  readonly keyRing: KeyRing;
  readonly hasher: PasswordHasher;
}

export type TryPasswordResult =
  | {
      readonly ok: true;
      readonly account: Account;
      /** Whether the account has signed in with this browser before. */
      readonly isKnownBrowser: boolean;
      /** For releaseAttempt, in the statement that notes the success. */
      readonly reservation: AttemptReservation;
      /** For replacePasswordHash. */
      readonly rehash: { readonly from: string; readonly to: string } | undefined;
    }
  | { readonly ok: false; readonly because: 'locked_out'; readonly retryAt: Date }
  /** Reported already. Unknown account, no password, wrong password, an account that may not sign in: never told apart. */
  | { readonly ok: false; readonly because: 'wrong_credentials' };

/** One statement when right, two when wrong, one when locked out. Throws Overloaded; then nothing is counted. */
export async function tryPassword(
  { database, settings, keyRing, hasher }: TryPasswordParts,
  { typed, ...attempt }: PasswordAttempt & { readonly typed: string },
  from: Omit<AuditOrigin, 'actor'>,
): Promise<TryPasswordResult> {
  const rules = { threshold: settings.lockoutThreshold, durationMinutes: settings.lockoutDurationMinutes };
  const reserved = await reserveAttemptAndFindAccount(database, keyRing, attempt, rules);
  if (!reserved.ok) return reserved;
  const checked = await checkPassword(hasher, reserved.found, typed).catch(async (error: unknown) => {
    // Shed before it was looked at: else whoever floods the server could have others locked out by their right password.
    if (error instanceof Overloaded) await takeBackAttempt(database, reserved.reservation, rules);
    throw error;
  });
  if (checked.ok) {
    const { reservation, isKnownBrowser } = reserved;
    return { ok: true, account: checked.account, isKnownBrowser, reservation, rehash: checked.rehash };
  }
  const origin: AuditOrigin = { ...from, actor: { type: 'anonymous', id: null } };
  const subjectId = reserved.found?.account.id ?? null;
  const events: AuditEvent[] = [
    { ...origin, type: 'user.login_failed', subjectId, outcome: 'failure', detail: { because: checked.because } },
  ];
  if (reserved.isLast) events.push({ ...origin, type: 'user.locked', subjectId, outcome: 'success' });
  await recordEvents(database, events);
  return { ok: false, because: 'wrong_credentials' };
}
