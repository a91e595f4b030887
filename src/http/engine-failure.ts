/** Lets faults behind the protocol engine end like any other fault: 503 while the database is away, and back without restart. */
import type { Context, Middleware } from 'koa';
import { asProblem } from './as-problem.js';
import { Problem } from './problem.js';

/** What this needs of the engine: its report of an error that is not the client's. */
interface ReportsErrors {
  on(event: 'server_error', listener: (ctx: object, error: Error) => void): unknown;
}

/**
 * Directly around the engine, which would answer 500 itself. A redirect to the relying party is left alone: there the
 * protocol's own `server_error` is the answer (RFC 6749 section 4.1.2.1).
 */
export function engineFailures(engine: ReportsErrors): Middleware {
  const failures = new WeakMap<object, Error>();
  engine.on('server_error', (ctx, error) => failures.set((ctx as Pick<Context, 'req'>).req, error));
  return async (ctx, next) => {
    await next();
    const error = failures.get(ctx.req);
    if (error === undefined || ctx.status < 500) return;
    const { problem } = asProblem(error);
    if (problem.status === 500) return;
    // The member that OAuth clients look for (RFC 6749 section 5.2), beside ours.
    const members = { error: 'temporarily_unavailable', error_description: problem.detail };
    throw new Problem(problem.status, problem.code, problem.detail, { ...problem.extra, members });
  };
}
