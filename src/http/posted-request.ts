/** Authorization and logout requests may be posted (OpenID Connect Core section 3.1.2.1, RP-Initiated Logout section 2). */
import type { Middleware } from 'koa';
import { readBody } from './request-body.js';

const paths: ReadonlySet<string> = new Set(['/authorize', '/logout']);

/** Bytes: as an address the parameters must fit into a request line, with room for cookies (Node takes 16 KiB of headers). */
const maxBytes = 8 * 1024;

/**
 * Sends the browser on to the same address with the parameters in it. A form posted by another site brings no SameSite=Lax
 * cookies, so that the engine would not know the person; the GET that follows brings them. Throws Problem 415, 413 or 400.
 */
export function postedRequest(): Middleware {
  return async (ctx, next) => {
    if (ctx.method !== 'POST' || !paths.has(ctx.path)) return next();
    const body = await readBody(ctx, { mediaType: 'application/x-www-form-urlencoded', maxBytes });
    // Written anew: repeated parameters stay for the engine to refuse, line breaks do not reach the header.
    ctx.redirect(`${ctx.path}?${new URLSearchParams(body)}`);
    ctx.status = 303;
  };
}
