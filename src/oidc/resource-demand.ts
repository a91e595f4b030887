/** What the resources that tokens are asked for demand of the sign-in behind them. */
import { levelOfAcr } from '../login/amr.js';
import { type AssuranceLevel, strictest } from '../mfa/policy.js';
import type { Resource } from './resource.js';

type FindResource = (identifier: string) => Promise<Pick<Resource, 'minAcr'> | undefined>;

/**
 * The strictest `min_acr` among them. `resource` is as a request or token names it: one identifier, several, or none. An
 * unknown `min_acr` demands the most: the safe reading. An unknown resource is refused elsewhere.
 */
export async function resourceDemandOf(resource: unknown, findResource: FindResource): Promise<AssuranceLevel | null> {
  const named: readonly unknown[] = Array.isArray(resource) ? resource : [resource];
  const identifiers = named.filter((identifier): identifier is string => typeof identifier === 'string');
  const found = await Promise.all(identifiers.map(findResource));
  return strictest(...found.map((known) => (known?.minAcr == null ? null : (levelOfAcr(known.minAcr) ?? 'mfa'))));
}
