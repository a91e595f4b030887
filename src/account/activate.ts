/** The page `/account/activate`: whoever reads the mail of a new account chooses its password. Signs nobody in. */
import type { Context } from 'koa';
import type { FieldError } from '../../interactions/views/page-context.js';
import { passwordProblems } from '../accounts/password-policy.js';
import { sourceOf } from '../http/request-state.js';
import { seeOther } from '../http/see-other.js';
import { sendPage } from '../http/send-page.js';
import { readMailLink } from '../mail/mail-link.js';
import { findMailLink, type MailLink, type MailLinkReading } from '../mail/mail-store.js';
import type { AccountParts } from './account-parts.js';
import { activateByMail } from './activation-store.js';
import { inLanguageOf } from './link-language.js';
import { newPasswordError } from './messages/password-catalogue.js';
import { signUpMessages } from './messages/sign-up-catalogue.js';
import { readName } from './own-name.js';
import type { OpenPublic, PublicPage } from './public-parts.js';
import { activatedPage, activatePage, deadActivationPage } from './views/activate-page.js';
import { newPasswordName } from './views/new-password-field.js';
import { signUpClosedPage } from './views/sign-up-page.js';

const path = '/account/activate';

export const activate: PublicPage = {
  path,
  async show(ctx, open, parts) {
    const { signUp: mode } = parts.settings;
    if (mode === 'closed') return sendPage(ctx, signUpClosedPage(open.props), 404);
    if (ctx.query.done !== undefined) return sendPage(ctx, activatedPage({ ...open.props, mode }));
    const found = await findLink(open, parts);
    if (!found.ok) return sendDeadLink(ctx, open, found.because);
    const { link } = found;
    sendPage(ctx, formPage(inLanguageOf(link, open), link, parts, { name: link.account.name }));
  },
  acts: { activate: finish },
};

async function finish(
  ctx: Context,
  opened: OpenPublic,
  form: ReadonlyMap<string, string>,
  parts: AccountParts,
): Promise<void> {
  const { database, settings, hasher } = parts;
  if (settings.signUp === 'closed') return sendPage(ctx, signUpClosedPage(opened.props), 404);
  const found = await findLink(opened, parts);
  if (!found.ok) return sendDeadLink(ctx, opened, found.because);
  const { link } = found;
  const open = inLanguageOf(link, opened);
  const { locale } = open.props;
  const typed = form.get(newPasswordName) ?? '';
  const typedName = form.get('name') ?? '';
  const refuse = (error: FieldError) => sendPage(ctx, formPage(open, link, parts, { name: typedName, error }), 422);
  const name = readName(typedName);
  if (name === undefined) return refuse({ field: 'name', message: signUpMessages(locale).nameTooLong });
  const minLength = settings.passwordMinLength;
  const problems = await passwordProblems(typed, { email: link.account.email, name, minLength });
  const error = newPasswordError(locale, newPasswordName, { typed, problems, minLength });
  if (error !== undefined) return refuse(error);

  const activated = await activateByMail(database, {
    link,
    name,
    passwordHash: await hasher.hash(typed),
    needsApproval: settings.signUp === 'approval',
    origin: { actor: { type: 'anonymous', id: null }, ...sourceOf(ctx) },
  });
  if (!activated.ok) return sendDeadLink(ctx, open, 'used');
  seeOther(ctx, `${path}?done=1`);
}

/** One statement at most. */
async function findLink({ token }: OpenPublic, { database, keyRing }: AccountParts): Promise<MailLinkReading> {
  const mailId = readMailLink(keyRing, token);
  if (mailId === undefined) return { ok: false, because: 'unknown' };
  const found = await findMailLink(database, mailId, 'activation');
  // Another link of the same account was faster, or an administrator.
  const isWaiting = found.ok && found.link.account.status === 'pending' && found.link.account.emailVerifiedAt === null;
  return found.ok && !isWaiting ? { ok: false, because: 'used' } : found;
}

function formPage(
  { props, token = '' }: OpenPublic,
  { account }: MailLink,
  { settings }: AccountParts,
  typed: { readonly name: string; readonly error?: FieldError },
): string {
  const minLength = settings.passwordMinLength;
  return activatePage({ ...props, ...typed, token, account: account.email, minLength });
}

/** 410: it worked once, or never will (RFC 9110 section 15.5.11). */
function sendDeadLink(
  ctx: Context,
  { props }: OpenPublic,
  because: Extract<MailLinkReading, { ok: false }>['because'],
): void {
  sendPage(ctx, deadActivationPage({ ...props, because }), 410);
}
