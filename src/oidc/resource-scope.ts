/** Which of a resource's scopes a client may be given. Pure; what a person may do is decided by their role, and by consent. */
import { engineScopes } from './client.js';
import type { Resource } from './resource.js';

export interface ScopeQuestion {
  /** The `scope` of the client's registration (RFC 7591 section 2), or undefined when it has none. */
  readonly registeredScope: string | undefined;
  /** Whether the resource is this server's own API. */
  readonly isOwnApi: boolean;
  /** No person, no role and no consent stands behind such a token. */
  readonly isClientCredentials: boolean;
}

/**
 * A registration that names scopes of resources limits the client to them. One that names only the protocol's says nothing of
 * other resources, but our own API must be named; and without a person it must be named always.
 */
export function scopeForClient(resource: Pick<Resource, 'scope'>, question: ScopeQuestion): string {
  const { registeredScope, isOwnApi, isClientCredentials } = question;
  if (registeredScope === undefined) return isOwnApi && isClientCredentials ? '' : resource.scope;
  const registered = registeredScope.split(' ');
  const namesResourceScopes = registered.some((word) => !engineScopes.includes(word));
  if (!namesResourceScopes && !isOwnApi) return resource.scope;
  return resource.scope
    .split(' ')
    .filter((word) => registered.includes(word))
    .join(' ');
}

/** The registered scope as the engine's client carries it. */
export function registeredScopeOf(client: object): string | undefined {
  const scope: unknown = Reflect.get(client, 'registered_scope');
  return typeof scope === 'string' ? scope : undefined;
}
