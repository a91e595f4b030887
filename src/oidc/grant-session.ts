/** Teaches the engine's Grant which session it belongs to: else signing one session out would leave its long-lived tokens. */
import type { Grant, Provider } from 'oidc-provider';

/**
 * Grant keeps a closed list of members. This opens it for `sessionUid`. Throws when the engine no longer has the list, so that an
 * upgrade cannot lose it silently.
 */
export function keepSessionInGrant(provider: Provider): void {
  const model = provider.Grant;
  const members: unknown = Reflect.get(model, 'IN_PAYLOAD');
  if (!Array.isArray(members) || !members.includes('accountId')) {
    throw new Error('This version of oidc-provider keeps grants differently; Countersign must be adapted to it.');
  }
  Object.defineProperty(model, 'IN_PAYLOAD', { get: () => [...members, 'sessionUid'] });
}

/** Not saved yet. */
export function newGrant(
  provider: Provider,
  { accountId, clientId, sessionUid }: { accountId: string; clientId: string; sessionUid: string },
): Grant {
  return Object.assign(new provider.Grant({ accountId, clientId }), { sessionUid });
}
