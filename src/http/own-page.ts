/** What every page of ours for somebody who is signed in begins with: where it is, whose form it is, how to come back to it. */
import type { Context } from 'koa';
import { chooseLocale, type Locale } from '../language/locale.js';
import { ownPagesSignInPath } from '../oidc/own-pages-client.js';
import type { PageSession, PageSessionReading } from '../oidc/page-session.js';
import { seeOther } from './see-other.js';

/** Path and query: forms of a page about one thing name it in their address, so that a sign-in in between does not lose it. */
export function hereOf(ctx: Context): string {
  return `${ctx.path}${ctx.search}`;
}

/** What the forms of a page are bound to, see csrfToken. */
export function formBinding({ recordUid }: PageSession): string {
  return `account ${recordUid}`;
}

/** The person's own choice goes before the browser's. */
export function localeOfSession(ctx: Context, { account }: PageSession): Locale {
  return chooseLocale({ uiLocales: account.locale ?? undefined, acceptLanguage: ctx.req.headers['accept-language'] });
}

/** Through the sign-in and back to this address. Whoever is signed in already is asked for everything anew. */
export function sendToSignIn(ctx: Context, reading: PageSessionReading, issuer: string): void {
  const uiLocales = reading.ok ? reading.session.account.locale : null;
  seeOther(ctx, ownPagesSignInPath(issuer, { returnTo: hereOf(ctx), isFreshWanted: reading.ok, uiLocales }));
}

/** Whether a path is that of one of these pages; `:name` in a page's path stands for one segment. */
export function pathMatcher(paths: readonly string[]): (path: string) => boolean {
  const patterns = paths.map((path) => new RegExp(`^${path.replaceAll(/:\w+/g, '[\\w-]+')}$`));
  return (path) => patterns.some((pattern) => pattern.test(path));
}
