/** A code that proves whose hands these are, on a page of somebody who is signed in: how it is asked for, refused, and what it keeps. */
import type { Context } from 'koa';
import { codeRefusalOf } from '../../interactions/views/code-refusal.js';
import { codeError } from '../../interactions/views/field-errors.js';
import type { FieldError } from '../../interactions/views/page-context.js';
import type { Kept } from '../accounts/generation-store.js';
import type { AuditOrigin } from '../audit/audit-event.js';
import { browserIdFrom } from '../http/browser-cookie.js';
import { sourceOf } from '../http/request-state.js';
import { sendBlocked, sendPage } from '../http/send-page.js';
import type { Locale } from '../language/locale.js';
import type { RefusedCode, VerifyRequest } from '../mfa/second-factor.js';
import type { PageSession } from '../oidc/page-session.js';
import type { AccountParts } from './account-parts.js';

/** The typed code as it is verified: counted against the budget of this browser, or of all others. */
export function proofOf(ctx: Context, session: PageSession, typed: string, parts: AccountParts): VerifyRequest {
  return {
    accountId: session.account.id,
    typed,
    browserId: browserIdFrom(ctx, parts),
    now: parts.clock.now(),
    origin: ownOrigin(ctx, session),
  };
}

/** What goes on after the person's own change: this browser, and nothing else. */
export function keptOf(ctx: Context, { recordUid }: PageSession, parts: AccountParts): Kept {
  const browserId = browserIdFrom(ctx, parts);
  return { sessionUids: [recordUid], ...(browserId === null ? {} : { browserId }) };
}

export function ownOrigin(ctx: Context, { account }: PageSession): AuditOrigin {
  return { actor: { type: 'account', id: account.id }, ...sourceOf(ctx) };
}

/** Sends the page again with the reason at the field: 422, or 429 when the budget is used up. */
export function sendRefusedCode(
  ctx: Context,
  { refusal, typed, now, locale }: { refusal: RefusedCode; typed: string; now: Date; locale: Locale },
  page: (error: FieldError) => string,
): void {
  const because = codeRefusalOf(refusal, { method: refusal.method, typed, now });
  const html = page(codeError(locale, because));
  if (because.because === 'too_many_attempts') sendBlocked(ctx, html, because.retryAfterSeconds);
  else sendPage(ctx, html, 422);
}
