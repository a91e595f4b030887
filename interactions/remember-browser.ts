/** After a sign-in the browser is known to the account, under a secret that is new each time. */
import { randomBytes } from 'node:crypto';
import type { Context } from 'koa';
import type { Fragment } from '../src/database/fragment.js';
import { browserIdFrom, setBrowserCookie } from '../src/http/browser-cookie.js';
import { sourceOf } from '../src/http/request-state.js';
import { type Assurance, levelOfAmr } from '../src/login/amr.js';
import { browserIdOf, isKnownBrowser, keepKnownBrowser } from '../src/login/known-browser-store.js';
import type { OpenInteraction } from './open-interaction.js';
import { attemptKeyOf } from './open-interaction.js';
import type { InteractionParts } from './parts.js';

/** A browser that is about to be known. */
export interface RememberedBrowser {
  keep(finished: Fragment): Fragment[];
  setCookie(): void;
}

/**
 * A new secret for this browser, rotated at every sign-in. `keep` gives the statements that keep its hash, to commit with the
 * sign-in; `setCookie` is for when they have. One that signed in with the password alone is known so that a new one can be
 * told from it, and for nothing else.
 */
export function rememberBrowser(
  ctx: Context,
  open: OpenInteraction,
  assurance: Assurance,
  parts: InteractionParts,
): RememberedBrowser {
  const secret = randomBytes(32).toString('base64url');
  const { accountId, generation } = attemptKeyOf(open);
  const replaces = browserIdFrom(ctx, parts);
  const { userAgent } = sourceOf(ctx);
  const factorVerified = levelOfAmr(assurance.amr) === 'mfa';
  return {
    keep: (finished) =>
      keepKnownBrowser(
        { id: browserIdOf(secret), accountId, generation, userAgent, factorVerified, replaces },
        finished,
      ),
    setCookie: () => setBrowserCookie(ctx, secret, parts),
  };
}

/**
 * Whether somebody who has signed in before does so with a browser that the account does not know: worth a mail. No statement
 * when the request's own already said so, as a verified code's and a right password's do; else at most one.
 */
export async function isNewBrowser(ctx: Context, open: OpenInteraction, parts: InteractionParts): Promise<boolean> {
  if (open.state.account?.lastSignInAt == null) return false;
  if (open.isKnownBrowser !== undefined) return !open.isKnownBrowser;
  const browserId = browserIdFrom(ctx, parts);
  return browserId === null || !(await isKnownBrowser(parts.database, browserId, attemptKeyOf(open)));
}
