/** The pages `/admin/users/:id/disable-mfa` and `/admin/users/:id/reset-mfa`. */
import { disableUserMfa, resetUserMfa } from '../administration/user-mfa.js';
import { sendPage } from '../http/send-page.js';
import type { AdminAct, AdminPage } from './admin-parts.js';
import { actOnUser, backToUser, userOf } from './user-act.js';
import { readReason } from './views/reason-field.js';
import { type RemoveMfaPageProps, removeMfaPage } from './views/remove-mfa-page.js';

export const disableMfa = removal('disable');
export const resetMfa = removal('reset');

function removal(kind: RemoveMfaPageProps['kind']): AdminPage {
  return {
    path: `/admin/users/:id/${kind}-mfa`,
    needsFreshSignIn: true,
    /** Two statements: the session and its account, the other account. */
    async show(ctx, open, parts) {
      sendPage(ctx, removeMfaPage({ ...open.props, kind, user: await userOf(open, parts) }));
    },
    acts: { remove_mfa: remove(kind) },
  };
}

function remove(kind: RemoveMfaPageProps['kind']): AdminAct {
  return async (ctx, open, form, parts) => {
    const { props } = open;
    const user = await userOf(open, parts);
    const shown = { ...props, kind, user, reason: form.get('reason') };
    const read = readReason(form, props.locale);
    if (!read.ok) return sendPage(ctx, removeMfaPage({ ...shown, error: read.error }), 422);
    const ended = await actOnUser(ctx, open, parts, {
      act: kind === 'reset' ? resetUserMfa : disableUserMfa,
      user,
      input: { reason: read.reason },
      page: (error) => removeMfaPage({ ...shown, error }),
    });
    if (ended !== undefined) backToUser(ctx, user, kind);
  };
}
