/** Serves the account pages: identity from the one session, forms from our own pages only, a fresh sign-in where it matters. */
import type { Context } from 'koa';
import Router from 'koa-router';
import { csrfField, csrfMatches, csrfToken } from '../http/csrf.js';
import { readForm } from '../http/form-body.js';
import { sameOrigin } from '../http/same-origin.js';
import { seeOther } from '../http/see-other.js';
import { chooseLocale, type Locale } from '../language/locale.js';
import { ownPagesReturnPath, ownPagesSignInPath } from '../oidc/own-pages-client.js';
import type { PageSession } from '../oidc/page-session.js';
import type { AccountPage, AccountParts, OpenAccount } from './account-parts.js';
import { returnTarget } from './return-target.js';

/** Where people go on who turned back from a sign-in. */
const fallbackPath = '/account/security';

export function createAccountRouter(parts: AccountParts, pages: readonly AccountPage[]): Router {
  const router = new Router();
  for (const page of pages) {
    router.get(page.path, async (ctx) => {
      const open = await openAccount(ctx, page, parts);
      if (open !== undefined) await page.show(ctx, open, parts);
    });
    router.post(page.path, sameOrigin(parts.settings), async (ctx) => {
      const form = await readForm(ctx);
      const open = await openAccount(ctx, page, parts);
      if (open === undefined) return;
      // A form from another session, or from before this one: the page is shown anew, as the present session's.
      if (!csrfMatches(parts.keyRing, bindingOf(open.session), form.get(csrfField))) return seeOther(ctx, page.path);
      const name = form.get('act') ?? '';
      const act = Object.hasOwn(page.acts, name) ? page.acts[name] : undefined;
      if (act === undefined) return seeOther(ctx, page.path);
      await act(ctx, open, form, parts);
    });
  }
  const paths: ReadonlySet<string> = new Set(pages.map(({ path }) => path));
  router.get(ownPagesReturnPath, async (ctx) => {
    const { state, error } = ctx.query;
    const target = returnTarget(state, paths) ?? fallbackPath;
    if (error === undefined) return seeOther(ctx, target);
    // Turned back: on to what the session allows, and never into the same sign-in again.
    const reading = await parts.readPageSession(ctx);
    seeOther(ctx, reading.ok ? fallbackPath : '/');
  });
  return router;
}

/** Undefined when the person was sent to sign in, or to sign in again. */
async function openAccount(ctx: Context, page: AccountPage, parts: AccountParts): Promise<OpenAccount | undefined> {
  const reading = await parts.readPageSession(ctx);
  const isFreshWanted = reading.ok && page.needsFreshSignIn && !reading.session.isFresh;
  if (!reading.ok || isFreshWanted) {
    const returnTo = ctx.method === 'GET' ? `${ctx.path}${ctx.search}` : ctx.path;
    const uiLocales = reading.ok ? reading.session.account.locale : null;
    seeOther(ctx, ownPagesSignInPath(parts.settings.issuer, { returnTo, isFreshWanted, uiLocales }));
    return undefined;
  }
  const { session } = reading;
  return {
    session,
    props: {
      locale: localeOf(ctx, session),
      brand: { name: parts.settings.mfaIssuer },
      action: page.path,
      csrf: csrfToken(parts.keyRing, bindingOf(session)),
      account: session.account.email,
    },
  };
}

function bindingOf({ recordUid }: PageSession): string {
  return `account ${recordUid}`;
}

/** The person's own choice goes before the browser's. */
function localeOf(ctx: Context, { account }: PageSession): Locale {
  return chooseLocale({ uiLocales: account.locale ?? undefined, acceptLanguage: ctx.req.headers['accept-language'] });
}
