/** The page `/account/not-me`, where the link "This wasn't me" leads: says what happened, and acts only when confirmed. */
import type { Context } from 'koa';
import { type NoticeKind, noticeKinds } from '../audit/mail-kind.js';
import { sourceOf } from '../http/request-state.js';
import { seeOther } from '../http/see-other.js';
import { sendPage } from '../http/send-page.js';
import { chooseLocale } from '../language/locale.js';
import { readMailLink } from '../mail/mail-link.js';
import { findMailLink, type MailLink, type MailLinkReading } from '../mail/mail-store.js';
import type { AccountParts } from './account-parts.js';
import { reportCompromise } from './not-me-store.js';
import type { OpenPublic, PublicPage } from './public-parts.js';
import { notMeDonePage, notMeGonePage, notMePage } from './views/not-me-page.js';

const path = '/account/not-me';

export const notMe: PublicPage = {
  path,
  async show(ctx, open, parts) {
    if (open.token === undefined && ctx.query.done !== undefined) return sendPage(ctx, notMeDonePage(open.props));
    const reading = await readLink(open, parts);
    if (!reading.ok) return showGone(ctx, open, reading.because);
    const { kind, detail, account, createdAt } = reading.link;
    const props = { ...open.props, locale: localeOf(ctx, reading.link), token: open.token ?? '' };
    sendPage(ctx, notMePage({ ...props, account: account.email, happened: { kind, detail, at: createdAt } }));
  },
  acts: {
    async report(ctx, open, _form, parts) {
      const reading = await readLink(open, parts);
      if (!reading.ok) return showGone(ctx, open, reading.because);
      const { link } = reading;
      const reported = await reportCompromise(parts.database, link, [
        {
          actor: { type: 'anonymous', id: null },
          ...sourceOf(ctx),
          type: 'user.compromise_reported',
          subjectId: link.account.id,
          outcome: 'success',
          detail: { reported: link.kind },
        },
      ]);
      if (!reported.ok) return showGone(ctx, open, 'used');
      seeOther(ctx, `${path}?done=1`);
    },
  },
};

async function readLink(
  { token }: OpenPublic,
  { keyRing, database }: AccountParts,
): Promise<MailLinkReading<NoticeKind>> {
  const mailId = readMailLink(keyRing, token);
  return mailId === undefined ? { ok: false, because: 'unknown' } : findMailLink(database, mailId, noticeKinds);
}

/** 410: it was there and is no more, or never was (RFC 9110 section 15.5.11). */
function showGone(ctx: Context, { props }: OpenPublic, because: 'unknown' | 'used' | 'expired'): void {
  sendPage(ctx, notMeGonePage({ ...props, because }), 410);
}

/** The language of the mail. */
function localeOf(ctx: Context, { account }: MailLink) {
  return chooseLocale({ uiLocales: account.locale ?? undefined, acceptLanguage: ctx.req.headers['accept-language'] });
}
