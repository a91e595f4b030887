/** One line per request for operators: what was asked, how it ended, how long it took. Never a query string, body, cookie or token. */
import { randomUUID } from 'node:crypto';
import type { Context, Middleware } from 'koa';
import type { Logger } from 'pino';
import { isHealthPath } from './health.js';
import { notesForLog } from './request-state.js';

/** What this folder needs of pino. */
export type RequestLogger = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

/** Outermost. Gives the request its id (also `X-Request-Id`; never taken from the request, where anyone could choose it). */
export function requestLog({ logger }: { readonly logger: RequestLogger }): Middleware {
  return async (ctx, next) => {
    const startedAt = performance.now();
    const requestId = randomUUID();
    ctx.state.requestId = requestId;
    ctx.set('X-Request-Id', requestId);
    // `close` comes after every answer, also one that the client did not wait for.
    ctx.res.once('close', () => {
      const milliseconds = Math.round(performance.now() - startedAt);
      const isComplete = ctx.res.writableFinished;
      const asked = { requestId, method: ctx.method, route: routeOf(ctx) };
      const line = { ...asked, status: ctx.res.statusCode, milliseconds, ...notesForLog(ctx) };
      logger[levelFor(ctx)](isComplete ? line : { ...line, aborted: true }, 'request');
    });
    await next();
  };
}

/** The pattern where a router matched (`/interaction/:uid`), so that ids stay out of the log; else the path without its query. */
function routeOf(ctx: Context): string {
  const pattern: unknown = ctx._matchedRoute;
  return typeof pattern === 'string' ? pattern : (ctx.originalUrl.split('?', 1)[0] ?? '').slice(0, 200);
}

function levelFor(ctx: Context): 'debug' | 'info' | 'warn' {
  if (isHealthPath(ctx.path)) return 'debug';
  return ctx.res.statusCode >= 500 ? 'warn' : 'info';
}
