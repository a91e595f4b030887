/** After a sign-in with the second factor the browser is known to the account, under a secret that is new each time. */
import { randomBytes } from 'node:crypto';
import type { Context } from 'koa';
import type { Fragment } from '../src/database/fragment.js';
import { browserIdFrom, setBrowserCookie } from '../src/http/browser-cookie.js';
import { sourceOf } from '../src/http/request-state.js';
import { type Assurance, levelOfAmr } from '../src/login/amr.js';
import { browserIdOf, keepKnownBrowser } from '../src/login/known-browser-store.js';
import type { OpenInteraction } from './open-interaction.js';
import { attemptKeyOf } from './open-interaction.js';
import type { InteractionParts } from './parts.js';

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
    setCookie: () => setBrowserCookie(ctx, secret, parts),
  };
}
