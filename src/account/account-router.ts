/** Serves the account pages: identity from the one session, forms from our own pages only, a fresh sign-in where it matters. */
import type { Context } from 'koa';
import Router from 'koa-router';
import { isAdmin } from '../accounts/account.js';
import { csrfField, csrfMatches, csrfToken } from '../http/csrf.js';
import { readForm } from '../http/form-body.js';
import { formBinding, hereOf, localeOfSession, sendToSignIn } from '../http/own-page.js';
import { sameOrigin } from '../http/same-origin.js';
import { seeOther } from '../http/see-other.js';
import { ownPagesReturnPath } from '../oidc/own-pages-client.js';
import type { PageSession } from '../oidc/page-session.js';
import type { AccountPage, AccountParts, OpenAccount } from './account-parts.js';
import { returnTarget } from './return-target.js';

/** Where people go on who turned back from a sign-in. */
const fallbackPath = '/account/security';

/** @param isOwnPage whether a path is a page that people may be led back to after their sign-in, of the account or another */
export function createAccountRouter(
  parts: AccountParts,
  pages: readonly AccountPage[],
  isOwnPage: (path: string) => boolean,
): Router {
  const router = new Router();
  for (const page of pages) {
    router.get(page.path, async (ctx) => {
      const open = await openAccount(ctx, page, parts);
      if (open !== undefined) await page.show(ctx, open, parts);
    });
    router.post(page.path, sameOrigin(parts.settings), async (ctx) => {
      const form = await readForm(ctx);
      const open = await openForm(ctx, page, parts);
      if (open === undefined) return;
      // A form from another session, or from before this one: the page is shown anew, as the present session's.
      if (!csrfMatches(parts.keyRing, formBinding(open.session), form.get(csrfField)))
        return seeOther(ctx, hereOf(ctx));
      const name = form.get('act') ?? '';
      const act = Object.hasOwn(open.acts, name) ? open.acts[name] : undefined;
      if (act === undefined) return seeOther(ctx, hereOf(ctx));
      await act(ctx, open, form, parts);
    });
  }
  router.get(ownPagesReturnPath, async (ctx) => {
    const { state, error } = ctx.query;
    const target = returnTarget(state, isOwnPage) ?? fallbackPath;
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
  if (reading.ok && (reading.session.isFresh || !page.needsFreshSignIn)) {
    return openWith(ctx, page, reading.session, parts);
  }
  sendToSignIn(ctx, reading, parts.settings.issuer);
  return undefined;
}

/** The same for a form, with the acts that are open to its session. */
async function openForm(ctx: Context, page: AccountPage, parts: AccountParts) {
  const reading = await parts.readPageSession(ctx);
  if (reading.ok && (reading.session.isFresh || !page.needsFreshSignIn)) {
    return { ...openWith(ctx, page, reading.session, parts), acts: page.acts };
  }
  if (reading.ok && page.actsWhenNotFresh !== undefined) {
    return { ...openWith(ctx, page, reading.session, parts), acts: page.actsWhenNotFresh };
  }
  const unproved = !reading.ok && reading.because === 'mfa_required' ? reading.unproved : undefined;
  if (page.actsBeforeFactor !== undefined && unproved !== undefined && unproved.account.mfaConfiguredAt !== null) {
    return { ...openWith(ctx, page, unproved, parts), acts: page.actsBeforeFactor };
  }
  sendToSignIn(ctx, reading, parts.settings.issuer);
  return undefined;
}

function openWith(
  ctx: Context,
  { path }: AccountPage,
  session: PageSession,
  { settings, keyRing }: AccountParts,
): OpenAccount {
  return {
    session,
    props: {
      locale: localeOfSession(ctx, session),
      brand: { name: settings.mfaIssuer },
      action: path,
      csrf: csrfToken(keyRing, formBinding(session)),
      account: session.account.email,
      isAdministrator: isAdmin(session.account),
    },
  };
}
