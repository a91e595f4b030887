/** From a relying party to its JSON, and from what is wrong with one to the errors of RFC 7591. Pure. */

import { Problem } from '../http/problem.js';
import type { Client, ClientMetadata } from '../oidc/client.js';
import { clientProblemWords } from '../oidc/client-problem-words.js';
import type { ClientProblem, ClientRegistration } from '../oidc/client-registration.js';
import { type LifetimeMember, lifetimeMembers } from '../oidc/token-lifetimes.js';
import type { ShownClient } from './client-schema.js';

/** Member by member: what is kept of a secret has no way in. */
export function showClient(client: Client): ShownClient {
  const { metadata } = client;
  const { scope, client_uri, policy_uri, tos_uri, default_acr_values, jwks, jwks_uri } = metadata;
  return {
    client_id: client.id,
    client_name: metadata.client_name,
    redirect_uris: [...metadata.redirect_uris],
    post_logout_redirect_uris: [...(metadata.post_logout_redirect_uris ?? [])],
    grant_types: [...metadata.grant_types],
    response_types: [...metadata.response_types],
    token_endpoint_auth_method: metadata.token_endpoint_auth_method,
    application_type: metadata.application_type,
    id_token_signed_response_alg: metadata.id_token_signed_response_alg,
    ...(scope === undefined ? {} : { scope }),
    ...(client_uri === undefined ? {} : { client_uri }),
    ...(policy_uri === undefined ? {} : { policy_uri }),
    ...(tos_uri === undefined ? {} : { tos_uri }),
    ...(default_acr_values === undefined ? {} : { default_acr_values: [...default_acr_values] }),
    ...(jwks === undefined ? {} : { jwks: { keys: jwks.keys.map((key) => ({ kty: '', ...key })) } }),
    ...(jwks_uri === undefined ? {} : { jwks_uri }),
    require_mfa: client.requireMfa,
    skip_consent: client.skipConsent,
    first_party_challenge: metadata.first_party_challenge === true,
    min_acr: client.minAcr,
    ...lifetimesOf(metadata),
    previous_secret_expires_at: client.previousSecretExpiresAt?.toISOString() ?? null,
    created_at: client.createdAt.toISOString(),
    updated_at: client.updatedAt.toISOString(),
    last_used_at: client.lastUsedAt?.toISOString() ?? null,
  };
}

function lifetimesOf(metadata: ClientMetadata): Partial<Record<LifetimeMember, number>> {
  return Object.fromEntries(
    lifetimeMembers.flatMap((member) => (metadata[member] === undefined ? [] : [[member, metadata[member]]])),
  );
}

/** With the secret that was made, if one was. RFC 7591 section 3.2.1 wants its end beside it; 0 is never. */
export function showClientWithSecret(client: Client, clientSecret: string | undefined) {
  const secret =
    clientSecret === undefined ? {} : { client_secret: clientSecret, client_secret_expires_at: 0 as const };
  return { ...showClient(client), ...secret };
}

/**
 * RFC 7591 section 3.2.2: `invalid_redirect_uri` when a redirect URI is wrong, else `invalid_client_metadata`. `errors` has
 * everything that is wrong, by JSON pointers into the body; the text that was sent is not repeated.
 */
export function registrationProblem(
  problems: readonly ClientProblem[],
  sent: Partial<Record<keyof ClientRegistration, unknown>>,
): Problem {
  const isRedirect = problems.some(({ field }) => field === 'redirect_uris');
  const errors = problems.slice(0, mostErrors).map(({ field, because, value }) => {
    const list = sent[field];
    const index = Array.isArray(list) && value !== undefined ? list.indexOf(value) : -1;
    return {
      pointer: index === -1 ? `#/${field}` : `#/${field}/${index}`,
      detail: clientProblemWords[because],
      because,
    };
  });
  const first = problems[0]?.field ?? '';
  return isRedirect
    ? new Problem(400, 'invalid_redirect_uri', 'A redirect URI is missing or not allowed; see errors.', {
        members: { errors },
      })
    : new Problem(400, 'invalid_client_metadata', `The client’s ${first} is not allowed; see errors.`, {
        members: { errors },
      });
}

const mostErrors = 20;
