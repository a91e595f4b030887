/** Shows the password page, fresh or with the reason of a refusal. What was typed as e-mail is kept, a password never. */

import type { Context } from 'koa';
import { sendBlocked, sendPage } from '../src/http/send-page.js';
import { switchAccountParameter } from '../src/oidc/switch-account.js';
import type { OpenInteraction } from './open-interaction.js';
import { interactionProps } from './page-props.js';
import type { InteractionParts } from './parts.js';
import { type PasswordRefusal, passwordError } from './views/field-errors.js';
import { noticeFor } from './views/notices.js';
import { passwordPage } from './views/password-page.js';

export function showPassword(
  ctx: Context,
  open: OpenInteraction,
  parts: InteractionParts,
  { email, refusal }: { readonly email?: string; readonly refusal?: PasswordRefusal } = {},
): void {
  const props = interactionProps(ctx, open, parts);
  const { attempt, account } = open.state;
  const { login_hint: hint, [switchAccountParameter]: another } = open.details.params;
  const isSwitching = ctx.query.switch !== undefined || another !== undefined;
  const known = isSwitching ? null : account;
  const offered = known?.email ?? (typeof hint === 'string' && !isSwitching ? hint : undefined);
  const html = passwordPage({
    ...props,
    email: email ?? offered,
    isKnownAccount: known !== null && (email === undefined || email === known.email),
    notice: attempt?.restartedAt == null ? undefined : noticeFor(props.locale, { about: 'too_many_codes' }),
    forgotPasswordUrl: '/account/forgot-password',
    signUpUrl: parts.settings.signUp === 'closed' ? undefined : '/account/sign-up',
    helpUrl: '/account/help',
    error: refusal === undefined ? undefined : passwordError(props.locale, refusal),
  });
  if (refusal?.because === 'locked_out') sendBlocked(ctx, html, refusal.retryAfterSeconds);
  else sendPage(ctx, html, refusal === undefined ? 200 : 422);
}
