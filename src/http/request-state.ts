/** What our middleware notes about a request for those that come after it, with types that Koa's open `ctx.state` has not. */
import type { Context } from 'koa';

/** Where a request comes from. */
export interface RequestSource {
  /** Address without port; IPv4 also when it arrived in IPv6 form. */
  readonly ip: string;
  /** At most 256 characters; empty when absent. */
  readonly userAgent: string;
}

/** Set by `clientSource`. Throws when that middleware is missing: an audit without a source would go unnoticed. */
export function sourceOf(ctx: Context): RequestSource {
  const source: RequestSource | undefined = ctx.state.source;
  if (source === undefined) throw new Error('clientSource must run before this middleware');
  return source;
}

/** Set by `requestLog`; undefined before it. */
export function requestIdOf(ctx: Context): string | undefined {
  return ctx.state.requestId;
}

/** Adds facts to the line that the log will have of this request: never a secret, nor what somebody typed. */
export function noteInLog(ctx: Context, facts: Readonly<Record<string, string>>): void {
  ctx.state.logFacts = { ...notesForLog(ctx), ...facts };
}

/** What `noteInLog` was given during this request. */
export function notesForLog(ctx: Context): Readonly<Record<string, string>> {
  return ctx.state.logFacts ?? {};
}
