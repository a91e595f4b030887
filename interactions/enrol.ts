/** Enrolment inside the authorization: the server chose a key and shows it, a code of it confirms, backup codes follow once. */

import type { Context } from 'koa';
import { seeOther } from '../src/http/see-other.js';
import { enrolmentIsAlive } from '../src/login/login-attempt.js';
import { beginEnrolment, claimEnrolment } from '../src/login/login-attempt-store.js';
import { advance, interactionPath } from './finish.js';
import { confirmationRefused, handedOverAgain, type RefusedCode } from './handed-over.js';
import { keptBy } from './kept.js';
import { attemptKeyOf, attemptOf, type OpenInteraction, originOf } from './open-interaction.js';
import type { InteractionParts } from './parts.js';
import { showBackupCodes } from './show-backup-codes.js';
import { showEnrolment } from './show-enrolment.js';

/**
 * Act `confirm_enrolment`. One statement confirms; it ends the account's other sessions and sign-ins, but not this one.
 * The backup codes are in the answer to this POST and nowhere else: they are kept as hashes only.
 */
export async function confirmEnrolment(
  ctx: Context,
  open: OpenInteraction,
  form: ReadonlyMap<string, string>,
  parts: InteractionParts,
): Promise<void> {
  const { step, state } = open;
  if (step.step !== 'enrol') return seeOther(ctx, interactionPath(open.uid));
  const begun = state.attempt?.enrolment ?? null;
  const typed = form.get('code') ?? '';
  const name = form.get('name') ?? '';
  const refused = (refusal: RefusedCode['refusal']) => showEnrolment(ctx, open, parts, { refusal, typed, name });
  const isAlive = begun !== null && enrolmentIsAlive(begun, parts.settings.mfaSetupMinutes, state.now);
  const pending = isAlive ? begun : await handedOverAgain(open, parts);
  if (pending === null) return refused({ ok: false, because: 'enrolment_gone' });
  const forbidden = await confirmationRefused(open, pending.id, parts);
  if (forbidden !== null) return refused(forbidden);
  const key = attemptKeyOf(open);
  const { mfaSetupMinutes } = parts.settings;
  const result = await parts.factors.totpEnrolment.confirmEnrolment(parts.database, {
    accountId: key.accountId,
    pending,
    typed,
    name,
    now: parts.clock.now(),
    origin: originOf(ctx, open),
    claim: (held) => claimEnrolment(key, pending.id, mfaSetupMinutes, held),
    kept: keptBy(ctx, open, parts),
  });
  if (!result.ok) return refused(result);

  const account = { ...step.account, generation: result.generation, mfaConfiguredAt: result.verifiedAt };
  const attempt = {
    ...attemptOf(open),
    generation: result.generation,
    enrolment: null,
    factorVerifiedAt: result.verifiedAt,
    factorMethod: 'totp' as const,
    backupCodesIssuedAt: result.backupCodes.length > 0 ? result.verifiedAt : null,
  };
  if (result.backupCodes.length === 0) return advance(ctx, open, attempt, parts, account);
  showBackupCodes(ctx, { ...open, state: { ...state, attempt, account } }, parts, { codes: result.backupCodes });
}

/** Act `restart_enrolment`: the next page shows a new key, also when the enrolment was chosen in the grace period. */
export async function restartEnrolment(ctx: Context, open: OpenInteraction, parts: InteractionParts): Promise<void> {
  const { step } = open;
  if (step.step === 'enrol') {
    const fresh = parts.factors.totpEnrolment.startEnrolment(step.account);
    // However young the pending one is: it is given up.
    await beginEnrolment(parts.database, attemptKeyOf(open), fresh, 0);
  }
  seeOther(ctx, interactionPath(open.uid));
}
