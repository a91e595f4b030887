/** The known-browser cookie: gives the owner's own browser a budget of wrong codes of its own. It never replaces a factor. */
import type { Context } from 'koa';
import { browserIdOf } from '../login/known-browser-store.js';
import type { Settings } from '../settings/settings.js';

/** Days until the browser forgets it. */
const lifetimeDays = 400;

interface CookieParts {
  readonly settings: Pick<Settings, 'issuer'>;
}

/** Id of the browser's row, or null when it brings no cookie. Whether the row exists and whose it is, the database says. */
export function browserIdFrom(ctx: Context, { settings }: CookieParts): string | null {
  const secret = ctx.cookies.get(cookieName(settings.issuer), { signed: false });
  return secret === undefined || secret.length !== 43 ? null : browserIdOf(secret);
}

/** To be called when the database knows the secret's hash. */
export function setBrowserCookie(ctx: Context, secret: string, { settings: { issuer } }: CookieParts): void {
  ctx.cookies.set(cookieName(issuer), secret, {
    httpOnly: true,
    sameSite: 'lax',
    secure: isHttps(issuer),
    signed: false,
    overwrite: true,
    maxAge: lifetimeDays * 86_400_000,
  });
}

function cookieName(issuer: string): string {
  return isHttps(issuer) ? '__Host-countersign_browser' : 'countersign_browser';
}

function isHttps(issuer: string): boolean {
  return new URL(issuer).protocol === 'https:';
}
