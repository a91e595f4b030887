/** How long what the engine gives out lives: the shortest of what the installation, the client and the resource allow. */
import type { Configuration } from 'oidc-provider';
import type { Settings } from '../settings/settings.js';
import type { Resource } from './resource.js';

/** Seconds a JWT access token lives at most: it cannot be revoked, so it is short (RFC 9068 section 5). */
export const longestJwtAccessTokenSeconds = 600;

/** Seconds an interaction may take; login_attempt rows live as long. */
const interactionSeconds = 3600;
const deviceCodeSeconds = 600;

/** Members of a client's registration, in seconds. */
export type LifetimeMember = 'access_token_ttl' | 'refresh_token_ttl' | 'id_token_ttl';
export const lifetimeMembers: readonly LifetimeMember[] = ['access_token_ttl', 'refresh_token_ttl', 'id_token_ttl'];

/** Longest number of seconds that may be registered, as in the settings: a day, and a year for refresh tokens. */
export const longestLifetimes: Readonly<Record<LifetimeMember, number>> = {
  access_token_ttl: 86_400,
  refresh_token_ttl: 31_536_000,
  id_token_ttl: 86_400,
};

/** Whether a registration may have it. What is longer than the installation's own counts as that. */
export function isLifetime(member: LifetimeMember, seconds: number): boolean {
  return Number.isInteger(seconds) && seconds >= 1 && seconds <= longestLifetimes[member];
}

/** Seconds for the access tokens of a resource, before the client's own are considered. */
export function accessTokenSeconds(
  { tokenFormat, accessTokenTtlSeconds }: Pick<Resource, 'tokenFormat' | 'accessTokenTtlSeconds'>,
  settings: Pick<Settings, 'accessTokenTtlSeconds'>,
): number {
  return Math.min(
    settings.accessTokenTtlSeconds,
    accessTokenTtlSeconds ?? Number.POSITIVE_INFINITY,
    tokenFormat === 'jwt' ? longestJwtAccessTokenSeconds : Number.POSITIVE_INFINITY,
  );
}

interface ForResource {
  readonly resourceServer?: { readonly accessTokenTTL?: number | undefined } | undefined;
}

/** The engine's `ttl`. */
export function timesToLive(settings: Settings): NonNullable<Configuration['ttl']> {
  const accessToken = (_ctx: unknown, { resourceServer }: ForResource, client: object | undefined) =>
    ofClient(client, 'access_token_ttl', resourceServer?.accessTokenTTL ?? settings.accessTokenTtlSeconds);
  return {
    AccessToken: accessToken,
    ClientCredentials: accessToken,
    AuthorizationCode: settings.codeTtlSeconds,
    DeviceCode: deviceCodeSeconds,
    // A grant must outlive the last refresh token that a session can still obtain.
    Grant: settings.sessionTtlSeconds + settings.refreshTokenTtlSeconds,
    IdToken: (_ctx, _token, client) => ofClient(client, 'id_token_ttl', settings.accessTokenTtlSeconds),
    Interaction: interactionSeconds,
    // Rotation does not prolong a family: it lives from its sign-in (RFC 9700 section 4.14.2).
    RefreshToken: (ctx, token, client) => {
      const whole = ofClient(client, 'refresh_token_ttl', settings.refreshTokenTtlSeconds);
      const rotated = ctx?.oidc?.entities.RotatedRefreshToken;
      if (rotated === undefined) return whole;
      // A lifetime that was made shorter meanwhile counts for families that exist, too.
      return Math.max(1, Math.min(rotated.remainingTTL, whole - token.totalLifetime()));
    },
    Session: settings.sessionTtlSeconds,
  };
}

function ofClient(client: object | undefined, member: LifetimeMember, otherwise: number): number {
  const seconds: unknown = client === undefined ? undefined : Reflect.get(client, member);
  return typeof seconds === 'number' && isLifetime(member, seconds) ? Math.min(seconds, otherwise) : otherwise;
}
