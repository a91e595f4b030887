/** The page `/account/reset-password`: a new password for whoever reads the account's mail and has its second factor. Signs nobody in. */
import type { Context } from 'koa';
import type { FieldError } from '../../interactions/views/page-context.js';
import { passwordProblems } from '../accounts/password-policy.js';
import type { AuditOrigin } from '../audit/audit-event.js';
import { browserIdFrom } from '../http/browser-cookie.js';
import { sourceOf } from '../http/request-state.js';
import { seeOther } from '../http/see-other.js';
import { sendPage } from '../http/send-page.js';
import { readMailLink } from '../mail/mail-link.js';
import { findMailLink, type MailLink, type MailLinkReading } from '../mail/mail-store.js';
import type { AccountParts } from './account-parts.js';
import { inLanguageOf } from './link-language.js';
import { newPasswordError, passwordMessages } from './messages/password-catalogue.js';
import { sendRefusedCode } from './own-proof.js';
import type { OpenPublic, PublicPage } from './public-parts.js';
import {
  type PasswordResetResult,
  resetPasswordWithProof,
  resetPassword as setByMail,
} from './reset-password-store.js';
import { newPasswordName } from './views/new-password-field.js';
import { deadResetLinkPage, passwordResetPage, resetPasswordPage } from './views/reset-password-page.js';

const path = '/account/reset-password';

export const resetPassword: PublicPage = {
  path,
  async show(ctx, open, parts) {
    if (ctx.query.done !== undefined) return sendPage(ctx, passwordResetPage(open.props));
    const found = await findLink(open, parts);
    if (found.ok) sendPage(ctx, formPage(inLanguageOf(found.link, open), found.link, parts));
    else sendDeadLink(ctx, open, found.because);
  },
  acts: { reset_password: reset },
};

/** The password's own rules first, so that no code is spent for one that will not do; then the hash; then all else at once. */
async function reset(
  ctx: Context,
  opened: OpenPublic,
  form: ReadonlyMap<string, string>,
  parts: AccountParts,
): Promise<void> {
  const found = await findLink(opened, parts);
  if (!found.ok) return sendDeadLink(ctx, opened, found.because);
  const { link } = found;
  const open = inLanguageOf(link, opened);
  const { locale } = open.props;
  const minLength = parts.settings.passwordMinLength;
  const typed = form.get(newPasswordName) ?? '';
  const problems = await passwordProblems(typed, { ...link.account, minLength });
  const error = newPasswordError(locale, newPasswordName, { typed, problems, minLength });
  if (error !== undefined) return sendPage(ctx, formPage(open, link, parts, error), 422);

  const code = form.get('code') ?? '';
  const now = parts.clock.now();
  const passwordHash = await parts.hasher.hash(typed);
  const result = await change(ctx, { link, passwordHash, code, now }, parts);
  if (result.ok) return seeOther(ctx, `${path}?done=1`);
  if (result.because === 'link_dead') return sendDeadLink(ctx, open, 'expired');
  sendRefusedCode(ctx, { refusal: result.refusal, typed: code, now, locale }, (refusal) => {
    // Passwords are never sent back, so the right one has to be typed once more, too.
    const again = passwordMessages(locale).reset.typeAgain;
    const detail = [refusal.detail, again].filter((text) => text !== undefined).join(' ');
    return formPage(open, link, parts, { ...refusal, detail });
  });
}

async function change(
  ctx: Context,
  {
    link,
    passwordHash,
    code,
    now,
  }: { readonly link: MailLink; readonly passwordHash: string; readonly code: string; readonly now: Date },
  { database, keyRing, factors, ...parts }: AccountParts,
): Promise<PasswordResetResult> {
  // Not the account: whoever reads its mail is not yet known to be its owner.
  const origin: AuditOrigin = { actor: { type: 'anonymous', id: null }, ...sourceOf(ctx) };
  const byLink = { link, passwordHash, origin, keyRing };
  if (!asksForCode(link)) return setByMail(database, byLink);
  const browserId = browserIdFrom(ctx, parts);
  const proof = { accountId: link.account.id, typed: code, browserId, now, origin };
  return resetPasswordWithProof(database, byLink, { factors, proof });
}

function asksForCode({ account }: MailLink): boolean {
  return account.mfaConfiguredAt !== null;
}

/** One statement at most. Accounts that may not sign in have no password to choose. */
async function findLink({ token }: OpenPublic, { database, keyRing }: AccountParts): Promise<MailLinkReading> {
  const mailId = readMailLink(keyRing, token);
  if (mailId === undefined) return { ok: false, because: 'unknown' };
  const found = await findMailLink(database, mailId, 'password_reset');
  return found.ok && found.link.account.status !== 'active' ? { ok: false, because: 'expired' } : found;
}

function formPage(
  { props, token = '' }: OpenPublic,
  link: MailLink,
  { settings }: AccountParts,
  error?: FieldError,
): string {
  const minLength = settings.passwordMinLength;
  const account = link.account.email;
  return resetPasswordPage({ ...props, token, account, minLength, asksForCode: asksForCode(link), error });
}

/** 410: it worked once, or never will (RFC 9110 section 15.5.11). */
function sendDeadLink(
  ctx: Context,
  { props }: OpenPublic,
  because: Extract<MailLinkReading, { ok: false }>['because'],
): void {
  sendPage(ctx, deadResetLinkPage({ ...props, because }), 410);
}
