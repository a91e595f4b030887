/** Decides what a sign-in says or asks about the backup codes that are left. Pure; asked by nextStep after a second factor. */
import type { Account } from '../accounts/account.js';
import { freshSeconds } from './freshness.js';
import type { LoginAttempt } from './login-attempt.js';

/** At this many unused codes, or fewer, new ones are offered. */
export const fewBackupCodes = 3;
/** Days between two questions whether the codes are still there: six months. */
const confirmationDays = 182;
/** Days for which "Not now" holds, when few codes are left. */
const offerAgainDays = 7;
/** Days for which "Not now" holds, when the person was asked whether the codes are still there. */
const askAgainDays = 30;

/** `used`: said after a backup code, each time. `low`: few are left. `check`: does the person still have them? */
export interface BackupCodeQuestion {
  readonly about: 'used' | 'low' | 'check';
  /** Unused codes. */
  readonly remaining: number;
  /**
   * The TOTP that was just verified proves that the person may have a new set. A backup code never does: whoever finds the
   * paper could renew it for ever.
   */
  readonly canMakeNew: boolean;
}

/** Null when there is nothing to say, or it was said: once in a sign-in, and only in one that verified a second factor itself. */
export function backupCodeQuestion(
  account: Pick<Account, 'mfaConfiguredAt' | 'mfaRemindedAt' | 'backupCodesConfirmedAt'>,
  attempt: LoginAttempt,
  { remaining, now }: { readonly remaining: number; readonly now: Date },
): BackupCodeQuestion | null {
  const { factorVerifiedAt, factorMethod, backupCodesAskedAt, backupCodesIssuedAt } = attempt;
  // Whoever was given codes in this sign-in has just said that they are saved.
  if (factorVerifiedAt === null || backupCodesAskedAt !== null || backupCodesIssuedAt !== null) return null;
  if (factorMethod === 'backup_code') return { about: 'used', remaining, canMakeNew: false };

  const canMakeNew = (now.getTime() - factorVerifiedAt.getTime()) / 1000 <= freshSeconds;
  const isDue = (last: Date | null, days: number) => last === null || daysBetween(last, now) >= days;
  if (remaining <= fewBackupCodes) {
    return isDue(account.mfaRemindedAt, offerAgainDays) ? { about: 'low', remaining, canMakeNew } : null;
  }
  const confirmedAt = later(account.backupCodesConfirmedAt, account.mfaConfiguredAt);
  if (!isDue(confirmedAt, confirmationDays) || !isDue(account.mfaRemindedAt, askAgainDays)) return null;
  return { about: 'check', remaining, canMakeNew };
}

/** A set that was confirmed may have been removed with its factor, and another one begun. */
function later(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other;
  return one > other ? one : other;
}

function daysBetween(from: Date, to: Date): number {
  return (to.getTime() - from.getTime()) / 86_400_000;
}
