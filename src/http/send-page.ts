/** Answers with a page. */
import type { Context } from 'koa';

/** Refused forms are 422: understood, and not accepted (RFC 9110 section 15.5.21). */
export function sendPage(ctx: Context, html: string, status = 200): void {
  ctx.status = status;
  ctx.type = 'html';
  ctx.body = html;
}

/** 429 with the time after which it is worth trying again (RFC 6585 section 4). */
export function sendBlocked(ctx: Context, html: string, retryAfterSeconds: number | null): void {
  sendPage(ctx, html, 429);
  if (retryAfterSeconds !== null) ctx.set('Retry-After', String(retryAfterSeconds));
}

/** Whole seconds from `now` until then, at least one. */
export function secondsUntil(then: Date, now: Date): number {
  return Math.max(1, Math.ceil((then.getTime() - now.getTime()) / 1000));
}
