/** What an application may see and do, as things that the pages have words for. Pure. */
import { messagesFor } from './messages/catalogue.js';
import type { Messages } from './messages/en.js';

/** A scope that the pages have words for. `account`, `admin:read` and `admin` are those of our own API only. */
export type KnownScope = keyof Messages['consent']['scopes'];

/** One thing: in words, or the raw scope of somebody else's resource. */
export type ConsentItem =
  | { readonly scope: KnownScope; readonly resource?: undefined }
  | { readonly scope: string; readonly resource: string };

export interface AskedAccess {
  readonly scopes: readonly string[];
  readonly claims: readonly string[];
  /** Scopes by the identifier of their resource. */
  readonly resources: Readonly<Record<string, readonly string[]>>;
}

/** Our own scopes have words of their own; those of another resource are named with it. */
export function consentItems({ scopes, claims, resources }: AskedAccess, ownResource: string): ConsentItem[] {
  const named = new Set([...scopes, ...claims.flatMap((claim) => scopeOfClaim.get(claim) ?? [])]);
  const own = [...named].filter(isKnownScope).map((scope): ConsentItem => ({ scope }));
  const others = Object.entries(resources).flatMap(([resource, ofResource]) =>
    ofResource.map((scope): ConsentItem => {
      return resource === ownResource && isKnownScope(scope) ? { scope } : { scope, resource };
    }),
  );
  return [...own, ...others];
}

/**
 * A claim asked for by itself (OpenID Connect Core section 5.5) is told in the words of the scope it belongs to: else an
 * application would get an address that its page never spoke of. Those of `openid` say nothing more about the person.
 */
const scopeOfClaim: ReadonlyMap<string, KnownScope> = new Map([
  ['name', 'profile'],
  ['locale', 'profile'],
  ['email', 'email'],
  ['email_verified', 'email'],
]);

/** Whether the pages have words for a scope; ask it for OpenID scopes and those of our own API only. */
function isKnownScope(scope: string): scope is KnownScope {
  return Object.hasOwn(messagesFor('en').consent.scopes, scope);
}
