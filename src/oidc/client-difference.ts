/** What a change makes of a client, and what of it is different afterwards. Pure. */
import { isDeepStrictEqual } from 'node:util';
import type { Client } from './client.js';
import type { ClientRegistration } from './client-registration.js';
import { lifetimeMembers } from './token-lifetimes.js';

/** Null takes a member away, as in RFC 7592 section 2.2; what is absent or undefined stays. */
export type ClientChange = {
  readonly [Member in keyof ClientRegistration]?: ClientRegistration[Member] | null | undefined;
};

/** What is told of a change, for the audit log. */
export interface ClientDifference {
  /** Names of the members that change, sorted. */
  readonly fields: readonly string[];
  /** The values before and after, of those that decide who gets in. */
  readonly detail: Readonly<Record<string, unknown>>;
}

/** The registration that is to be checked after a change. */
export function changedRegistration(before: Client, change: ClientChange): ClientRegistration {
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  // These follow from the grants, which may be about to change.
  const { response_types: _derived, ...kept } = membersOf(before);
  const merged = Object.entries({ ...kept, ...given }).filter(([, value]) => value !== null);
  return Object.fromEntries(merged) as unknown as ClientRegistration;
}

/** What of a client a registration says. */
export type ClientState = Pick<Client, 'metadata' | 'requireMfa' | 'minAcr' | 'skipConsent'>;

export function clientDifference(before: ClientState, after: ClientState): ClientDifference {
  const [from, to] = [membersOf(before), membersOf(after)];
  const names = [...new Set([...Object.keys(from), ...Object.keys(to)])].toSorted();
  const fields = names.filter((name) => !isDeepStrictEqual(from[name], to[name]));
  const told = fields.filter((name) => toldMembers.includes(name));
  return {
    fields,
    detail: Object.fromEntries([
      ...told.map((name) => [name, { from: from[name] ?? null, to: to[name] ?? null }]),
      ...(fields.includes('redirect_uris') ? [['redirect_uris', uriDifference(before, after)]] : []),
    ]),
  };
}

const toldMembers: readonly string[] = [
  'client_name',
  'require_mfa',
  'min_acr',
  'skip_consent',
  'first_party_challenge',
  ...lifetimeMembers,
  'token_endpoint_auth_method',
];

/** An event has an end, and long addresses must not push the rest out of it. */
function uriDifference(before: ClientState, after: ClientState) {
  const [from, to] = [before.metadata.redirect_uris, after.metadata.redirect_uris];
  const cut = (uris: readonly string[]) => uris.slice(0, 5).map((uri) => uri.slice(0, 200));
  return {
    added: cut(to.filter((uri) => !from.includes(uri))),
    removed: cut(from.filter((uri) => !to.includes(uri))),
  };
}

function membersOf({ metadata, requireMfa, minAcr, skipConsent }: ClientState): Readonly<Record<string, unknown>> {
  return { ...metadata, require_mfa: requireMfa, min_acr: minAcr, skip_consent: skipConsent };
}
