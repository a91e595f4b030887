/** The reminder of the grace period, and the encouragement: set up now, or go on without. */

import type { Context } from 'koa';
import { seeOther } from '../src/http/see-other.js';
import { beginEnrolment, recordReminderDismissed } from '../src/login/login-attempt-store.js';
import { advance, interactionPath } from './finish.js';
import { attemptKeyOf, attemptOf, type OpenInteraction } from './open-interaction.js';
import type { InteractionParts } from './parts.js';

/** Act `set_up_now`: from now on the next step is the enrolment. */
export async function setUpNow(ctx: Context, open: OpenInteraction, parts: InteractionParts): Promise<void> {
  const { step } = open;
  if (step.step === 'remind' || step.step === 'encourage') {
    const enrolment = parts.factors.totpEnrolment.startEnrolment(step.account);
    await beginEnrolment(parts.database, attemptKeyOf(open), enrolment, parts.settings.mfaSetupMinutes);
  }
  seeOther(ctx, interactionPath(open.uid));
}

/** Act `not_now`. Whether going on is allowed is decided again, at the moment of finishing. */
export async function notNow(ctx: Context, open: OpenInteraction, parts: InteractionParts): Promise<void> {
  const { step } = open;
  const optional = step.step === 'remind' || step.step === 'encourage' || (step.step === 'enrol' && step.optional);
  if (!optional) return seeOther(ctx, interactionPath(open.uid));
  await recordReminderDismissed(parts.database, attemptKeyOf(open));
  await advance(ctx, open, { ...attemptOf(open), reminderDismissedAt: open.state.now }, parts);
}
