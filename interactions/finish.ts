/** Goes on after a proof: to the next page, or, when nothing is missing, back into the authorization. */

import type { Context } from 'koa';
import type { AuditEvent } from '../src/audit/audit-event.js';
import { noteInLog, sourceOf } from '../src/http/request-state.js';
import { seeOther } from '../src/http/see-other.js';
import { type Assurance, acrOfLevel, levelOfAmr } from '../src/login/amr.js';
import type { LoginAttempt } from '../src/login/login-attempt.js';
import { recordFinished } from '../src/login/login-attempt-store.js';
import { nextStep } from '../src/login/next-step.js';
import { isGraceSignIn, policyReport, signInDetail } from '../src/login/sign-in-detail.js';
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
      detail: { ...signInDetail(open.state, assurance), new_browser: await isNewBrowser(ctx, open, parts) },
    },
  ];
  if (isGraceSignIn(open.state, assurance)) {
    events.push({ ...originOf(ctx, open), type: 'mfa.grace_login', subjectId: key.accountId, outcome: 'success' });
  }
  const browser = rememberBrowser(ctx, open, assurance, parts);
  const isCurrent = await recordFinished(parts.database, key, events, browser.keep);
  if (!isCurrent) return seeOther(ctx, interactionPath(open.uid));
  browser.setCookie();
  noteInLog(ctx, policyReport(open.state, assurance));
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
