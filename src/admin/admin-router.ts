/** Serves the console: for administrators only, forms from our own pages only, changes on a fresh sign-in only. */
import type { Context } from 'koa';
import Router from 'koa-router';
import { csrfField, csrfMatches, csrfToken } from '../http/csrf.js';
import { readForm } from '../http/form-body.js';
import { formBinding, hereOf, localeOfSession, sendToSignIn } from '../http/own-page.js';
import { Problem } from '../http/problem.js';
import { sameOrigin } from '../http/same-origin.js';
import { seeOther } from '../http/see-other.js';
import { sendPage } from '../http/send-page.js';
import type { PageSession } from '../oidc/page-session.js';
import type { AdminPageContext } from './admin-page-context.js';
import type { AdminPage, AdminParts, OpenAdmin } from './admin-parts.js';
import { decideConsoleAccess, sessionAdministrator } from './session-administrator.js';
import { factorNeededPage } from './views/factor-needed-page.js';

export function createAdminRouter(parts: AdminParts, pages: readonly AdminPage[]): Router {
  const router = new Router();
  for (const page of pages) {
    router.get(page.path, async (ctx) => {
      const open = await openAdmin(ctx, page, parts);
      if (open !== undefined) await page.show(ctx, open, parts);
    });
    const { acts } = page;
    if (acts === undefined) continue;
    // A page that changes something without a fresh sign-in would be a mistake of ours, and a quiet one.
    if (!page.needsFreshSignIn) throw new Error(`${page.path} has acts and asks for no fresh sign-in`);
    router.post(page.path, sameOrigin(parts.settings), async (ctx) => {
      const form = await readForm(ctx);
      const open = await openAdmin(ctx, page, parts);
      if (open === undefined) return;
      // A form from another session, or from before this one: the page is shown anew, as the present session's.
      if (!csrfMatches(parts.keyRing, formBinding(open.session), form.get(csrfField))) {
        return seeOther(ctx, hereOf(ctx));
      }
      const name = form.get('act') ?? '';
      const act = Object.hasOwn(acts, name) ? acts[name] : undefined;
      if (act === undefined) return seeOther(ctx, hereOf(ctx));
      await act(ctx, open, form, parts);
    });
  }
  return router;
}

/** Undefined when the request was answered otherwise. Throws Problem 403 for people who are no administrators. */
async function openAdmin(ctx: Context, page: AdminPage, parts: AdminParts): Promise<OpenAdmin | undefined> {
  const { settings, policy } = parts;
  const reading = await parts.readPageSession(ctx);
  if (!reading.ok) {
    sendToSignIn(ctx, reading, settings.issuer);
    return undefined;
  }
  const { session } = reading;
  const access = decideConsoleAccess(session, policy);
  const props = contextOf(ctx, session, parts);
  if (!access.ok) {
    if (access.because === 'role_required') {
      throw new Problem(403, 'role_required', 'This is for accounts with the role admin or super_admin.');
    }
    sendPage(ctx, factorNeededPage(props), 403);
    return undefined;
  }
  if (page.needsFreshSignIn && !session.isFresh) {
    sendToSignIn(ctx, reading, settings.issuer);
    return undefined;
  }
  const administrator = sessionAdministrator(ctx, session, policy);
  return { session, props, administrator, params: (ctx as { params?: Record<string, string> }).params ?? {} };
}

function contextOf(ctx: Context, session: PageSession, { settings, keyRing }: AdminParts): AdminPageContext {
  const { account } = session;
  return {
    locale: localeOfSession(ctx, session),
    brand: { name: settings.mfaIssuer },
    action: hereOf(ctx),
    csrf: csrfToken(keyRing, formBinding(session)),
    account: account.email,
    accountId: account.id,
    isSuperAdmin: account.roles.includes('super_admin'),
  };
}
