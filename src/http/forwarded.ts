/** Notes who calls: address and browser, for limits, lockout and audit. */
import type { Middleware } from 'koa';
import type { TrustProxy } from '../settings/trust-proxy.js';
import { clientAddress } from './client-address.js';
import type { RequestSource } from './request-state.js';

/** Characters of a user agent that are kept. */
const maxUserAgentLength = 256;

/**
 * Sets `ctx.state.source`, read with `sourceOf`. X-Forwarded-For counts only as far as TRUST_PROXY says. X-Forwarded-Proto and
 * -Host are never read: scheme and host are the issuer's (see issuer-address).
 */
export function clientSource({ trustProxy }: { readonly trustProxy: TrustProxy }): Middleware {
  const addressOf = clientAddress(trustProxy);
  return async (ctx, next) => {
    const forwarded = ctx.req.headers['x-forwarded-for'];
    const source: RequestSource = {
      ip: addressOf(ctx.req.socket.remoteAddress ?? 'unknown', Array.isArray(forwarded) ? forwarded.join() : forwarded),
      userAgent: (ctx.req.headers['user-agent'] ?? '').slice(0, maxUserAgentLength),
    };
    ctx.state.source = source;
    await next();
  };
}
