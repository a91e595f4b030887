/** The known-browser cookie: gives the owner's own browser a budget of wrong codes of its own. It never replaces a factor. */
import { randomBytes } from 'node:crypto';
import type { Context } from 'koa';
import type { Fragment } from '../src/database/fragment.js';
import { sourceOf } from '../src/http/request-state.js';
import { type Assurance, levelOfAmr } from '../src/login/amr.js';
import { browserIdOf, keepKnownBrowser } from '../src/login/known-browser-store.js';
import type { OpenInteraction } from './open-interaction.js';
import { attemptKeyOf } from './open-interaction.js';
import type { InteractionParts } from './parts.js';

/** Days until the browser forgets it. */
const lifetimeDays = 400;

function cookieName(issuer: string): string {
  return new URL(issuer).protocol === 'https:' ? '__Host-countersign_browser' : 'countersign_browser';
}

/** Id of the browser's row, or null when it brings no cookie. Whether the row exists and whose it is, the database says. */
export function browserIdFrom(ctx: Context, { settings }: InteractionParts): string | null {
  const secret = ctx.cookies.get(cookieName(settings.issuer), { signed: false });
  return secret === undefined || secret.length !== 43 ? null : browserIdOf(secret);
}

/** A browser that is about to be known. */
export interface RememberedBrowser {
  keep(finished: Fragment): Fragment[];
  setCookie(): void;
}

/**
 * After a verified second factor: a new secret for this browser, rotated at every sign-in. `keep` gives the statements that
 * keep its hash, to commit with the sign-in; `setCookie` is for when they have. Nothing when no second factor was verified.
 */
export function rememberBrowser(
  ctx: Context,
  open: OpenInteraction,
  assurance: Assurance,
  parts: InteractionParts,
): RememberedBrowser {
  if (levelOfAmr(assurance.amr) !== 'mfa') return { keep: () => [], setCookie: () => {} };
  const secret = randomBytes(32).toString('base64url');
  const { accountId, generation } = attemptKeyOf(open);
  const replaces = browserIdFrom(ctx, parts);
  const { userAgent } = sourceOf(ctx);
  return {
    keep: (finished) =>
      keepKnownBrowser({ id: browserIdOf(secret), accountId, generation, userAgent, replaces }, finished),
    setCookie: () => {
      ctx.cookies.set(cookieName(parts.settings.issuer), secret, {
        httpOnly: true,
        sameSite: 'lax',
        secure: new URL(parts.settings.issuer).protocol === 'https:',
        signed: false,
        overwrite: true,
        maxAge: lifetimeDays * 86_400_000,
      });
    },
  };
}
