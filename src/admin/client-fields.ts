/** What stands in the fields of the form about a relying party: from a client, from what was typed, and back to a registration. Pure. */
import { supportedAcrValues } from '../login/amr.js';
import type { Client, ClientMetadata } from '../oidc/client.js';
import type { ClientChange } from '../oidc/client-difference.js';
import type { ClientProblem, ClientRegistration } from '../oidc/client-registration.js';
import { lifetimeMembers } from '../oidc/token-lifetimes.js';
import { linesOf } from './views/fields.js';

/** One entry a line. */
const listFields = ['redirect_uris', 'post_logout_redirect_uris', 'default_acr_values'] as const;
const textFields = [
  'client_name',
  'token_endpoint_auth_method',
  'application_type',
  'id_token_signed_response_alg',
  'scope',
  'client_uri',
  'policy_uri',
  'tos_uri',
  'jwks',
  'jwks_uri',
  'min_acr',
  ...lifetimeMembers,
] as const;
const boxes = ['require_mfa', 'skip_consent', 'first_party_challenge'] as const;

/** Grants that the form offers, by the name of their box. */
export const grantBoxes = {
  grant_authorization_code: 'authorization_code',
  grant_refresh_token: 'refresh_token',
  grant_client_credentials: 'client_credentials',
  grant_device_code: 'urn:ietf:params:oauth:grant-type:device_code',
} as const;

export type GrantBox = keyof typeof grantBoxes;
const grantBoxNames = Object.keys(grantBoxes) as GrantBox[];

type TextField = (typeof textFields)[number] | (typeof listFields)[number];
export type ClientBox = (typeof boxes)[number] | GrantBox;

export interface ClientFields {
  readonly text: Readonly<Record<TextField, string>>;
  readonly checked: ReadonlySet<ClientBox>;
}

/** Of the form for a new one: the safe defaults, visible. */
export const newClientFields: ClientFields = {
  text: { ...noText(), token_endpoint_auth_method: 'client_secret_basic', id_token_signed_response_alg: 'RS256' },
  checked: new Set<ClientBox>(['grant_authorization_code', 'grant_refresh_token']),
};

export function fieldsOfClient({ metadata, requireMfa, minAcr, skipConsent }: Client): ClientFields {
  const { jwks, redirect_uris, post_logout_redirect_uris, default_acr_values = [] } = metadata;
  const members: Partial<Record<TextField, unknown>> = metadata;
  const text = Object.fromEntries(textFields.map((field) => [field, String(members[field] ?? '')]));
  const checked = new Set<ClientBox>(grantBoxNames.filter((box) => metadata.grant_types.includes(grantBoxes[box])));
  if (requireMfa) checked.add('require_mfa');
  if (skipConsent) checked.add('skip_consent');
  if (metadata.first_party_challenge === true) checked.add('first_party_challenge');
  return {
    text: {
      ...noText(),
      ...text,
      min_acr: minAcr ?? '',
      jwks: jwks === undefined ? '' : JSON.stringify(jwks, null, 2),
      redirect_uris: redirect_uris.join('\n'),
      post_logout_redirect_uris: post_logout_redirect_uris.join('\n'),
      default_acr_values: default_acr_values.join('\n'),
    },
    checked,
  };
}

/** Fields that the form does not have are not read: what is not offered here is not changed here. */
export function typedFields(form: ReadonlyMap<string, string>): ClientFields {
  const text = Object.fromEntries([...textFields, ...listFields].map((field) => [field, form.get(field) ?? '']));
  return {
    text: { ...noText(), ...text },
    checked: new Set([...boxes, ...grantBoxNames].filter((box) => form.get(box) === 'yes')),
  };
}

/** What was typed, to be shown again: never a private key that somebody pasted by mistake. */
export function shownFields({ text, checked }: ClientFields): ClientFields {
  const isSecret = /"(?:d|k|p|q|dp|dq|qi|oth)"\s*:|PRIVATE KEY/.test(text.jwks);
  return { text: isSecret ? { ...text, jwks: '' } : text, checked };
}

export type ReadClientFields =
  | { readonly ok: true; readonly change: ClientChange & Pick<ClientRegistration, 'client_name'> }
  | { readonly ok: false; readonly problems: readonly ClientProblem[] };

/** Every member that the form has a field for; null for those that were left empty. */
export function changeOf({ text, checked }: ClientFields): ReadClientFields {
  const jwks = readKeys(text.jwks);
  if (jwks === undefined) return { ok: false, problems: [{ field: 'jwks', because: 'unknown_value' }] };
  const optional = (field: TextField) => text[field].trim() || null;
  const seconds = (field: TextField) => (text[field].trim() === '' ? null : wholeNumber(text[field].trim()));
  const acrs = linesOf(text.default_acr_values);
  return {
    ok: true,
    change: {
      client_name: text.client_name.trim(),
      redirect_uris: linesOf(text.redirect_uris),
      post_logout_redirect_uris: linesOf(text.post_logout_redirect_uris),
      grant_types: grantBoxNames.filter((box) => checked.has(box)).map((box) => grantBoxes[box]),
      token_endpoint_auth_method: text.token_endpoint_auth_method as ClientMetadata['token_endpoint_auth_method'],
      application_type: optional('application_type') as ClientMetadata['application_type'] | null,
      id_token_signed_response_alg: text.id_token_signed_response_alg as ClientMetadata['id_token_signed_response_alg'],
      scope: optional('scope'),
      client_uri: optional('client_uri'),
      policy_uri: optional('policy_uri'),
      tos_uri: optional('tos_uri'),
      default_acr_values: acrs.length === 0 ? null : acrs,
      jwks,
      jwks_uri: optional('jwks_uri'),
      access_token_ttl: seconds('access_token_ttl'),
      refresh_token_ttl: seconds('refresh_token_ttl'),
      id_token_ttl: seconds('id_token_ttl'),
      require_mfa: checked.has('require_mfa'),
      min_acr: optional('min_acr'),
      skip_consent: checked.has('skip_consent'),
      first_party_challenge: checked.has('first_party_challenge'),
    },
  };
}

/** NaN, which no rule allows, for what is none. */
function wholeNumber(text: string): number {
  return /^\d{1,12}$/.test(text) ? Number(text) : Number.NaN;
}

/** The same as a new registration. */
export function registrationOf(change: ClientChange): ClientRegistration {
  return Object.fromEntries(
    Object.entries(change).filter(([, value]) => value !== null),
  ) as unknown as ClientRegistration;
}

/** What may stand in the fields for an `acr`. */
export const offeredAcrValues: readonly string[] = supportedAcrValues;

/** Line of a list in which an entry stands, from 1 on; undefined when it stands in none. */
export function lineOf({ text }: ClientFields, { field, value }: ClientProblem): number | undefined {
  if (value === undefined || !listFields.some((list) => list === field)) return undefined;
  const lines = text[field as (typeof listFields)[number]].split(/\r\n|\r|\n/);
  const index = lines.findIndex((line) => line.trim() === value);
  return index === -1 ? undefined : index + 1;
}

/** Null for none; undefined for what is no set of keys (RFC 7517 section 5). */
function readKeys(text: string): { readonly keys: readonly object[] } | null | undefined {
  if (text.trim() === '') return null;
  try {
    const { keys } = JSON.parse(text) as { keys?: unknown };
    const isSet = Array.isArray(keys) && keys.length <= mostKeys && keys.every(isKey);
    return isSet ? { keys } : undefined;
  } catch {
    return undefined;
  }
}

const mostKeys = 20;

function isKey(key: unknown): key is object {
  return typeof key === 'object' && key !== null && 'kty' in key && typeof key.kty === 'string';
}

function noText(): Record<TextField, string> {
  return Object.fromEntries([...textFields, ...listFields].map((field) => [field, ''])) as Record<TextField, string>;
}
