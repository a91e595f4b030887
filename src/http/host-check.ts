/** Answers only under the issuer's own host, so that no page, link or protocol answer can be built from a host someone chose. */
import type { Middleware } from 'koa';
import { isHealthPath } from './health.js';
import { Problem } from './problem.js';

/** 421 (RFC 9110 section 15.5.20) for any other Host. Health checks come from load balancers that know an address only. */
export function hostCheck({ issuer }: { readonly issuer: string }): Middleware {
  const own = new URL(issuer);
  return async (ctx, next) => {
    const target = ctx.req.url ?? '';
    // A target in absolute form (`GET http://elsewhere/ HTTP/1.1`) overrides Host in everything that builds URLs.
    const isOwn = target.startsWith('/') && isOwnHost(ctx.req.headers.host, own);
    if (!isOwn && !isHealthPath(ctx.path)) {
      throw new Problem(
        421,
        'misdirected_request',
        `This server answers for ${own.host} only. If a proxy stands in front of it, let the proxy pass the Host header on.`,
      );
    }
    await next();
  };
}

/** Pure. Case and the scheme's default port do not matter. */
export function isOwnHost(host: string | undefined, own: URL): boolean {
  if (host === undefined || !/^[a-z0-9.:[\]_-]+$/i.test(host)) return false;
  const address = `${own.protocol}//${host}`;
  return URL.canParse(address) && new URL(address).host === own.host;
}
