/** A client (relying party) as the rest of the program sees it, and as it is handed to the protocol engine. */
import type { AdapterPayload } from 'oidc-provider';
import { joinSecretHashes } from './client-secret.js';

export type ClientAuthMethod = 'none' | 'client_secret_basic' | 'client_secret_post' | 'private_key_jwt';

/** Registered metadata under its RFC 7591 section 2 names, because API, command line and engine all speak them. */
export interface ClientMetadata {
  readonly client_name: string;
  readonly redirect_uris: readonly string[];
  readonly post_logout_redirect_uris: readonly string[];
  readonly grant_types: readonly string[];
  readonly response_types: readonly string[];
  readonly token_endpoint_auth_method: ClientAuthMethod;
  readonly application_type: 'web' | 'native';
  readonly id_token_signed_response_alg: 'RS256' | 'ES256';
  /** Space-separated scopes that may be asked for, of the protocol and of resources; see resource-scope. Absent means all. */
  readonly scope?: string;
  readonly client_uri?: string;
  readonly policy_uri?: string;
  readonly tos_uri?: string;
  readonly default_acr_values?: readonly string[];
  readonly jwks?: { readonly keys: readonly object[] };
  readonly jwks_uri?: string;
  /** Seconds; see token-lifetimes. Absent means as long as the installation has it. */
  readonly access_token_ttl?: number;
  readonly refresh_token_ttl?: number;
  readonly id_token_ttl?: number;
  /** May sign people in without pages; see authorize-challenge. Absent means no. */
  readonly first_party_challenge?: true;
}

export interface Client {
  readonly id: string;
  readonly metadata: ClientMetadata;
  /** `sha256:…`, or null for a client without a secret. Never leaves the server. */
  readonly secretHash: string | null;
  /** The secret before the last rotation, while it opens too by the database's time; else null. Never leaves the server. */
  readonly previousSecretHash: string | null;
  /** Until when; null when it does not. */
  readonly previousSecretExpiresAt: Date | null;
  readonly requireMfa: boolean;
  /** The least `acr` of every sign-in for this client, or null. */
  readonly minAcr: string | null;
  readonly skipConsent: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** When it was last given tokens, to within the hour; null when never. */
  readonly lastUsedAt: Date | null;
}

const clientId = /^[\x21-\x7e]{1,128}$/;

/** Whether text could be a client id (RFC 6749 appendix A.1); other text need not be looked for. */
export function isClientId(text: string): boolean {
  return clientId.test(text);
}

/** Scopes of the protocol itself; all others belong to a resource. */
export const engineScopes: readonly string[] = ['openid', 'offline_access', 'profile', 'email'];

/**
 * What the engine's Client model is made of. The stored hash takes the secret's place, see client-secret.ts. The order of
 * members does not change from one reading to the next: the engine caches clients by it.
 */
export function clientPayload(client: Client): AdapterPayload {
  const { scope, ...metadata } = client.metadata;
  return {
    ...(metadata as unknown as AdapterPayload),
    ...(scope === undefined ? {} : { scope: engineScopeOf(scope), registered_scope: scope }),
    client_id: client.id,
    ...(client.secretHash === null
      ? {}
      : { client_secret: joinSecretHashes(client.secretHash, client.previousSecretHash) }),
    require_mfa: client.requireMfa,
    ...(client.minAcr === null ? {} : { min_acr: client.minAcr }),
    skip_consent: client.skipConsent,
  };
}

/**
 * The engine refuses a client that names a resource's scope, and takes an empty list for "all": so a client registered
 * for a resource's scopes only keeps the least of the protocol's.
 */
function engineScopeOf(scope: string): string {
  const ours = scope.split(' ').filter((word) => engineScopes.includes(word));
  return ours.length === 0 ? 'openid' : ours.join(' ');
}
