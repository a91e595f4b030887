/** The page `/admin/users/:id/enrol-mfa`: an app set up for somebody, its key shown once, to whoever hands it over. */
import type { Context } from 'koa';
import type { UserAct } from '../administration/administer.js';
import { type HandedOverApp, handOverUserApp } from '../administration/user-mfa.js';
import { Problem } from '../http/problem.js';
import { sendPage } from '../http/send-page.js';
import { findHandedOver } from '../mfa/handed-over-store.js';
import { qrCodeSvg } from '../mfa/qr-code.js';
import type { AdminPage, AdminParts, OpenAdmin } from './admin-parts.js';
import { actOnUser, userOf } from './user-act.js';
import { enrolMfaPage, keyPage } from './views/enrol-mfa-page.js';
import { readReason } from './views/reason-field.js';

const digits = 6;
const periodSeconds = 30;

export const enrolMfa: AdminPage = {
  path: '/admin/users/:id/enrol-mfa',
  needsFreshSignIn: true,
  /** Three statements: the session and its account, the other account, the app that waits. */
  async show(ctx, open, parts) {
    const user = await userOf(open, parts);
    const waiting = await findHandedOver(parts.database, user.id);
    sendPage(ctx, enrolMfaPage({ ...open.props, user, replaces: waiting?.id }));
  },
  acts: { enrol_mfa: enrol },
};

/** The key is in the answer to this POST and nowhere else; no answer of ours is kept by browsers. */
async function enrol(
  ctx: Context,
  open: OpenAdmin,
  form: ReadonlyMap<string, string>,
  parts: AdminParts,
): Promise<void> {
  const { props } = open;
  const user = await userOf(open, parts);
  const waiting = await findHandedOver(parts.database, user.id);
  const shown = { ...props, user, replaces: waiting?.id, reason: form.get('reason') };
  const read = readReason(form, props.locale);
  if (!read.ok) return sendPage(ctx, enrolMfaPage({ ...shown, error: read.error }), 422);
  const ended = await actOnUser(ctx, open, parts, {
    act: onceFor(
      form.get('replaces') ?? '',
      handOverUserApp((account) => parts.factors.totpEnrolment.startEnrolment(account)),
    ),
    user,
    input: { reason: read.reason },
    page: (error) => enrolMfaPage({ ...shown, error }),
  });
  if (ended === undefined) return;
  const { fresh, expiresAt } = ended.done;
  const key = { uri: fresh.uri, seed: fresh.seed, qrSvg: await qrCodeSvg(fresh.uri) };
  sendPage(ctx, keyPage({ ...props, user, key, expiresAt, issuer: parts.settings.mfaIssuer, digits, periodSeconds }));
}

/**
 * A reload of the page with the key sends its form again: then another app waits than when the form was made, and none is made
 * that nobody asked for. Decided with the account locked.
 */
function onceFor<Input>(replaces: string, act: UserAct<Input, HandedOverApp>): UserAct<Input, HandedOverApp> {
  return {
    ...act,
    async run(held, input) {
      const waiting = await findHandedOver(held.transaction, held.target.id);
      if ((waiting?.id ?? '') !== replaces) {
        throw new Problem(409, 'key_was_shown', 'A key was made since this form was opened. It is not shown again.');
      }
      return act.run(held, input);
    },
  };
}
