/** The pages of an authorization: one GET that shows the next step, one POST per act. */

import type { Context } from 'koa';
import Router, { type RouterMiddleware } from 'koa-router';
import { isRemovedMeanwhile } from '../src/database/failures.js';
import { csrfField, csrfMatches } from '../src/http/csrf.js';
import { readForm } from '../src/http/form-body.js';
import { sameOrigin } from '../src/http/same-origin.js';
import { seeOther } from '../src/http/see-other.js';
import { switchAccountParameter } from '../src/oidc/switch-account.js';
import { askLater, confirmCodes, goOn, makeCodes } from './backup-code-question.js';
import { codesSaved, newBackupCodes } from './backup-codes.js';
import { challenge } from './challenge.js';
import { allow, deny } from './consent.js';
import { confirmEnrolment, restartEnrolment } from './enrol.js';
import { interactionPath } from './finish.js';
import { InteractionGone, type OpenInteraction, openInteraction } from './open-interaction.js';
import type { InteractionParts } from './parts.js';
import { password } from './password.js';
import { notNow, setUpNow } from './reminder.js';
import { show } from './show.js';
import { showGone } from './show-gone.js';

type Act = (
  ctx: Context,
  open: OpenInteraction,
  form: ReadonlyMap<string, string>,
  parts: InteractionParts,
) => Promise<void>;

const loginActs: Readonly<Record<string, Act>> = {
  password,
  verify_factor: challenge,
  confirm_enrolment: confirmEnrolment,
  restart_enrolment: (ctx, open, _form, parts) => restartEnrolment(ctx, open, parts),
  codes_saved: codesSaved,
  new_backup_codes: (ctx, open, _form, parts) => newBackupCodes(ctx, open, parts),
  continue: (ctx, open, _form, parts) => goOn(ctx, open, parts),
  continue_confirmed: (ctx, open, _form, parts) => confirmCodes(ctx, open, parts),
  continue_later: (ctx, open, _form, parts) => askLater(ctx, open, parts),
  make_codes: (ctx, open, _form, parts) => makeCodes(ctx, open, parts),
  set_up_now: (ctx, open, _form, parts) => setUpNow(ctx, open, parts),
  not_now: (ctx, open, _form, parts) => notNow(ctx, open, parts),
  switch_account: async (ctx, open) => seeOther(ctx, `${interactionPath(open.uid)}?switch=1`),
  cancel: (ctx, open, _form, parts) => deny(ctx, open, parts),
};

const consentActs: Readonly<Record<string, Act>> = {
  switch_account: async (ctx, open) => seeOther(ctx, signInAgainPath(open)),
  allow: (ctx, open, _form, parts) => allow(ctx, open, parts),
  deny: (ctx, open, _form, parts) => deny(ctx, open, parts),
  cancel: (ctx, open, _form, parts) => deny(ctx, open, parts),
};

export function createInteractionRouter(parts: InteractionParts): Router {
  const router = new Router();
  const explainGone: RouterMiddleware = async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      // The latter when the account is removed at this moment, and the sign-in with it.
      if (!(error instanceof InteractionGone || isRemovedMeanwhile(error))) throw error;
      await showGone(ctx, uidOf(ctx), parts);
    }
  };
  router.get('/interaction/:uid', explainGone, async (ctx) => {
    await show(ctx, await openInteraction(ctx, uidOf(ctx), parts), parts);
  });
  router.post('/interaction/:uid', sameOrigin(parts.settings), explainGone, async (ctx) => {
    const uid = uidOf(ctx);
    const form = await readForm(ctx);
    const open = await openInteraction(ctx, uid, parts);
    // A form from another sign-in, or from before the cookie was lost.
    if (!csrfMatches(parts.keyRing, uid, form.get(csrfField))) throw new InteractionGone();
    const acts = open.details.prompt.name === 'consent' ? consentActs : loginActs;
    const name = form.get('act') ?? actOf(form) ?? '';
    const act = Object.hasOwn(acts, name) ? acts[name] : undefined;
    // An act of another step, from a second tab or the back button: show where this sign-in stands.
    if (act === undefined) return seeOther(ctx, interactionPath(uid));
    await act(ctx, open, form, parts);
  });
  return router;
}

/** Password managers send forms by script, without the button that was not pressed: then the fields say what is meant. Never a consent. */
function actOf(form: ReadonlyMap<string, string>): string | undefined {
  if (form.has('password')) return 'password';
  if (form.has('code')) return form.has('name') ? 'confirm_enrolment' : 'verify_factor';
  return undefined;
}

/** The same authorization from its beginning, at the password; a device's begins where its code is typed. */
function signInAgainPath({ details }: OpenInteraction): string {
  if (details.deviceCode !== undefined) return '/device';
  const parameters = new URLSearchParams({ prompt: 'login', [switchAccountParameter]: 'yes' });
  for (const [name, given] of Object.entries(details.params)) {
    if (given === undefined || given === null || parameters.has(name)) continue;
    // `resource` may be there several times (RFC 8707 section 2).
    for (const value of Array.isArray(given) ? given : [given]) parameters.append(name, String(value));
  }
  return `/authorize?${parameters}`;
}

function uidOf(ctx: { readonly params: Record<string, string | undefined> }): string {
  return ctx.params.uid ?? '';
}
