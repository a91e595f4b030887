/** An account as the rest of the program sees it. The password hash is not part of it: see SignInAccount. */

import type { AccountRules } from './account-rules.js';

/** Roles to which a policy for admins applies. Other roles may be stored; they mean nothing to Countersign itself. */
export const adminRoles: readonly string[] = ['admin', 'super_admin'];

export type AccountStatus = 'active' | 'pending' | 'disabled';

export interface Account {
  readonly id: string;
  /** As the person wrote it. */
  readonly email: string;
  readonly name: string;
  /** When the address was proved, or vouched for by an administrator; null for one that somebody typed when signing up. */
  readonly emailVerifiedAt: Date | null;
  /** BCP 47 tag of the language chosen, or null. */
  readonly locale: string | null;
  readonly roles: readonly string[];
  readonly status: AccountStatus;
  /** Authentication generation: what carries an older one is refused. */
  readonly generation: number;
  /** When the present set of factors began; null exactly when there is none. */
  readonly mfaConfiguredAt: Date | null;
  readonly mfaLastVerifiedAt: Date | null;
  /** When an admin role was last newly gained. */
  readonly roleGainedAt: Date | null;
  /** When the grace period ended for good. */
  readonly graceEndedAt: Date | null;
  readonly graceExtendedUntil: Date | null;
  /** When an administrator's reset demanded a new enrolment. */
  readonly enrolmentDemandedAt: Date | null;
  /** When "Not now" was last chosen: on the encouragement without a second factor, on an offer of new backup codes with one. */
  readonly mfaRemindedAt: Date | null;
  /** When the person last said, or showed by using one, that the backup codes are at hand; null since they were first made. */
  readonly backupCodesConfirmedAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly lastSignInAt: Date | null;
  /** What the database's rules about second factors say of this account. */
  readonly mfaRules: AccountRules;
}

/** An account as the database had it at one moment. */
export interface AccountReading {
  readonly account: Account;
  /** The database's time of the reading: grace periods are measured by it. */
  readonly readAt: Date;
}

/** An account together with what proves its password. Stays inside sign-in and password change. */
export interface SignInAccount {
  readonly account: Account;
  /** Argon2id in PHC string form; from an import to the next sign-in of whatever form `readHash` knows. Null: none was ever set. */
  readonly passwordHash: string | null;
}

/** Whether a policy for admins applies. */
export function isAdmin(account: Pick<Account, 'roles'>): boolean {
  return account.roles.some((role) => adminRoles.includes(role));
}
