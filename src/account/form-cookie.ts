/** Ties the forms of public pages to a browser: where there is no session, a random value in a cookie stands for it. */
import { randomBytes } from 'node:crypto';
import type { Context } from 'koa';

/** Hours for which a form may lie open; every page shown begins them anew. */
const lifetimeHours = 4;

function cookieName(issuer: string): string {
  return new URL(issuer).protocol === 'https:' ? '__Host-countersign_form' : 'countersign_form';
}

/** What a form's token is bound to, or undefined for a browser that brings no cookie. */
export function formBinding(ctx: Context, issuer: string): string | undefined {
  const value = ctx.cookies.get(cookieName(issuer), { signed: false });
  return value !== undefined && /^[\w-]{43}$/.test(value) ? bindingOf(value) : undefined;
}

/** The same, for a page that is about to be shown: a browser without the cookie gets one. */
export function keepFormBinding(ctx: Context, issuer: string): string {
  const present = ctx.cookies.get(cookieName(issuer), { signed: false });
  const value = present !== undefined && /^[\w-]{43}$/.test(present) ? present : randomBytes(32).toString('base64url');
  ctx.cookies.set(cookieName(issuer), value, {
    httpOnly: true,
    sameSite: 'lax',
    secure: new URL(issuer).protocol === 'https:',
    signed: false,
    overwrite: true,
    maxAge: lifetimeHours * 3_600_000,
  });
  return bindingOf(value);
}

function bindingOf(value: string): string {
  return `form ${value}`;
}
