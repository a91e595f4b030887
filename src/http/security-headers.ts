/** The headers that tell a browser what our answers may do: nothing but show themselves. */
import type { Middleware } from 'koa';
import helmet from 'koa-helmet';

/** A year, in seconds; the value HSTS preload lists ask for. */
const hstsMaxAgeSeconds = 31_536_000;

/**
 * Two middlewares, outermost first. `Cache-Control: no-store` is set before the answer is made, so that static assets,
 * and only they, may overwrite it.
 */
export function securityHeaders({ issuer }: { readonly issuer: string }): readonly Middleware[] {
  return [noStore, policies(issuer.startsWith('https:'))];
}

async function noStore(ctx: Parameters<Middleware>[0], next: () => Promise<unknown>): Promise<void> {
  ctx.set('Cache-Control', 'no-store');
  await next();
}

function policies(isHttps: boolean): Middleware {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      // No form-action: Chromium applies it to the redirects after a POST too, and ours end at the relying party.
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        scriptSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: isHttps ? { maxAge: hstsMaxAgeSeconds, includeSubDomains: false } : false,
    // Not no-referrer: with it browsers send `Origin: null` from our own forms, and same-origin could not tell them from others.
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    // Would cut the tie between a relying party and the pop-up it signs people in with.
    crossOriginOpenerPolicy: false,
  });
}
