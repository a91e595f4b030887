/** Shows the enrolment page with the pending key, or begins an enrolment when none is pending. */

import type { Context } from 'koa';
import { sendPage } from '../src/http/send-page.js';
import { beginEnrolment } from '../src/login/login-attempt-store.js';
import { ruledPeople } from '../src/mfa/describe-requirement.js';
import { qrCodeSvg } from '../src/mfa/qr-code.js';
import { type RefusedCode, showHandedOver } from './handed-over.js';
import { attemptKeyOf, type OpenInteraction } from './open-interaction.js';
import { interactionProps } from './page-props.js';
import type { InteractionParts } from './parts.js';
import { codeRefusalOf } from './views/code-refusal.js';
import { enrolmentExpiredPage } from './views/enrolment-expired-page.js';
import { enrolmentPage } from './views/enrolment-page.js';
import { codeError } from './views/field-errors.js';
import type { Requirement } from './views/requirement-line.js';

/** What was sent and why it was refused. */
export interface RefusedEnrolment {
  readonly refusal: RefusedCode['refusal'];
  readonly typed: string;
  readonly name: string;
}

const digits = 6;
const periodSeconds = 30;

export async function showEnrolment(
  ctx: Context,
  open: OpenInteraction,
  parts: InteractionParts,
  refused?: RefusedEnrolment,
): Promise<void> {
  const { step, state } = open;
  if (step.step !== 'enrol') throw new Error('This step is not an enrolment.');
  const { account } = step;
  const props = interactionProps(ctx, open, parts);
  // Expired, or confirmed in another tab: a key must not appear in the answer to a code that was meant for another.
  if (refused?.refusal.because === 'enrolment_gone') {
    return sendPage(ctx, enrolmentExpiredPage({ ...props, account: account.email }), 422);
  }
  if (await showHandedOver(ctx, open, parts, refused)) return;
  const { totpEnrolment } = parts.factors;
  const pending = await beginEnrolment(
    parts.database,
    attemptKeyOf(open),
    totpEnrolment.startEnrolment(account),
    parts.settings.mfaSetupMinutes,
  );
  const enrolment = totpEnrolment.reopenEnrolment(account, pending);
  const now = parts.clock.now();
  const error =
    refused === undefined
      ? undefined
      : codeError(props.locale, codeRefusalOf(refused.refusal, { method: 'totp', typed: refused.typed, now }));
  const html = enrolmentPage({
    ...props,
    now: state.now,
    account: account.email,
    issuer: parts.settings.mfaIssuer,
    key: { uri: enrolment.uri, seed: enrolment.seed, qrSvg: await qrCodeSvg(enrolment.uri) },
    digits,
    periodSeconds,
    name: refused?.name,
    requirement: requirementOf(open),
    isOptional: step.optional,
    error,
  });
  sendPage(ctx, html, refused === undefined ? 200 : 422);
}

function requirementOf({ step }: OpenInteraction): Requirement | undefined {
  if (step.step !== 'enrol' || step.because === 'chosen') return undefined;
  if (step.because === 'demanded_by_request') return { by: 'relying_party' };
  const of = ruledPeople({ ...step, because: step.because }) ?? undefined;
  return { by: 'organization', deadline: step.deadline ?? undefined, of };
}
