/** Opens the interaction that a request is about: cookie and URL must name the same one, and it must still be alive. */
import type { Context } from 'koa';
import { errors } from 'oidc-provider';
import type { AuditOrigin } from '../src/audit/audit-event.js';
import { sourceOf } from '../src/http/request-state.js';
import { acrRequestsOf } from '../src/login/acr-requests.js';
import { acrDemandOf } from '../src/login/amr.js';
import { freshAttempt, type LoginAttempt } from '../src/login/login-attempt.js';
import { type AttemptKey, attemptIdOf } from '../src/login/login-attempt-store.js';
import { nextStep, type SignInState, type SignInStep, type StepUpSession } from '../src/login/next-step.js';
import { clientDemandOf } from '../src/oidc/client-demand.js';
import { mfaReason } from '../src/oidc/login-prompt.js';
import { signInOfRequest } from '../src/oidc/record-sign-in.js';
import { resourceDemandOf } from '../src/oidc/resource-demand.js';
import { findResource } from '../src/oidc/resource-store.js';
import type { InteractionParts } from './parts.js';

type EngineInteraction = Awaited<ReturnType<InteractionParts['provider']['interactionDetails']>>;
type EngineClient = NonNullable<Awaited<ReturnType<InteractionParts['provider']['Client']['find']>>>;

/** Thrown when there is no such interaction any more, or it is another browser's. Ends in a sentence and a way forward. */
export class InteractionGone extends Error {
  override readonly name = 'InteractionGone';
}

export interface OpenInteraction {
  readonly uid: string;
  readonly details: EngineInteraction;
  readonly client: EngineClient;
  readonly state: SignInState;
  readonly step: SignInStep;
  /** Id of this sign-in's row. */
  readonly attemptId: string;
  /** Whether the account has signed in with this browser before; undefined when no statement of this request said so. */
  readonly isKnownBrowser?: boolean;
}

/** Throws InteractionGone. One statement reads the interaction with its client, sign-in and account. */
export async function openInteraction(ctx: Context, uid: string, parts: InteractionParts): Promise<OpenInteraction> {
  const details = await engineInteraction(ctx, parts);
  // The engine goes by the cookie alone; without this, a link could move a person into another interaction of theirs.
  if (details.uid !== uid) throw new InteractionGone();
  const client = await parts.provider.Client.find(String(details.params.client_id));
  if (client === undefined) throw new InteractionGone();
  const stepUp = stepUpOf(details);
  const attemptId = attemptIdOf(uid);
  const reading = await signInOfRequest(parts.database, attemptId, details.session?.accountId ?? null);
  const state: SignInState = {
    attempt: reading.attempt,
    account: reading.account,
    backupCodesRemaining: reading.backupCodesRemaining,
    stepUp,
    demand: acrDemandOf(acrRequestsOf(details.params)),
    clientDemand: clientDemandOf(client),
    resourceDemand: await resourceDemandOf(details.params.resource, (identifier) =>
      findResource(parts.database, parts.settings.issuer, identifier),
    ),
    policy: parts.policy,
    now: reading.now,
  };
  return { uid, details, client, state, step: nextStep(state), attemptId };
}

/** The key under which proofs of this sign-in are kept, for the account that it is about. */
export function attemptKeyOf(open: OpenInteraction): AttemptKey {
  const { account } = open.state;
  if (account === null) throw new Error('This step needs an account.');
  return { id: open.attemptId, accountId: account.id, generation: account.generation };
}

/** The sign-in's row; a step-up has none before its first act. */
export function attemptOf(open: OpenInteraction): LoginAttempt {
  return open.state.attempt ?? freshAttempt(attemptKeyOf(open), null);
}

/** Who and where, for audit events. The account is the actor once its password is verified. */
export function originOf(ctx: Context, open: OpenInteraction): AuditOrigin {
  const { ip, userAgent } = sourceOf(ctx);
  const known = open.step.step === 'password' ? null : open.state.account;
  const actor =
    known === null ? ({ type: 'anonymous', id: null } as const) : ({ type: 'account', id: known.id } as const);
  return { actor, clientId: open.client.clientId, ip, userAgent };
}

/** Only the second factor is missing: then, and only then, the session's password counts. */
function stepUpOf({ prompt, session }: EngineInteraction): StepUpSession | null {
  if (prompt.name !== 'login' || session?.accountId === undefined) return null;
  if (prompt.reasons.length !== 1 || prompt.reasons[0] !== mfaReason) return null;
  const authTime = (prompt.details[mfaReason] as { authTime?: number | null } | undefined)?.authTime;
  return typeof authTime === 'number' ? { accountId: session.accountId, authTime } : null;
}

async function engineInteraction(ctx: Context, { provider }: InteractionParts): Promise<EngineInteraction> {
  try {
    return await provider.interactionDetails(ctx.req, ctx.res);
  } catch (error) {
    if (error instanceof errors.SessionNotFound) throw new InteractionGone();
    throw error;
  }
}
