/** The `auth_session` of a headless sign-in: a bearer secret that names a sign-in in progress and what was asked for at its beginning. */
import { randomBytes } from 'node:crypto';
import type { AdapterFactory } from 'oidc-provider';
import { loginAttemptMinutes } from '../login/login-attempt.js';
import { authSessionModel } from './record-row.js';

export interface AuthSession {
  /** Only this client may go on with it. */
  readonly clientId: string;
  /** The authorization request as it was checked. */
  readonly parameters: Readonly<Record<string, string>>;
}

export interface AuthSessions {
  /** Kept with the records of this request. */
  keep(secret: string, session: AuthSession): Promise<void>;
  /** Brings client, sign-in and account along into the request's scope. One statement. */
  find(secret: string): Promise<AuthSession | undefined>;
  end(secret: string): Promise<void>;
}

const secretShape = /^[A-Za-z0-9_-]{43}$/;

/** 256 random bits. Only its hash is stored, which is also the id of the sign-in's row. */
export function newAuthSessionSecret(): string {
  return randomBytes(32).toString('base64url');
}

export function createAuthSessions(adapter: AdapterFactory): AuthSessions {
  const records = adapter(authSessionModel);
  return {
    async keep(secret, { clientId, parameters }) {
      const payload = { kind: authSessionModel, clientId, params: { ...parameters } };
      await records.upsert(secret, payload, loginAttemptMinutes * 60);
    },
    async find(secret) {
      if (!secretShape.test(secret)) return undefined;
      const payload = await records.find(secret);
      if (!payload?.clientId) return undefined;
      return { clientId: payload.clientId, parameters: (payload.params ?? {}) as Record<string, string> };
    },
    async end(secret) {
      await records.destroy(secret);
    },
  };
}
