/** Introspection (RFC 7662) of refresh tokens says the same of the sign-in behind them as that of access tokens; the engine says nothing. */
import type { Middleware } from 'koa';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { assuranceClaims } from '../login/amr.js';
import { assuranceOfToken } from './assurance-source.js';

/** To be used by the provider, whose answer by then says whether the token is active and whether this client may know. */
export function introspectRefreshToken(): Middleware {
  return async (ctx, next) => {
    await next();
    const { oidc } = ctx as unknown as Partial<KoaContextWithOIDC>;
    const token = oidc?.route === 'introspection' ? oidc.entities.RefreshToken : undefined;
    const answer = ctx.body as { active?: unknown } | null | undefined;
    if (token === undefined || answer?.active !== true) return;
    const { assurance, acr } = assuranceOfToken(token);
    ctx.body = { ...assuranceClaims(assurance, acr), ...answer };
  };
}
