/** Lets state change only from our own pages: the browser's own statement of where a request comes from must say so. */
import type { Middleware } from 'koa';
import { Problem } from './problem.js';

/** The headers a browser sets by itself and no page can forge (Fetch standard, "forbidden request-header"). */
export interface OriginHeaders {
  readonly origin?: string | undefined;
  readonly referer?: string | undefined;
  readonly secFetchSite?: string | undefined;
}

/**
 * Refuses every unsafe method that does not come from the issuer's own origin, with 403 `cross_origin`. For pages and their
 * forms only: the protocol's endpoints and the API are meant for others and carry no cookies.
 */
export function sameOrigin({ issuer }: { readonly issuer: string }): Middleware {
  const { origin } = new URL(issuer);
  return async (ctx, next) => {
    const { origin: from, referer, 'sec-fetch-site': site } = ctx.req.headers;
    const headers = { origin: from, referer, secFetchSite: Array.isArray(site) ? site.join() : site };
    if (!['GET', 'HEAD', 'OPTIONS'].includes(ctx.method) && !isSameOrigin(headers, origin)) {
      throw new Problem(
        403,
        'cross_origin',
        'This form was not sent from our own page. Go back, reload it, and try again.',
      );
    }
    await next();
  };
}

/**
 * Pure. Whatever the browser states must be ours. One that states nothing at all (a proxy for privacy took it away; a program) is
 * left to the form's token, which only our page and this browser's cookie have together. An Origin that is present must be ours: `null`, as sandboxed frames and data: pages send it, is not. Sec-Fetch-Site
 * `same-origin` then suffices; `none` (typed, bookmarked) and its absence (older browsers) need Origin, or failing that Referer.
 */
export function isSameOrigin({ origin, referer, secFetchSite }: OriginHeaders, ownOrigin: string): boolean {
  if (origin === undefined && referer === undefined && secFetchSite === undefined) return true;
  if (origin !== undefined && origin !== ownOrigin) return false;
  if (secFetchSite === 'same-origin') return true;
  // `same-site` includes other subdomains, which others may run.
  if (secFetchSite !== undefined && secFetchSite !== 'none') return false;
  return origin !== undefined || originOf(referer) === ownOrigin;
}

function originOf(address: string | undefined): string | undefined {
  return address !== undefined && URL.canParse(address) ? new URL(address).origin : undefined;
}
