/** Turns whatever a request ends in, refusals and faults, into one answer: problem+json, or a page for people. */
import type { Context, Middleware } from 'koa';
import { asProblem } from './as-problem.js';
import { describeFault } from './describe-fault.js';
import { Problem, problemDocument, problemType, statusPhrase } from './problem.js';
import type { RequestLogger } from './request-log.js';
import { requestIdOf } from './request-state.js';

/** What an error page shows. Sentences are English; a renderer with other languages translates by `code`. */
export interface ErrorPage {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly sentence: string;
  /** For the person to quote; the log has the same. Only with faults, see `problemDocument`. */
  readonly requestId: string | undefined;
  /** The request's Accept-Language, unchecked. */
  readonly acceptLanguage: string | undefined;
}

export interface ErrorHandlerOptions {
  readonly logger: RequestLogger;
  /** A whole HTML document. Absent: problem+json for everyone. */
  readonly renderErrorPage?: (page: ErrorPage) => string;
}

/** Inside `requestLog`, outside everything else. Never shows a stack, a message of a library or of the database. */
export function errorHandler({ logger, renderErrorPage }: ErrorHandlerOptions): Middleware {
  return async (ctx, next) => {
    try {
      await next();
      const isUnanswered = ctx.respond !== false && !ctx.headerSent && ctx.body == null && ctx.status >= 400;
      if (isUnanswered) throw problemOfStatus(ctx.status);
    } catch (error) {
      const { problem, log } = asProblem(error);
      if (log !== 'nothing')
        logger[log]({ requestId: requestIdOf(ctx), fault: describeFault(error) }, 'request failed');
      // Half an answer is out: only cutting it off tells the client that it is not whole.
      if (ctx.headerSent || ctx.respond === false) ctx.res.destroy();
      else answer(ctx, problem, renderErrorPage);
    }
  };
}

function answer(ctx: Context, problem: Problem, renderErrorPage: ErrorHandlerOptions['renderErrorPage']): void {
  // They belonged to the answer that will not be given.
  for (const header of ['ETag', 'Last-Modified', 'Content-Encoding', 'Content-Disposition']) ctx.remove(header);
  ctx.set('Cache-Control', 'no-store');
  ctx.vary('Accept');
  ctx.status = problem.status;
  for (const [name, value] of Object.entries(problem.extra.headers ?? {})) ctx.set(name, value);
  const requestId = requestIdOf(ctx);
  if (renderErrorPage !== undefined && !isApiPath(ctx.path) && ctx.accepts('json', 'html') === 'html') {
    ctx.type = 'html';
    ctx.body = renderErrorPage({
      status: problem.status,
      code: problem.code,
      title: statusPhrase(problem.status),
      sentence: problem.detail,
      requestId: problem.status < 500 ? undefined : requestId,
      acceptLanguage: ctx.req.headers['accept-language'],
    });
    return;
  }
  ctx.body = JSON.stringify(problemDocument(problem, requestId));
  ctx.set('Content-Type', problemType);
}

/** Programs live there, whatever they accept. */
function isApiPath(path: string): boolean {
  return /^\/(api|health|metrics)(\/|$)/.test(path);
}

/** For answers that a middleware left without a body, such as the 404 Koa begins with. */
function problemOfStatus(status: number): Problem {
  switch (status) {
    case 404:
      return new Problem(404, 'not_found', 'There is nothing at this address.');
    case 405:
      return new Problem(405, 'method_not_allowed', 'This address does not take this method.');
    case 501:
      return new Problem(501, 'method_not_implemented', 'This server does not know this method.');
    default:
      return new Problem(status, 'request_failed', 'The request could not be answered.');
  }
}
