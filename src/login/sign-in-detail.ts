/** What the audit log says of a finished sign-in: why it was, or was not, asked for a second factor. Pure. */
import { mfaSubjectOf } from '../mfa/mfa-subject.js';
import { reportOf, requirementOf, strictest } from '../mfa/policy.js';
import { type Assurance, acrOfLevel, levelOfAmr } from './amr.js';
import type { SignInState } from './next-step.js';

/** The detail of `user.login`. */
export function signInDetail(state: SignInState, assurance: Assurance): Record<string, unknown> {
  const { demand, clientDemand, resourceDemand, policy, attempt, account } = state;
  const requirement = account === null ? null : requirementOf(mfaSubjectOf(account), policy);
  return {
    amr: assurance.amr,
    acr: acrOfLevel(levelOfAmr(assurance.amr)),
    method: attempt?.factorMethod ?? null,
    demanded_by_request: demand.level,
    demanded_by_client: clientDemand,
    demanded_by_resource: resourceDemand,
    required_by_policy: requirement?.because ?? null,
    ...(requirement?.ruleName == null ? {} : { required_of: requirement.ruleName }),
    ...policyReport(state, assurance),
    step_up: attempt?.passwordVerifiedAt == null,
  };
}

/** What rules in report-only mode would have done to this sign-in, for the audit log and the operator's; nothing when they agree. */
export function policyReport(state: SignInState, assurance: Assurance): Readonly<Record<string, string>> {
  const { account, policy, demand, clientDemand, resourceDemand, now } = state;
  if (account === null) return {};
  const report = reportOf({
    account: mfaSubjectOf(account),
    policy,
    demanded: strictest(demand.level, clientDemand, resourceDemand),
    proved: levelOfAmr(assurance.amr),
    now,
  });
  if (report === null) return {};
  return {
    policy_would_have: report.outcome,
    policy_would_have_because: report.because,
    ...(report.ruleName === null ? {} : { policy_would_have_of: report.ruleName }),
  };
}

/** Signed in without the second factor that the policy requires, because its grace period still runs. */
export function isGraceSignIn({ account, policy }: SignInState, assurance: Assurance): boolean {
  if (account === null || levelOfAmr(assurance.amr) === 'mfa') return false;
  return requirementOf(mfaSubjectOf(account), policy) !== null;
}
