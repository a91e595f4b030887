/** What the audit log says of a finished sign-in: why it was, or was not, asked for a second factor. Pure. */
import { mfaSubjectOf } from '../mfa/mfa-subject.js';
import { requirementOf } from '../mfa/policy.js';
import { type Assurance, acrOfLevel, levelOfAmr } from './amr.js';
import type { SignInState } from './next-step.js';

/** The detail of `user.login`. */
export function signInDetail(state: SignInState, assurance: Assurance): Record<string, unknown> {
  const { demand, clientDemand, resourceDemand, policy, attempt } = state;
  return {
    amr: assurance.amr,
    acr: acrOfLevel(levelOfAmr(assurance.amr)),
    method: attempt?.factorMethod ?? null,
    demanded_by_request: demand.level,
    demanded_by_client: clientDemand,
    demanded_by_resource: resourceDemand,
    require_mfa: policy.requireMfa,
    require_admin_mfa: policy.requireAdminMfa,
    step_up: attempt?.passwordVerifiedAt == null,
  };
}

/** Signed in without the second factor that the policy requires, because its grace period still runs. */
export function isGraceSignIn({ account, policy }: SignInState, assurance: Assurance): boolean {
  if (account === null || levelOfAmr(assurance.amr) === 'mfa') return false;
  return requirementOf(mfaSubjectOf(account), policy) !== null;
}
