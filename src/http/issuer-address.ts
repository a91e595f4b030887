/** Makes Koa speak of itself as the issuer: `ctx.origin`, `ctx.href`, `ctx.secure` come from the setting, not from the request. */
import type Koa from 'koa';

/**
 * To be called on the outer application. Whatever builds URLs from the context publishes the issuer's then, and cookies are Secure
 * when the issuer is https although the proxy speaks plain HTTP to us; no X-Forwarded-Proto or -Host need be believed.
 */
export function answerAsIssuer(app: Koa, issuer: string): void {
  const { protocol, host } = new URL(issuer);
  // `secure`, `origin`, `href` and `hostname` are derived from these two in koa/lib/request.js.
  Object.defineProperty(app.request, 'protocol', { value: protocol.slice(0, -1) });
  Object.defineProperty(app.request, 'host', { value: host });
}
