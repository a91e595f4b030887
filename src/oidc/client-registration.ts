/** Decides whether a client may be registered as asked, and completes what was left out. Pure. */
import { levelOfAcr } from '../login/amr.js';
import type { ClientAuthMethod, ClientMetadata } from './client.js';
import { isLoopback, type RedirectUriProblem, redirectUriProblem } from './client-redirect-uri.js';
import { isLifetime, type LifetimeMember, lifetimeMembers } from './token-lifetimes.js';

/** What may be said about a new client. Whatever is absent gets a safe default. */
export interface ClientRegistration {
  readonly client_name: string;
  readonly redirect_uris?: readonly string[] | undefined;
  readonly post_logout_redirect_uris?: readonly string[] | undefined;
  readonly grant_types?: readonly string[] | undefined;
  /** Follows from the grants; who names it must name that. */
  readonly response_types?: readonly string[] | undefined;
  readonly token_endpoint_auth_method?: ClientAuthMethod | undefined;
  readonly application_type?: 'web' | 'native' | undefined;
  readonly id_token_signed_response_alg?: 'RS256' | 'ES256' | undefined;
  readonly scope?: string | undefined;
  /** Home page; the consent page links to the other two. */
  readonly client_uri?: string | undefined;
  readonly policy_uri?: string | undefined;
  readonly tos_uri?: string | undefined;
  readonly default_acr_values?: readonly string[] | undefined;
  readonly jwks?: { readonly keys: readonly object[] } | undefined;
  readonly jwks_uri?: string | undefined;
  /** Seconds; see token-lifetimes. */
  readonly access_token_ttl?: number | undefined;
  readonly refresh_token_ttl?: number | undefined;
  readonly id_token_ttl?: number | undefined;
  readonly require_mfa?: boolean | undefined;
  readonly min_acr?: string | null | undefined;
  readonly skip_consent?: boolean | undefined;
  /** May take e-mail, password and codes itself and exchange them for a code. For the operator's own applications with a secret or keys. */
  readonly first_party_challenge?: boolean | undefined;
}

export interface ClientProblem {
  /** The member of the registration that is wrong. */
  readonly field: keyof ClientRegistration;
  readonly because:
    | RedirectUriProblem
    | 'missing'
    | 'not_allowed'
    | 'too_long'
    | 'control_character'
    | 'unknown_value'
    | 'out_of_range'
    | 'needs_a_secret'
    | 'needs_keys'
    | 'private_key';
  /** The offending entry of a list. */
  readonly value?: string;
}

export interface ClientPolicy {
  readonly requireMfa: boolean;
  readonly minAcr: string | null;
  readonly skipConsent: boolean;
}

export type CheckedClient =
  | { readonly ok: true; readonly metadata: ClientMetadata; readonly policy: ClientPolicy }
  | { readonly ok: false; readonly because: 'invalid_client_metadata'; readonly problems: readonly ClientProblem[] };

const authMethods: readonly string[] = ['none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt'];
const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';
const grantTypes: readonly string[] = ['authorization_code', 'refresh_token', 'client_credentials', deviceGrant];
const longestName = 200;
/** Entries in a list of addresses: more is a mistake, and every authorization compares them all. */
const mostUris = 50;

/** All problems at once, so that a form can show them together. */
export function checkClient(asked: ClientRegistration): CheckedClient {
  const metadata = complete(asked);
  const problems = [
    ...nameProblems(metadata.client_name),
    ...grantProblems(metadata),
    ...uriProblems('redirect_uris', metadata.redirect_uris),
    ...uriProblems('post_logout_redirect_uris', metadata.post_logout_redirect_uris),
    ...nativeProblems(metadata),
    ...challengeProblems(metadata),
    ...keyProblems(metadata),
    ...valueProblems(asked, metadata),
  ];
  if (problems.length > 0) return { ok: false, because: 'invalid_client_metadata', problems };
  return {
    ok: true,
    metadata,
    policy: {
      requireMfa: asked.require_mfa ?? false,
      minAcr: asked.min_acr ?? null,
      skipConsent: asked.skip_consent ?? false,
    },
  };
}

function complete(asked: ClientRegistration): ClientMetadata {
  const grants = asked.grant_types ?? ['authorization_code', 'refresh_token'];
  const redirectUris = asked.redirect_uris ?? [];
  const { scope, client_uri, policy_uri, tos_uri, default_acr_values, jwks, jwks_uri } = asked;
  return {
    client_name: asked.client_name,
    redirect_uris: [...new Set(redirectUris)],
    post_logout_redirect_uris: [...new Set(asked.post_logout_redirect_uris ?? [])],
    grant_types: [...new Set(grants)],
    response_types: grants.includes('authorization_code') ? ['code'] : [],
    token_endpoint_auth_method: asked.token_endpoint_auth_method ?? 'client_secret_basic',
    application_type: asked.application_type ?? applicationType(asked.token_endpoint_auth_method, redirectUris),
    id_token_signed_response_alg: asked.id_token_signed_response_alg ?? 'RS256',
    ...(scope === undefined || scope.trim() === '' ? {} : { scope: [...new Set(words(scope))].join(' ') }),
    ...(client_uri === undefined ? {} : { client_uri }),
    ...(policy_uri === undefined ? {} : { policy_uri }),
    ...(tos_uri === undefined ? {} : { tos_uri }),
    ...(default_acr_values === undefined ? {} : { default_acr_values }),
    ...(jwks === undefined ? {} : { jwks }),
    ...(jwks_uri === undefined ? {} : { jwks_uri }),
    ...lifetimesOf(asked),
    ...(asked.first_party_challenge === true ? { first_party_challenge: true } : {}),
  };
}

function lifetimesOf(asked: ClientRegistration): Partial<Record<LifetimeMember, number>> {
  return Object.fromEntries(
    lifetimeMembers.flatMap((member) => (asked[member] === undefined ? [] : [[member, asked[member]]])),
  );
}

/** An app on a person's machine listens on whatever port is free, which the engine allows native clients only (RFC 8252 section 7.3). */
function applicationType(method: ClientAuthMethod | undefined, uris: readonly string[]): 'web' | 'native' {
  const parsed = uris.map((uri) => (URL.canParse(uri) ? new URL(uri) : undefined));
  if (parsed.some((uri) => uri !== undefined && !['http:', 'https:'].includes(uri.protocol))) return 'native';
  const local = parsed.length > 0 && parsed.every((uri) => uri?.protocol === 'http:' && isLoopback(uri));
  return method === 'none' && local ? 'native' : 'web';
}

function nameProblems(name: string): ClientProblem[] {
  if (name.trim() === '') return [{ field: 'client_name', because: 'missing' }];
  if (name.length > longestName) return [{ field: 'client_name', because: 'too_long' }];
  return hasControl(name) ? [{ field: 'client_name', because: 'control_character' }] : [];
}

function grantProblems(metadata: ClientMetadata): ClientProblem[] {
  const { grant_types: grants, redirect_uris: uris, token_endpoint_auth_method: method } = metadata;
  const problems: ClientProblem[] = grants
    .filter((grant) => !grantTypes.includes(grant))
    .map((value) => ({ field: 'grant_types', because: 'unknown_value', value }));
  if (grants.length === 0) problems.push({ field: 'grant_types', because: 'missing' });
  if (grants.includes('authorization_code') && uris.length === 0)
    problems.push({ field: 'redirect_uris', because: 'missing' });
  if (grants.includes('client_credentials') && method === 'none')
    problems.push({ field: 'grant_types', because: 'needs_a_secret', value: 'client_credentials' });
  return problems;
}

function uriProblems(field: 'redirect_uris' | 'post_logout_redirect_uris', uris: readonly string[]): ClientProblem[] {
  if (uris.length > mostUris) return [{ field, because: 'too_long' }];
  return uris.flatMap((value) => {
    const because = redirectUriProblem(value);
    return because === undefined ? [] : [{ field, because, value }];
  });
}

/** Without attestation a public client cannot be told from anything that claims its client_id. There must be codes to give out, too. */
function challengeProblems(metadata: ClientMetadata): ClientProblem[] {
  if (metadata.first_party_challenge !== true || mayUseChallenge(metadata)) return [];
  return [{ field: 'first_party_challenge', because: 'not_allowed' }];
}

/** Whether a client of this kind could be allowed to sign people in without pages. */
export function mayUseChallenge(metadata: {
  readonly grant_types?: readonly string[] | undefined;
  readonly token_endpoint_auth_method?: string | undefined;
}): boolean {
  const { grant_types: grants, token_endpoint_auth_method: method } = metadata;
  const isConfidential = method !== undefined && method !== 'none';
  return grants?.includes('authorization_code') === true && isConfidential;
}

/** The engine refuses these at every request, so they are refused here once. */
function nativeProblems({ application_type: type, redirect_uris, post_logout_redirect_uris }: ClientMetadata) {
  const allowed = ({ protocol, local }: { protocol: string; local: boolean }) =>
    type === 'native' ? !(protocol === 'https:' && local) : ['http:', 'https:'].includes(protocol);
  const check = (field: 'redirect_uris' | 'post_logout_redirect_uris', uris: readonly string[]): ClientProblem[] =>
    uris.flatMap((value) => {
      if (redirectUriProblem(value) !== undefined) return [];
      const uri = new URL(value);
      return allowed({ protocol: uri.protocol, local: isLoopback(uri) })
        ? []
        : [{ field, because: 'not_allowed', value }];
    });
  return [...check('redirect_uris', redirect_uris), ...check('post_logout_redirect_uris', post_logout_redirect_uris)];
}

function keyProblems({ token_endpoint_auth_method: method, jwks, jwks_uri }: ClientMetadata): ClientProblem[] {
  const problems: ClientProblem[] = [];
  if (method === 'private_key_jwt' && (jwks?.keys.length ?? 0) === 0 && jwks_uri === undefined)
    problems.push({ field: 'jwks', because: 'needs_keys' });
  if (jwks !== undefined && jwks_uri !== undefined) problems.push({ field: 'jwks_uri', because: 'not_allowed' });
  if (jwks?.keys.some((key) => 'd' in key || 'k' in key)) problems.push({ field: 'jwks', because: 'private_key' });
  if (jwks_uri !== undefined && !isHttps(jwks_uri)) problems.push({ field: 'jwks_uri', because: 'not_https' });
  return problems;
}

function valueProblems(asked: ClientRegistration, metadata: ClientMetadata): ClientProblem[] {
  const problems: ClientProblem[] = [];
  const { scope, default_acr_values = [] } = metadata;
  if (!authMethods.includes(metadata.token_endpoint_auth_method))
    problems.push({ field: 'token_endpoint_auth_method', because: 'unknown_value' });
  if (!['web', 'native'].includes(metadata.application_type))
    problems.push({ field: 'application_type', because: 'unknown_value' });
  if (!['RS256', 'ES256'].includes(metadata.id_token_signed_response_alg))
    problems.push({ field: 'id_token_signed_response_alg', because: 'unknown_value' });
  if (asked.response_types !== undefined && String(asked.response_types) !== String(metadata.response_types))
    problems.push({ field: 'response_types', because: 'not_allowed' });
  for (const field of ['client_uri', 'policy_uri', 'tos_uri'] as const) {
    const uri = metadata[field];
    if (uri !== undefined && !isHttps(uri)) problems.push({ field, because: 'not_https' });
  }
  for (const field of lifetimeMembers) {
    const seconds = metadata[field];
    if (seconds !== undefined && !isLifetime(field, seconds)) problems.push({ field, because: 'out_of_range' });
  }
  // RFC 6749 section 3.3: scope-token.
  if (scope !== undefined && !words(scope).every((word) => /^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/.test(word)))
    problems.push({ field: 'scope', because: 'unknown_value' });
  const unknownAcr = default_acr_values.find((acr) => levelOfAcr(acr) === null);
  if (unknownAcr !== undefined)
    problems.push({ field: 'default_acr_values', because: 'unknown_value', value: unknownAcr });
  if (asked.min_acr != null && levelOfAcr(asked.min_acr) === null)
    problems.push({ field: 'min_acr', because: 'unknown_value', value: asked.min_acr });
  return problems;
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

function isHttps(uri: string): boolean {
  return uri.length <= 2000 && URL.canParse(uri) && new URL(uri).protocol === 'https:' && !hasControl(uri);
}

/** Control characters, line separators and halves of a surrogate pair; the last cannot be stored. */
function hasControl(text: string): boolean {
  return /[\p{Cc}\u2028\u2029]|\p{Surrogate}/u.test(text);
}
