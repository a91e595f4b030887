/** The challenge: one field takes a TOTP or a backup code; counted before it is checked, spent when it is right. */

import type { Context } from 'koa';
import type { AuditEvent } from '../src/audit/audit-event.js';
import { browserIdFrom } from '../src/http/browser-cookie.js';
import { seeOther } from '../src/http/see-other.js';
import { countCode, recordFactor, restartWhenExhausted } from '../src/login/login-attempt-store.js';
import { advance, interactionPath } from './finish.js';
import { attemptKeyOf, attemptOf, type OpenInteraction, originOf } from './open-interaction.js';
import type { InteractionParts } from './parts.js';
import { showChallenge } from './show-challenge.js';

/** Act `verify_factor`. Two statements when right: count and read; accept, record and report. */
export async function challenge(
  ctx: Context,
  open: OpenInteraction,
  form: ReadonlyMap<string, string>,
  parts: InteractionParts,
): Promise<void> {
  if (open.step.step !== 'challenge') return seeOther(ctx, interactionPath(open.uid));
  const { database, settings } = parts;
  const key = attemptKeyOf(open);
  const typed = form.get('code') ?? '';
  const result = await parts.factors.verifyCode(database, {
    accountId: key.accountId,
    typed,
    browserId: browserIdFrom(ctx, parts),
    now: parts.clock.now(),
    origin: originOf(ctx, open),
    onlyIf: countCode(key, settings.mfaMaxAttempts),
    alsoWrite: (accepted, method) => [recordFactor(key, method, accepted)],
  });
  if (result.ok) {
    // The row was gone when the code was accepted: the account changed, and this sign-in with it.
    if (result.written[0] !== 1) return seeOther(ctx, interactionPath(open.uid));
    const attempt = { ...attemptOf(open), factorVerifiedAt: result.verifiedAt, factorMethod: result.method };
    const backupCodesRemaining = result.backupCodesRemaining ?? open.state.backupCodesRemaining;
    const { isKnownBrowser } = result;
    return advance(ctx, { ...open, isKnownBrowser, state: { ...open.state, backupCodesRemaining } }, attempt, parts);
  }
  const { method } = result;
  if (result.because === 'too_many_attempts')
    return showChallenge(ctx, open, parts, { method, typed, refusal: result });
  const events: AuditEvent[] = [
    {
      ...originOf(ctx, open),
      type: 'user.login_failed',
      subjectId: key.accountId,
      outcome: 'failure',
      detail: { because: 'too_many_codes' },
    },
  ];
  const restarted = await restartWhenExhausted(database, key, settings.mfaMaxAttempts, events);
  if (restarted || result.because === 'not_permitted') return seeOther(ctx, interactionPath(open.uid));
  showChallenge(ctx, open, parts, { method, typed, refusal: result });
}
