/** Teaches the engine's Session what it has no room for: when the second factor was verified. */
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';

/** What finishing a sign-in puts into the interaction's `result.login` beside the engine's own members. */
export interface LoginResult {
  readonly accountId: string;
  readonly acr: string;
  readonly amr: string[];
  /** Seconds since 1970. */
  readonly ts: number;
  readonly remember: boolean;
  /** The account's authentication generation at the proofs. */
  readonly generation: number;
  /** Seconds since 1970, or null. */
  readonly mfa_time: number | null;
  /** Where the sign-in came from; see session-details. */
  readonly ip: string;
  readonly user_agent: string;
}

interface SessionWithMfaTime {
  mfaTime?: number | undefined;
}

/**
 * Session keeps a closed list of members. This opens it for more. Throws when the engine no longer has the list, so that an
 * upgrade cannot lose them silently.
 */
export function openSessionMembers(provider: Provider, added: readonly string[]): void {
  const model = provider.Session;
  const members: unknown = Reflect.get(model, 'IN_PAYLOAD');
  if (!Array.isArray(members) || !members.includes('loginTs')) {
    throw new Error('This version of oidc-provider keeps sessions differently; Countersign must be adapted to it.');
  }
  Object.defineProperty(model, 'IN_PAYLOAD', { configurable: true, get: () => [...members, ...added] });
}

/** Copies the time from a finished sign-in into the session when the engine resumes. */
export function keepMfaTimeInSession(provider: Provider): void {
  openSessionMembers(provider, ['mfaTime']);
  provider.on('interaction.ended', (ctx: KoaContextWithOIDC) => {
    const login = loginResultOf(ctx);
    const session = ctx.oidc.session as SessionWithMfaTime | undefined;
    if (login !== undefined && session !== undefined) session.mfaTime = login.mfa_time ?? undefined;
  });
}

/** Seconds since 1970 of the session's last second factor, or null. */
export function mfaTimeOfSession(session: object | undefined): number | null {
  const mfaTime: unknown = session === undefined ? undefined : Reflect.get(session, 'mfaTime');
  return typeof mfaTime === 'number' ? mfaTime : null;
}

/** The finished sign-in that this request resumes with, if any. Only `finish` writes it. */
export function loginResultOf(ctx: KoaContextWithOIDC): LoginResult | undefined {
  return (ctx.oidc.result as { login?: LoginResult } | undefined)?.login;
}
