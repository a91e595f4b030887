/** What a resource may be registered with, and what a change makes of it. Pure. */
import { levelOfAcr } from '../login/amr.js';
import { normalizeScope, type Resource, type ResourceMemberProblem } from './resource.js';
import { isLifetime } from './token-lifetimes.js';

/** What can be changed: the identifier is the audience of tokens, and stays. */
export type ResourceMembers = Omit<Resource, 'identifier'>;
/** What is absent or undefined stays. */
export type ResourceChange = { readonly [Member in keyof ResourceMembers]?: ResourceMembers[Member] | undefined };

export type CheckedMembers =
  | { readonly ok: true; readonly members: ResourceMembers }
  | { readonly ok: false; readonly because: ResourceMemberProblem };

/** With the scopes once each. */
export function checkMembers(asked: ResourceMembers): CheckedMembers {
  const { minAcr, accessTokenTtlSeconds: seconds } = asked;
  const scope = normalizeScope(asked.scope);
  if (scope === undefined) return { ok: false, because: 'invalid_scope' };
  if (minAcr !== null && levelOfAcr(minAcr) === null) return { ok: false, because: 'unknown_acr' };
  if (seconds !== null && !isLifetime('access_token_ttl', seconds)) return { ok: false, because: 'ttl_out_of_range' };
  return { ok: true, members: { ...asked, scope } };
}

/** What is told of a change, for the audit log; members under the names that the API and the command line have for them. */
export interface ResourceDifference {
  /** Names of the members that change, sorted. */
  readonly fields: readonly string[];
  /** The values before and after. */
  readonly detail: Readonly<Record<string, unknown>>;
}

export function resourceDifference(before: ResourceMembers, after: ResourceMembers): ResourceDifference {
  const [from, to] = [resourceFacts(before), resourceFacts(after)];
  const fields = Object.keys(from).filter((name) => from[name] !== to[name]);
  return { fields, detail: Object.fromEntries(fields.map((name) => [name, { from: from[name], to: to[name] }])) };
}

/** In the order of their names. */
export function resourceFacts(members: ResourceMembers): Readonly<Record<string, unknown>> {
  const { accessTokenTtlSeconds, minAcr, scope, tokenFormat } = members;
  return { access_token_ttl: accessTokenTtlSeconds, min_acr: minAcr, scope, token_format: tokenFormat };
}
