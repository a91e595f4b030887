/** A resource server that tokens can be asked for (RFC 8707), and the one that is always there: our own API. */

export interface Resource {
  /** Absolute URI without a fragment; the audience of its tokens. */
  readonly identifier: string;
  /** Space-separated. */
  readonly scope: string;
  /** `jwt` can be checked offline but not revoked; `opaque` dies with the session, role or account. */
  readonly tokenFormat: 'jwt' | 'opaque';
  /** The least `acr` of sign-ins behind its tokens, or null. */
  readonly minAcr: string | null;
  /** Seconds its access tokens live at most, or null for as long as the installation has it. */
  readonly accessTokenTtlSeconds: number | null;
}

export const apiScopes = ['account', 'admin:read', 'admin'] as const;

/** `ISSUER/api`. Opaque, so that a withdrawn role or a raised generation ends its tokens at once. */
export function apiResource(issuer: string): Resource {
  return {
    identifier: `${issuer.replace(/\/$/, '')}/api`,
    scope: apiScopes.join(' '),
    tokenFormat: 'opaque',
    minAcr: null,
    accessTokenTtlSeconds: null,
  };
}

/** One that was registered; the built-in one was not. */
export interface RegisteredResource extends Resource {
  /** For addresses, in which an identifier would have to be escaped. */
  readonly id: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export type ResourceProblem = 'not_a_uri' | 'fragment' | 'reserved' | ResourceMemberProblem;
export type ResourceMemberProblem = 'invalid_scope' | 'unknown_acr' | 'ttl_out_of_range';

const longestIdentifier = 500;
/** scope-token, RFC 6749 section 3.3. */
const scopeToken = /^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/;

/** Whether an identifier can be a resource's at all (RFC 8707 section 2). */
export function identifierProblem(identifier: string): 'not_a_uri' | 'fragment' | undefined {
  const isUri = identifier.length <= longestIdentifier && /^[\x21-\x7e]+$/.test(identifier) && URL.canParse(identifier);
  if (!isUri) return 'not_a_uri';
  return identifier.includes('#') ? 'fragment' : undefined;
}

/** The scopes once each, or undefined when one of them cannot be a scope. */
export function normalizeScope(scope: string): string | undefined {
  const words = [...new Set(scope.split(/\s+/).filter((word) => word !== ''))];
  return words.every((word) => scopeToken.test(word)) ? words.join(' ') : undefined;
}
