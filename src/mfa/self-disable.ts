/** Decides whether people may remove their own last second factor. Pure; asked by the security page and by the API. */
import type { Account } from '../accounts/account.js';
import { mfaSubjectOf } from './mfa-subject.js';
import { type MfaPolicy, requirementOf } from './policy.js';

export interface SelfDisableQuestion {
  readonly account: Account;
  readonly policy: MfaPolicy;
  /** `MFA_ALLOW_SELF_DISABLE`. */
  readonly allowSelfDisable: boolean;
}

export type SelfDisableDecision =
  | { readonly ok: true }
  | { readonly ok: false; readonly because: 'mfa_not_enabled' | 'required_by_policy' | 'self_disable_off' };

/**
 * Never while policy requires one of this account: the grace period ended with the first factor, so that its owner would stand
 * before an enrolment at once. Asked for the last authenticator app only: to remove one of several is no disable.
 */
export function decideSelfDisable({ account, policy, allowSelfDisable }: SelfDisableQuestion): SelfDisableDecision {
  if (account.mfaConfiguredAt === null) return { ok: false, because: 'mfa_not_enabled' };
  if (requirementOf(mfaSubjectOf(account), policy) !== null) return { ok: false, because: 'required_by_policy' };
  return allowSelfDisable ? { ok: true } : { ok: false, because: 'self_disable_off' };
}
