/** A small relying party: signs people in with Countersign and shows everything it is told. */
import Koa from 'koa';
import mount from 'koa-mount';
import type { ReadAuthenticator } from '../authenticator.js';
import type { Mailbox } from '../mailbox.js';
import { showFailures } from './failures.js';
import { createRoutes } from './routes.js';
import { createSessions } from './sessions.js';
import { discover } from './sign-in.js';

export interface RelyingPartyOptions {
  /** Its own, without a trailing slash. */
  readonly origin: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly readAuthenticator: ReadAuthenticator;
  readonly readMail: Mailbox['read'];
  /** Shown beside the authenticator's codes. */
  readonly benBackupCodes: readonly string[];
  /** The single-page relying party, served under `/spa`. */
  readonly spa: Koa;
}

/** Needs Countersign to be running: it reads the discovery document. */
export async function createRelyingParty(options: RelyingPartyOptions): Promise<Koa> {
  const { origin, issuer, clientId, clientSecret } = options;
  const config = await discover(issuer, clientId, clientSecret);
  const app = new Koa();
  app.use(onlyFromHere(origin));
  app.use(mount('/spa', options.spa));
  app.use(pageHeaders(issuer));
  app.use(showFailures());
  app.use(createRoutes({ ...options, config, sessions: createSessions() }).routes());
  return app;
}

/**
 * Answers under its own name only, and takes forms from its own pages only. Without the first, a page elsewhere whose name
 * was made to point at this machine could read the codes; without the second, it could sign people out.
 */
function onlyFromHere(origin: string): Koa.Middleware {
  const { host } = new URL(origin);
  return async (ctx, next) => {
    if (ctx.host !== host) return refuse(ctx, 421, `This is ${origin}.`);
    if (ctx.method === 'POST' && ctx.get('Origin') !== origin) return refuse(ctx, 403, 'Not a form of ours.');
    await next();
  };
}

function refuse(ctx: Koa.Context, status: number, sentence: string): void {
  ctx.status = status;
  ctx.body = sentence;
}

function pageHeaders(issuer: string): Koa.Middleware {
  // The issuer is named because the answer to a form may be a redirect to it, and Chromium counts that as its target.
  const policy = `default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; form-action 'self' ${issuer}; base-uri 'none'; frame-ancestors 'none'`;
  return async (ctx, next) => {
    ctx.set({
      'Content-Security-Policy': policy,
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'same-origin',
      'Cache-Control': 'no-store',
    });
    await next();
  };
}
