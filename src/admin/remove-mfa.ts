/** The pages `/admin/users/:id/disable-mfa` and `/admin/users/:id/reset-mfa`. */
import { findAccountById } from '../accounts/account-store.js';
import { perform } from '../administration/administer.js';
import { accountNotFound } from '../administration/administration-problems.js';
import { disableUserMfa, resetUserMfa } from '../administration/user-mfa.js';
import { seeOther } from '../http/see-other.js';
import { sendPage } from '../http/send-page.js';
import type { AdminAct, AdminPage, AdminParts, OpenAdmin } from './admin-parts.js';
import { orShowAgain } from './refused-act.js';
import { readReason } from './views/reason-field.js';
import { type RemoveMfaPageProps, removeMfaPage } from './views/remove-mfa-page.js';

export const disableMfa = removal('disable');
export const resetMfa = removal('reset');

function removal(kind: RemoveMfaPageProps['kind']): AdminPage {
  return {
    path: `/admin/users/:id/${kind}-mfa`,
    needsFreshSignIn: true,
    async show(ctx, open, parts) {
      sendPage(ctx, removeMfaPage({ ...open.props, kind, user: await userOf(open, parts) }));
    },
    acts: { remove_mfa: remove(kind) },
  };
}

function remove(kind: RemoveMfaPageProps['kind']): AdminAct {
  return async (ctx, open, form, parts) => {
    const { props, administrator } = open;
    const user = await userOf(open, parts);
    const shown = { ...props, kind, user, reason: form.get('reason') };
    const read = readReason(form, props.locale);
    if (!read.ok) return sendPage(ctx, removeMfaPage({ ...shown, error: read.error }), 422);
    const act = kind === 'reset' ? resetUserMfa : disableUserMfa;
    const change = { act, targetId: user.id, input: { reason: read.reason } };
    const again = {
      locale: props.locale,
      page: (error: RemoveMfaPageProps['error']) => removeMfaPage({ ...shown, error }),
    };
    const ended = await orShowAgain(ctx, again, () => perform(parts.database, administrator, change, async () => true));
    if (ended !== undefined) seeOther(ctx, `/admin/users/${user.id}?done=${kind}`);
  };
}

/** One statement. Throws Problem 404. */
async function userOf({ params }: OpenAdmin, { database }: AdminParts): Promise<RemoveMfaPageProps['user']> {
  const reading = await findAccountById(database, params.id ?? '');
  if (reading === undefined) throw accountNotFound();
  return reading.account;
}
