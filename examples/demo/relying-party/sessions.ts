/** The relying party's sessions: in memory, found by a cookie that scripts cannot read. */
import { randomBytes } from 'node:crypto';
import type { Context } from 'koa';
import type { PendingSignIn, Tokens } from './sign-in.js';

export interface Session {
  /** Sign-ins on their way, by `state`. */
  readonly pending: Map<string, PendingSignIn>;
  tokens?: Tokens;
  /** The last answer of Countersign's API. */
  apiAnswer?: { readonly status: number; readonly body: unknown };
  /** Shown once, on the next page. */
  notice?: string;
}

export interface Sessions {
  /** The session of this browser, or a new one. */
  of(ctx: Context): Session;
  /** A new one with a new cookie, after somebody signed in or out: a cookie planted before is worth nothing. */
  renew(ctx: Context): Session;
}

const cookieName = 'demo_relying_party';
/** The oldest goes when there are more. */
const mostSessions = 500;

export function createSessions(): Sessions {
  const sessions = new Map<string, Session>();
  const begin = (ctx: Context): Session => {
    const id = randomBytes(32).toString('base64url');
    const session: Session = { pending: new Map() };
    sessions.set(id, session);
    const [oldest] = sessions.keys();
    if (sessions.size > mostSessions && oldest !== undefined) sessions.delete(oldest);
    // Lax, so that it comes along when Countersign redirects back. A real relying party adds `secure`.
    ctx.cookies.set(cookieName, id, { httpOnly: true, sameSite: 'lax', overwrite: true });
    return session;
  };
  return {
    of: (ctx) => sessions.get(ctx.cookies.get(cookieName) ?? '') ?? begin(ctx),
    renew(ctx) {
      sessions.delete(ctx.cookies.get(cookieName) ?? '');
      return begin(ctx);
    },
  };
}
