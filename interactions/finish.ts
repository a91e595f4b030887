/** Goes on after a proof: to the next page, or, when nothing is missing, back into the authorization. */

import type { Context } from 'koa';
import type { AuditEvent } from '../src/audit/audit-event.js';
import { sourceOf } from '../src/http/request-state.js';
import { seeOther } from '../src/http/see-other.js';
import { type Assurance, acrOfLevel, levelOfAmr } from '../src/login/amr.js';
import type { LoginAttempt } from '../src/login/login-attempt.js';
import { recordFinished } from '../src/login/login-attempt-store.js';
import { nextStep } from '../src/login/next-step.js';
import { mfaSubjectOf } from '../src/mfa/mfa-subject.js';
import { requirementOf } from '../src/mfa/policy.js';
import type { LoginResult } from '../src/oidc/session-assurance.js';
import { attemptKeyOf, type OpenInteraction, originOf } from './open-interaction.js';
import type { InteractionParts } from './parts.js';
import { isNewBrowser, rememberBrowser } from './remember-browser.js';

/** The page of an interaction. */
export function interactionPath(uid: string): string {
  return `/interaction/${uid}`;
}

/**
 * After a proof was recorded: finishes at once when it was the last one, else leads to the GET that shows the next step.
 * `attempt` is the row as the proof left it.
 */
export async function advance(
  ctx: Context,
  open: OpenInteraction,
  attempt: LoginAttempt,
  parts: InteractionParts,
  account = open.state.account,
): Promise<void> {
  const state = { ...open.state, attempt, account };
  const step = nextStep(state);
  const advanced: OpenInteraction = { ...open, state, step };
  if (step.step === 'finish') return finishSignIn(ctx, advanced, step.assurance, parts);
  seeOther(ctx, interactionPath(open.uid));
}

/** Hands the finished sign-in to the engine. When the account changed meanwhile, the sign-in starts again instead. */
export async function finishSignIn(
  ctx: Context,
  open: OpenInteraction,
  assurance: Assurance,
  parts: InteractionParts,
): Promise<void> {
  const key = attemptKeyOf(open);
  const acr = acrOfLevel(levelOfAmr(assurance.amr));
  const events: AuditEvent[] = [
    {
      ...originOf(ctx, open),
      type: 'user.login',
      subjectId: key.accountId,
      outcome: 'success',
      detail: { ...detailOf(open, assurance, acr), new_browser: await isNewBrowser(ctx, open, parts) },
    },
  ];
  if (isInGrace(open, assurance)) {
    events.push({ ...originOf(ctx, open), type: 'mfa.grace_login', subjectId: key.accountId, outcome: 'success' });
  }
  const browser = rememberBrowser(ctx, open, assurance, parts);
  const isCurrent = await recordFinished(parts.database, key, events, browser.keep);
  if (!isCurrent) return seeOther(ctx, interactionPath(open.uid));
  browser.setCookie();
  const { ip, userAgent } = sourceOf(ctx);
  const login: LoginResult = {
    accountId: key.accountId,
    acr,
    amr: [...assurance.amr],
    ts: assurance.authTime,
    remember: true,
    generation: key.generation,
    mfa_time: assurance.mfaTime,
    ip,
    user_agent: userAgent,
  };
  const result = { login: { ...login } };
  seeOther(ctx, await parts.provider.interactionResult(ctx.req, ctx.res, result, { mergeWithLastSubmission: false }));
}

/** Ends the authorization with an error for the relying party (RFC 6749 section 4.1.2.1). */
export async function refuse(
  ctx: Context,
  parts: InteractionParts,
  error: { readonly error: string; readonly error_description: string },
): Promise<void> {
  seeOther(
    ctx,
    await parts.provider.interactionResult(ctx.req, ctx.res, { ...error }, { mergeWithLastSubmission: false }),
  );
}

/** Signed in without the second factor that the policy requires, because its grace period still runs. */
function isInGrace({ state: { account, policy } }: OpenInteraction, assurance: Assurance): boolean {
  if (account === null || levelOfAmr(assurance.amr) === 'mfa') return false;
  return requirementOf(mfaSubjectOf(account), policy) !== null;
}

/** Why this sign-in was, or was not, asked for a second factor. */
function detailOf(open: OpenInteraction, assurance: Assurance, acr: string): Record<string, unknown> {
  const { demand, clientDemand, resourceDemand, policy, attempt } = open.state;
  return {
    amr: assurance.amr,
    acr,
    method: attempt?.factorMethod ?? null,
    demanded_by_request: demand.level,
    demanded_by_client: clientDemand,
    demanded_by_resource: resourceDemand,
    require_mfa: policy.requireMfa,
    require_admin_mfa: policy.requireAdminMfa,
    step_up: attempt?.passwordVerifiedAt == null,
  };
}
