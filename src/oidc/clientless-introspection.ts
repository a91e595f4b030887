/** Introspection (RFC 7662) of tokens that no client asked for, those made on the command line: the engine answers by a token's client. */
import type { Middleware } from 'koa';
import type { KoaContextWithOIDC } from 'oidc-provider';

/**
 * To be used by the provider, whose own answer for such a token is "inactive" (see `mayIntrospect`). By then it has authenticated
 * the client that asks, and found the token alive. A public client may ask about its own tokens only, and these are nobody's.
 */
export function introspectClientless({ issuer }: { readonly issuer: string }): Middleware {
  return async (ctx, next) => {
    await next();
    const { oidc } = ctx as unknown as Partial<KoaContextWithOIDC>;
    if (oidc?.route !== 'introspection' || oidc.client === undefined || oidc.client.clientAuthMethod === 'none') return;
    const token = oidc.entities.AccessToken;
    if (token === undefined || token.clientId !== undefined) return;
    const { accountId: sub, exp, iat, aud, scope } = token;
    ctx.body = { ...token.extra, active: true, sub, exp, iat, iss: issuer, aud, scope, token_type: 'Bearer' };
  };
}
