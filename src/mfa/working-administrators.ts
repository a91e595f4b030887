/** Whether a change of the rules leaves somebody to administer. Pure. */
import { type Account, isAdmin } from '../accounts/account.js';
import { isSuperAdmin } from '../accounts/administration.js';
import { mfaSubjectOf } from './mfa-subject.js';
import { type MfaPolicy, type MfaSubject, requirementOf } from './policy.js';

/** What no installation should be without. */
export type AdministratorKind = 'super_admin' | 'admin';

/**
 * The kinds of administrators of which somebody works: can sign in, and has a second factor where the rules require one of them, without
 * which nobody administers. That they could set one up at their next sign-in does not count: whoever has learned the password could too,
 * and would then be the administrator.
 * @param administrators those who can sign in, with the rules as they are to count
 */
export function workingKinds(administrators: readonly Account[], policy: MfaPolicy): ReadonlySet<AdministratorKind> {
  const working = administrators.filter((account) => mayAdminister(mfaSubjectOf(account), policy));
  return new Set<AdministratorKind>([
    ...(working.some(isSuperAdmin) ? (['super_admin'] as const) : []),
    ...(working.some(isAdmin) ? (['admin'] as const) : []),
  ]);
}

/** Whether the second factor that administering takes is there, or none is required. */
export function mayAdminister(subject: MfaSubject, policy: MfaPolicy): boolean {
  return subject.hasFactor || (subject.enrolmentDemandedAt === null && requirementOf(subject, policy) === null);
}
