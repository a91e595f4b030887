/** One sign-in in progress: a row that collects proofs. Nothing here is a session; a session comes when every proof is in. */
import type { SecondFactorMethod } from '../mfa/second-factor.js';

/** An enrolment begun in this sign-in and not yet confirmed. */
export interface PendingEnrolment {
  readonly id: string;
  /** Sealed for its place in totp_credential, so that it can be moved there unchanged. */
  readonly seedSealed: string;
  readonly startedAt: Date;
}

export interface LoginAttempt {
  /** Hash of the interaction's uid; the uid itself is a bearer secret. */
  readonly id: string;
  readonly accountId: string | null;
  /** The account's authentication generation when the password was verified. */
  readonly generation: number | null;
  readonly passwordVerifiedAt: Date | null;
  readonly factorVerifiedAt: Date | null;
  readonly factorMethod: SecondFactorMethod | null;
  readonly wrongCodes: number;
  readonly enrolment: PendingEnrolment | null;
  readonly backupCodesIssuedAt: Date | null;
  readonly backupCodesSavedAt: Date | null;
  /** When the page about the backup codes that are left was passed. */
  readonly backupCodesAskedAt: Date | null;
  readonly reminderDismissedAt: Date | null;
  /** Set when too many wrong codes sent this sign-in back to the password. */
  readonly restartedAt: Date | null;
}

/** Minutes a sign-in may take from its first proof; the engine's interaction lives as long. */
export const loginAttemptMinutes = 60;

/** Whether an enrolment can still be confirmed. */
export function enrolmentIsAlive(enrolment: PendingEnrolment, setupMinutes: number, now: Date): boolean {
  return now.getTime() - enrolment.startedAt.getTime() < setupMinutes * 60_000;
}

/** A sign-in with no proof but the password, or, for a step-up (null), not even that: its session has it. */
export function freshAttempt(
  { id, accountId, generation }: { readonly id: string; readonly accountId: string; readonly generation: number },
  passwordVerifiedAt: Date | null,
): LoginAttempt {
  return {
    id,
    accountId,
    generation,
    passwordVerifiedAt,
    factorVerifiedAt: null,
    factorMethod: null,
    wrongCodes: 0,
    enrolment: null,
    backupCodesIssuedAt: null,
    backupCodesSavedAt: null,
    backupCodesAskedAt: null,
    reminderDismissedAt: null,
    restartedAt: null,
  };
}
