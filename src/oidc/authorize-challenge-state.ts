/** A headless sign-in as the one decision sees it: the same demands, and no page on which anybody could be asked or reminded. */
import type { Account } from '../accounts/account.js';
import type { AuditOrigin } from '../audit/audit-event.js';
import { acrRequestsOf } from '../login/acr-requests.js';
import { acrDemandOf } from '../login/amr.js';
import type { LoginAttempt } from '../login/login-attempt.js';
import type { SignInState } from '../login/next-step.js';
import type { ChallengeParts } from './authorize-challenge-parts.js';
import type { ChallengeRequest, EngineClient, Parameters } from './authorize-challenge-request.js';
import { clientDemandOf } from './client-demand.js';
import { resourceDemandOf } from './resource-demand.js';

/** What a sign-in is for. */
export interface Purpose {
  readonly client: EngineClient;
  readonly parameters: Parameters;
}

/** Before anybody has proved anything. */
export async function purposeState(
  { client, parameters }: Purpose,
  { policy, clock, findResource }: ChallengeParts,
): Promise<SignInState> {
  // As the engine completes an authorization request.
  const acrValues = parameters.acr_values ?? client.defaultAcrValues?.join(' ');
  return {
    attempt: null,
    account: null,
    backupCodesRemaining: null,
    stepUp: null,
    demand: acrDemandOf(acrRequestsOf({ ...parameters, acr_values: acrValues })),
    clientDemand: clientDemandOf(client),
    resourceDemand: await resourceDemandOf(parameters.resource, findResource),
    policy,
    now: clock.now(),
  };
}

/** With what was proved so far. A reminder counts as put off here, and is not noted: the next page shows it. */
export function provedState(
  state: SignInState,
  {
    attempt,
    account,
    now,
  }: { readonly attempt: LoginAttempt | null; readonly account: Account | null; readonly now: Date },
): SignInState {
  return { ...state, attempt: attempt === null ? null : { ...attempt, reminderDismissedAt: now }, account, now };
}

/** For audit events once the password is verified: then the account is the actor. */
export function originOf({ ip, userAgent }: ChallengeRequest, { client }: Purpose, accountId: string): AuditOrigin {
  return { actor: { type: 'account', id: accountId }, clientId: client.clientId, ip, userAgent };
}
