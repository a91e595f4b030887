/** A session under its public names, for the API and the command line. Pure. */
import type { ListedSession } from '../oidc/sessions.js';

export interface SessionJson {
  readonly id: string;
  readonly created_at: string | null;
  readonly last_used_at: string | null;
  readonly user_agent: string;
  readonly ip: string | null;
  readonly clients: { readonly id: string; readonly name: string }[];
}

export function sessionJson({ id, signedInAt, lastUsedAt, userAgent, ip, clients }: ListedSession): SessionJson {
  return {
    id,
    created_at: signedInAt?.toISOString() ?? null,
    last_used_at: lastUsedAt?.toISOString() ?? null,
    user_agent: userAgent,
    ip,
    clients: [...clients],
  };
}
