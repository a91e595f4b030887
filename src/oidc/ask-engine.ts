/**
 * Asks the protocol engine what a relying party or a browser would ask it, without the network: its own endpoints authenticate
 * the client, check the request and issue the code, so that nothing of that is written a second time.
 */
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Context, Middleware } from 'koa';
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';

export type EngineSession = InstanceType<Provider['Session']>;

export interface EngineCall {
  readonly method: 'GET' | 'POST' | 'OPTIONS';
  /** With its query. */
  readonly path: string;
  readonly form?: Readonly<Record<string, string>>;
  /** The session of this one call, in place of the one that a browser's cookie would name. */
  readonly session?: EngineSession;
}

/** The context as the engine left it: status, body, headers, and `oidc` with what it found out. Nothing of it is sent. */
export type AskEngine = (asking: Context, call: EngineCall) => Promise<KoaContextWithOIDC>;

/** What goes along from the request that asks: who the client says it is, and where its script runs. Never a cookie. */
const carriedHeaders = [
  'authorization',
  'host',
  'origin',
  'user-agent',
  'access-control-request-method',
  'access-control-request-headers',
] as const;

const brought = new WeakMap<object, EngineSession>();

/** To be called once: lets a call bring its session. */
export function acceptBroughtSessions(provider: Provider): void {
  const { Session } = provider;
  const fromCookie = Session.get;
  Session.get = async function get(ctx) {
    const session = brought.get(ctx.req);
    if (session === undefined) return fromCookie.call(this, ctx);
    (ctx as KoaContextWithOIDC).oidc.entity('Session', session);
    return session;
  };
}

/** `engine` is the mounted provider, with whatever turns its failures into ours. */
export function createAskEngine(engine: Middleware): AskEngine {
  return async (asking, { method, path, form, session }) => {
    const req = new IncomingMessage(new Socket());
    const body = form === undefined ? '' : new URLSearchParams(form).toString();
    req.method = method;
    req.url = path;
    req.headers = { accept: 'application/json' };
    for (const name of carriedHeaders) {
      const value = asking.req.headers[name];
      if (value !== undefined) req.headers[name] = value;
    }
    if (form !== undefined) {
      req.headers['content-type'] = 'application/x-www-form-urlencoded';
      req.headers['content-length'] = String(Buffer.byteLength(body));
      req.push(body);
    }
    req.push(null);
    req.complete = true;
    if (session !== undefined) brought.set(req, session);
    const inner = asking.app.createContext(req, new ServerResponse(req)) as Context;
    inner.state = asking.state;
    await engine(inner, async () => {});
    return inner as unknown as KoaContextWithOIDC;
  };
}
