/** An authenticator app that an administrator has handed over, in the sign-in of its owner: the first code is all that is asked. */
import type { Context } from 'koa';
import { sendPage } from '../src/http/send-page.js';
import type { PendingEnrolment } from '../src/login/login-attempt.js';
import { beginEnrolment } from '../src/login/login-attempt-store.js';
import { findHandedOver } from '../src/mfa/handed-over-store.js';
import { countConfirmation } from '../src/mfa/pending-enrolment-store.js';
import type { ConfirmResult, Refused } from '../src/mfa/second-factor.js';
import { attemptKeyOf, type OpenInteraction } from './open-interaction.js';
import { interactionProps } from './page-props.js';
import type { InteractionParts } from './parts.js';
import { codeRefusalOf } from './views/code-refusal.js';
import { codeError } from './views/field-errors.js';
import { handedOverPage } from './views/handed-over-page.js';

export interface RefusedCode {
  readonly refusal: Extract<ConfirmResult, { ok: false }> | Extract<Refused, { because: 'too_many_attempts' }>;
  readonly typed: string;
}

/** A hand-over demands an enrolment of the account: in any other sign-in there is none to look for. */
function mayBeHandedOver({ step }: OpenInteraction): boolean {
  return step.step === 'enrol' && step.account.enrolmentDemandedAt !== null;
}

/**
 * The app that waits, set up anew in this sign-in: for a code that comes long after its page, when somebody first had to look for
 * the key. At most two statements, none in other sign-ins.
 */
export async function handedOverAgain(
  open: OpenInteraction,
  parts: InteractionParts,
): Promise<PendingEnrolment | null> {
  const { account, now } = open.state;
  if (!mayBeHandedOver(open) || account === null) return null;
  const handedOver = await findHandedOver(parts.database, account.id);
  if (handedOver === undefined) return null;
  return { ...(await beginEnrolment(parts.database, attemptKeyOf(open), handedOver, 0)), startedAt: now };
}

/**
 * Shows the page and says so, if an app waits to be confirmed; else nothing. Two statements: the app, and that it is what this
 * sign-in sets up, in place of any other key.
 */
export async function showHandedOver(
  ctx: Context,
  open: OpenInteraction,
  parts: InteractionParts,
  refused?: RefusedCode,
): Promise<boolean> {
  const { account } = open.state;
  if (account === null || (await handedOverAgain(open, parts)) === null) return false;
  const props = interactionProps(ctx, open, parts);
  const error =
    refused === undefined
      ? undefined
      : codeError(
          props.locale,
          codeRefusalOf(refused.refusal, { method: 'totp', typed: refused.typed, now: parts.clock.now() }),
        );
  const status = refused?.refusal.because === 'too_many_attempts' ? 429 : 422;
  const html = handedOverPage({ ...props, account: account.email, issuer: parts.settings.mfaIssuer, error });
  sendPage(ctx, html, refused === undefined ? 200 : status);
  return true;
}

/**
 * Why a code for this enrolment may not even be looked at, or null. Counts it, when the enrolment was handed over: who signs in need
 * not have the app, and must not find its code by trying. One statement, none in other sign-ins.
 */
export async function confirmationRefused(
  open: OpenInteraction,
  pendingId: string,
  parts: InteractionParts,
): Promise<RefusedCode['refusal'] | null> {
  const { account } = open.state;
  if (!mayBeHandedOver(open) || account === null) return null;
  const counted = await countConfirmation(parts.database, account.id, pendingId);
  // Not there under this id: the key of this sign-in's own page.
  if (counted.ok || counted.because === 'absent') return null;
  if (counted.because === 'expired') return { ok: false, because: 'enrolment_gone' };
  return { ok: false, because: 'too_many_attempts', retryAt: null };
}
