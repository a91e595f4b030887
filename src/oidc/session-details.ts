/** Teaches the engine's Session what its owner wants to know of it later: from where it was signed in, and when it was last used. */
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import { loginResultOf, openSessionMembers } from './session-assurance.js';

/** What a session's payload says of itself, as far as it says it. */
export interface SessionDetails {
  /** Seconds since 1970: the last authentication. */
  readonly signedInAt: number | null;
  /** Seconds since 1970: the last authorization in this session. */
  readonly lastUsedAt: number | null;
  /** At the sign-in that began or renewed the session; empty when the browser did not say. */
  readonly userAgent: string;
  readonly ip: string | null;
}

interface SessionWithDetails {
  ip?: string | undefined;
  userAgent?: string | undefined;
  lifetime?: number | undefined;
}

/**
 * Address and browser come with a finished sign-in, as `mfaTime` does. The engine keeps `iat` from the session's beginning;
 * so each saving leaves its `lifetime` in seconds, from which `exp` tells the moment of the saving.
 */
export function keepDetailsInSession(provider: Provider): void {
  openSessionMembers(provider, ['ip', 'userAgent', 'lifetime']);
  provider.on('interaction.ended', (ctx: KoaContextWithOIDC) => {
    const login = loginResultOf(ctx);
    const session = ctx.oidc.session as SessionWithDetails | undefined;
    if (login === undefined || session === undefined) return;
    session.ip = login.ip;
    session.userAgent = login.user_agent;
  });
  const { prototype } = provider.Session;
  const { save } = prototype;
  prototype.save = function saveWithLifetime(this: typeof prototype & SessionWithDetails, ttl?: number) {
    this.lifetime = ttl;
    return Reflect.apply(save, this, [ttl]) as ReturnType<typeof save>;
  };
}

/** Reads them from a stored payload: JSON that only this server can have written, older versions of it too. */
export function sessionDetailsOf(payload: string): SessionDetails {
  const { loginTs, exp, lifetime, userAgent, ip } = JSON.parse(payload) as Record<string, unknown>;
  return {
    signedInAt: typeof loginTs === 'number' ? loginTs : null,
    lastUsedAt: typeof exp === 'number' && typeof lifetime === 'number' ? exp - lifetime : null,
    userAgent: typeof userAgent === 'string' ? userAgent : '',
    ip: typeof ip === 'string' ? ip : null,
  };
}
