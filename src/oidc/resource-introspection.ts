/** Introspection (RFC 7662) of tokens for a resource that was removed or changed since: it says no more than a token of a fresh sign-in would be. */
import type { Middleware } from 'koa';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { levelOfAmr } from '../login/amr.js';
import type { Resource } from './resource.js';
import { resourceDemandOf } from './resource-demand.js';

type FindResource = (identifier: string) => Promise<Resource | undefined>;

/** To be used by the provider before whatever else answers introspection. No statement for our own API and for tokens of no resource, else one. */
export function introspectByResource(findResource: FindResource): Middleware {
  return async (ctx, next) => {
    await next();
    const { oidc } = ctx as unknown as Partial<KoaContextWithOIDC>;
    const answer = ctx.body as Record<string, unknown> | null | undefined;
    if (oidc?.route !== 'introspection' || answer?.active !== true) return;
    // An access token names its resource as its audience; a refresh token has none.
    const named: unknown = oidc.entities.RefreshToken?.resource ?? answer.aud;
    if (named === undefined) return;
    ctx.body = (await stillGiven(named, answer, findResource)) ?? { active: false };
  };
}

/** Undefined when no such token would be given any more. */
async function stillGiven(
  named: unknown,
  answer: Readonly<Record<string, unknown>>,
  findResource: FindResource,
): Promise<Record<string, unknown> | undefined> {
  const identifiers = [named].flat().filter((one): one is string => typeof one === 'string');
  const found = await Promise.all(identifiers.map(findResource));
  const resources = found.filter((one) => one !== undefined);
  if (resources.length === 0 || resources.length < found.length) return undefined;
  // Client credentials stem from no sign-in, and no resource demands one of them.
  const { amr, scope, ...others } = answer;
  const demand = await resourceDemandOf(identifiers, findResource);
  if (Array.isArray(amr) && demand === 'mfa' && levelOfAmr(amr) !== 'mfa') return undefined;
  return { ...others, ...(amr === undefined ? {} : { amr }), ...scopeOf(scope, answer, resources) };
}

/** Only an access token's scopes are all its resource's; a refresh token has those of the protocol beside them. */
function scopeOf(scope: unknown, { aud }: Readonly<Record<string, unknown>>, resources: readonly Resource[]) {
  if (typeof scope !== 'string') return {};
  const known = new Set(resources.flatMap((resource) => resource.scope.split(' ')));
  const left =
    aud === undefined
      ? scope
      : scope
          .split(' ')
          .filter((word) => known.has(word))
          .join(' ');
  return left === '' ? {} : { scope: left };
}
