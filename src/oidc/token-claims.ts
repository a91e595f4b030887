/** The assurance claims of access tokens: taken from the code or refresh token they stem from, never from the account. */
import type { KoaContextWithOIDC } from 'oidc-provider';
import { assuranceClaims } from '../login/amr.js';
import { assuranceOfToken } from './assurance-source.js';
import { recordIdOf } from './record-row.js';

/**
 * The engine's `extraTokenClaims`: into the JWT (RFC 9068 section 2.2.1), into introspection, and kept for userinfo.
 * A client-credentials token stems from no sign-in, so nothing was verified.
 */
export function extraTokenClaims(ctx: KoaContextWithOIDC, token: { readonly kind: string }): Record<string, unknown> {
  if (token.kind !== 'AccessToken') return { mfa_verified: false };
  const { AuthorizationCode, DeviceCode, RotatedRefreshToken, RefreshToken } = ctx.oidc.entities;
  const source = AuthorizationCode ?? DeviceCode ?? RotatedRefreshToken ?? RefreshToken;
  if (source === undefined) throw new Error('An access token without a sign-in behind it must not be issued.');
  const { assurance, acr } = assuranceOfToken(source);
  return assuranceClaims(assurance, acr);
}

/** A private claim of JWT access tokens: the row of the grant behind them, so that introspection finds it. */
export const grantClaim = 'grant_ref';

/** The engine's customizer of JWT access tokens. Client credentials have no grant. */
export function addGrantClaim(
  _ctx: KoaContextWithOIDC,
  token: { readonly kind: string; readonly grantId?: string | undefined },
  parts: { payload: Record<string, unknown> },
): void {
  if (token.grantId !== undefined) parts.payload[grantClaim] = recordIdOf(token.grantId);
}
