/** The answer to a form: the browser fetches the next page with GET, so that a reload does not send the form again. */
import type { Context } from 'koa';

/** RFC 9110 section 15.4.4. `target` is an address that we made, never one that came with the request. */
export function seeOther(ctx: Context, target: string): void {
  ctx.redirect(target);
  ctx.status = 303;
}
