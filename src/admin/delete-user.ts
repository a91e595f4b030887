/** The page `/admin/users/:id/delete`. */
import type { Context } from 'koa';
import { emailKey } from '../accounts/email.js';
import * as administration from '../administration/change-user.js';
import { seeOther } from '../http/see-other.js';
import { sendPage } from '../http/send-page.js';
import type { AdminPage, AdminParts, OpenAdmin } from './admin-parts.js';
import { userActsMessages } from './messages/user-catalogue.js';
import { actOnUser, userOf } from './user-act.js';
import { deleteUserPage } from './views/delete-user-page.js';

export const deleteUser: AdminPage = {
  path: '/admin/users/:id/delete',
  needsFreshSignIn: true,
  /** Two statements: the session and its account, the other account. */
  async show(ctx, open, parts) {
    sendPage(ctx, deleteUserPage({ ...open.props, user: await userOf(open, parts) }));
  },
  acts: { delete_user: remove },
};

/** The address is typed, so that nobody deletes the account of another tab. */
async function remove(
  ctx: Context,
  open: OpenAdmin,
  form: ReadonlyMap<string, string>,
  parts: AdminParts,
): Promise<void> {
  const { props } = open;
  const user = await userOf(open, parts);
  const typed = form.get('email') ?? '';
  const shown = { ...props, user, typed };
  if (emailKey(typed) !== emailKey(user.email)) {
    const error = { field: 'email', message: userActsMessages(props.locale).remove.mismatch };
    return sendPage(ctx, deleteUserPage({ ...shown, error }), 422);
  }
  const ended = await actOnUser(ctx, open, parts, {
    act: administration.deleteUser,
    user,
    input: {},
    page: (error) => deleteUserPage({ ...shown, error }),
  });
  if (ended !== undefined) seeOther(ctx, '/admin/users?done=deleted');
}
