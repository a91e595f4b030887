/** Serves the pages that need no sign-in: forms from our own pages only, and no address with a token goes any further. */
import type { Context } from 'koa';
import Router from 'koa-router';
import { csrfField, csrfMatches, csrfToken } from '../http/csrf.js';
import { readForm } from '../http/form-body.js';
import { sameOrigin } from '../http/same-origin.js';
import { seeOther } from '../http/see-other.js';
import { chooseLocale } from '../language/locale.js';
import type { AccountParts } from './account-parts.js';
import { formBinding, keepFormBinding } from './form-cookie.js';
import type { OpenPublic, PublicPage } from './public-parts.js';

/** Longest token looked at, in characters; ours have 80. */
const longestToken = 200;

export function createPublicRouter(parts: AccountParts, pages: readonly PublicPage[]): Router {
  const { settings, keyRing } = parts;
  const router = new Router();
  for (const page of pages) {
    router.get(page.path, async (ctx) => {
      keepAddressSecret(ctx);
      const { token } = ctx.query;
      await page.show(ctx, open(ctx, page, tokenOf(token)), parts);
    });
    router.post(page.path, sameOrigin(settings), async (ctx) => {
      keepAddressSecret(ctx);
      const form = await readForm(ctx);
      const token = tokenOf(form.get('token'));
      const binding = formBinding(ctx, settings.issuer);
      const name = form.get('act') ?? '';
      const act = Object.hasOwn(page.acts, name) ? page.acts[name] : undefined;
      // Another browser's form, or one that lay open too long: the page is shown anew.
      if (binding === undefined || !csrfMatches(keyRing, binding, form.get(csrfField)) || act === undefined) {
        const query = token === undefined ? '' : `?${new URLSearchParams({ token })}`;
        return seeOther(ctx, `${page.path}${query}`);
      }
      await act(ctx, open(ctx, page, token), form, parts);
    });
  }
  return router;

  function open(ctx: Context, page: PublicPage, token: string | undefined): OpenPublic {
    return {
      props: {
        locale: chooseLocale({ acceptLanguage: ctx.req.headers['accept-language'] }),
        brand: { name: settings.mfaIssuer },
        action: page.path,
        csrf: csrfToken(keyRing, keepFormBinding(ctx, settings.issuer)),
      },
      token,
    };
  }
}

/**
 * The token in the address must not travel on in a Referer, not even to us. Not no-referrer: with it browsers send
 * `Origin: null` from our own forms, and same-origin could not tell them from others.
 */
function keepAddressSecret(ctx: Context): void {
  ctx.set('Referrer-Policy', 'strict-origin');
}

function tokenOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= longestToken ? value : undefined;
}
