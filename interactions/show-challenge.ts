/** Shows the challenge page, fresh or with the reason of a refusal. */

import type { Context } from 'koa';
import { sendBlocked, sendPage } from '../src/http/send-page.js';
import type { Refused, SecondFactorMethod } from '../src/mfa/second-factor.js';
import type { OpenInteraction } from './open-interaction.js';
import { interactionProps } from './page-props.js';
import type { InteractionParts } from './parts.js';
import { challengePage } from './views/challenge-page.js';
import { codeRefusalOf } from './views/code-refusal.js';
import { codeError } from './views/field-errors.js';

export interface RefusedCode {
  readonly method: SecondFactorMethod;
  readonly typed: string;
  readonly refusal: Refused;
}

export function showChallenge(
  ctx: Context,
  open: OpenInteraction,
  parts: InteractionParts,
  refused?: RefusedCode,
): void {
  const { account, attempt } = open.state;
  if (account === null) throw new Error('A challenge needs an account.');
  const props = interactionProps(ctx, open, parts);
  const now = parts.clock.now();
  const attemptsLeft = parts.settings.mfaMaxAttempts - (attempt?.wrongCodes ?? 0) - 1;
  const refusal = refused === undefined ? undefined : codeRefusalOf(refused.refusal, { ...refused, now, attemptsLeft });
  const html = challengePage({
    ...props,
    account: account.email,
    issuer: parts.settings.mfaIssuer,
    method: methodShown(ctx, refused),
    hasBackupCodes: open.state.backupCodesRemaining !== 0,
    error: refusal === undefined ? undefined : codeError(props.locale, refusal),
  });
  if (refusal?.because === 'too_many_attempts') sendBlocked(ctx, html, refusal.retryAfterSeconds);
  else sendPage(ctx, html, refusal === undefined ? 200 : 422);
}

/** The link "Use a backup code" chooses it; after a refused code the page stays with what was tried. */
function methodShown(ctx: Context, refused: RefusedCode | undefined): SecondFactorMethod {
  return refused?.method ?? (ctx.query.method === 'backup_code' ? 'backup_code' : 'totp');
}
