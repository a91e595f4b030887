/** Shows that a sign-in cannot go on: its cookie is lost, it expired, was finished, or belongs to another browser. */
import type { Context } from 'koa';
import { sendPage } from './page-props.js';
import type { InteractionParts } from './parts.js';
import { expiredPage } from './views/expired-page.js';
import { chooseLocale } from './views/messages/locale.js';

export function showGone(ctx: Context, { settings }: Pick<InteractionParts, 'settings'>): void {
  const locale = chooseLocale({ acceptLanguage: ctx.req.headers['accept-language'] });
  sendPage(ctx, expiredPage({ locale, brand: { name: settings.mfaIssuer }, because: 'expired' }), 410);
}
