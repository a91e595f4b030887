/** What goes on when a sign-in changes its own account: this sign-in, this browser, and the session it began in. */
import type { Context } from 'koa';
import type { Kept } from '../src/accounts/generation-store.js';
import { browserIdFrom } from '../src/http/browser-cookie.js';
import { recordIdOf } from '../src/oidc/record-row.js';
import type { OpenInteraction } from './open-interaction.js';
import type { InteractionParts } from './parts.js';

export function keptBy(ctx: Context, { attemptId, details }: OpenInteraction, parts: InteractionParts): Kept {
  const browserId = browserIdFrom(ctx, parts);
  // A step-up goes on in its session; without this its own change would sign it out.
  const uid = details.session?.uid;
  return {
    loginAttemptId: attemptId,
    sessionUids: uid === undefined ? [] : [recordIdOf(uid)],
    ...(browserId === null ? {} : { browserId }),
  };
}
