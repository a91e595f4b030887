/** What a second factor is to the rest of the program. Every implementation passes test/conformance/second-factor. */
import type { Account } from '../accounts/account.js';
import type { Kept } from '../accounts/generation-store.js';
import type { AuditOrigin } from '../audit/audit-event.js';
import type { Fragment } from '../database/fragment.js';
import type { Connection } from '../database/schema.js';
import type { MfaState } from './mfa-state.js';

export type SecondFactorMethod = 'totp' | 'backup_code';

/**
 * Further writes that commit together with an accepted proof, or not at all. Gets the name of the part that yields one row
 * (`account_id`) when the proof is accepted and none otherwise, and the method as which the code was taken. Each fragment is one data-modifying statement that
 * reads from that name and ends in RETURNING: `UPDATE login_attempt l SET … FROM ${accepted} a WHERE … RETURNING 1`.
 */
export type AlsoWrite = (accepted: Fragment, method: SecondFactorMethod) => readonly Fragment[];

export interface VerifyRequest {
  readonly accountId: string;
  /** What the person typed, as it came. */
  readonly typed: string;
  /** Id of the browser's known_browser row, or null. Whether it is this account's is checked here. */
  readonly browserId: string | null;
  readonly now: Date;
  /** Goes into the audit events. */
  readonly origin: AuditOrigin;
  /**
   * A data-modifying statement with RETURNING that must yield a row before anything is reserved: the place for a count of
   * its own, such as the wrong codes of one sign-in. It commits with the reservation.
   */
  readonly onlyIf?: Fragment;
  readonly alsoWrite?: AlsoWrite;
  /** Whatever was typed counts as this, where a proof of the other kind would not do. */
  readonly only?: SecondFactorMethod;
}

export interface Accepted {
  readonly ok: true;
  readonly method: SecondFactorMethod;
  /** Id of the credential that was used; null for backup codes. */
  readonly factorId: string | null;
  /** The database's time of the acceptance. */
  readonly verifiedAt: Date;
  /** Unused backup codes after this one; null for other methods. */
  readonly backupCodesRemaining: number | null;
  /** Whether the account has signed in with this browser before. */
  readonly isKnownBrowser: boolean;
  /** Rows changed by each fragment of `alsoWrite`, in their order. */
  readonly written: readonly number[];
}

export type Refused =
  | {
      readonly ok: false;
      readonly because: 'wrong_code';
      /** How far the phone's clock is off, when that explains the refusal. Positive: the phone is fast. */
      readonly clockOffsetMinutes: number | null;
    }
  /** Right, but spent. */
  | { readonly ok: false; readonly because: 'already_used' }
  /** The account has nothing of this method. */
  | { readonly ok: false; readonly because: 'not_enrolled' }
  /** The budget is used up. `retryAt` null: only a person can lift it. */
  | { readonly ok: false; readonly because: 'too_many_attempts'; readonly retryAt: Date | null }
  /** `onlyIf` yielded no row. */
  | { readonly ok: false; readonly because: 'not_permitted' };

export type VerifyResult = Accepted | Refused;

/** A refusal, with the method as which the code was counted. */
export type RefusedCode = Refused & { readonly method: SecondFactorMethod };

/** Checks and consumes a proof, atomically: of any number of equal proofs at the same moment at most one is accepted. */
export interface SecondFactor {
  readonly method: SecondFactorMethod;
  /** Whether an account in this state can be asked for it. */
  isReady(state: MfaState): boolean;
  /** Counts the attempt, then checks, then consumes. Throws SealBroken when a credential cannot be read: never skipped. */
  verify(connection: Connection, request: VerifyRequest): Promise<VerifyResult>;
}

/** What the person needs to set a factor up. `seed` and `uri` are secrets: no-store, never logged. */
export interface Enrolment {
  /** Becomes the id of the factor. */
  readonly id: string;
  readonly seed: string;
  readonly uri: string;
  /** What the caller keeps until the confirmation; sealed for the row that the factor will have. */
  readonly seedSealed: string;
}

/**
 * Takes a pending enrolment, once: a data-modifying statement that yields one row (RETURNING 1) or none. Gets the name of a
 * part with the locked account (`id`, `next_generation`) and must read from it, so that it runs behind the lock; moves the
 * sign-in it belongs to on to the new generation: `UPDATE login_attempt l SET enrolment_id = NULL, …, generation =
 * ${held}.next_generation FROM ${held} WHERE l.id = … AND l.enrolment_id = … AND l.account_id = ${held}.id RETURNING 1`.
 */
export type ClaimEnrolment = (held: Fragment) => Fragment;

export interface ConfirmRequest {
  readonly accountId: string;
  readonly pending: { readonly id: string; readonly seedSealed: string };
  /** What the person typed, as it came. */
  readonly typed: string;
  /** What the person calls the factor; cleaned here, and numbered when the account has one of that name. */
  readonly name: string;
  readonly now: Date;
  readonly origin: AuditOrigin;
  readonly claim: ClaimEnrolment;
  /** What goes on under the new generation. The sign-in of the claim is named here too, so that it is not deleted. */
  readonly kept?: Kept;
}

export type ConfirmResult =
  | {
      readonly ok: true;
      readonly factorId: string;
      /** Shown once; empty unless this is the account's first factor. */
      readonly backupCodes: readonly string[];
      readonly generation: number;
      /** The database's time of the confirmation, which counts as a verification. */
      readonly verifiedAt: Date;
    }
  | { readonly ok: false; readonly because: 'wrong_code'; readonly clockOffsetMinutes: number | null }
  /** Confirmed already, replaced, expired, or the account has changed since; or it has as many factors as it may have. */
  | { readonly ok: false; readonly because: 'enrolment_gone' };

/** A factor that people set up themselves. Between start and confirmation nothing of the account changes. */
export interface EnrollableFactor {
  readonly method: SecondFactorMethod;
  /** Chooses the secret. */
  startEnrolment(account: Pick<Account, 'email'>): Enrolment;
  /** The same enrolment again, for a page that is shown a second time. Throws SealBroken. */
  reopenEnrolment(account: Pick<Account, 'email'>, pending: ConfirmRequest['pending']): Enrolment;
  /** Adds the factor if the code is right; of any number of confirmations at the same moment one wins. */
  confirmEnrolment(connection: Connection, request: ConfirmRequest): Promise<ConfirmResult>;
}
