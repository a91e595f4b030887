/** The page `/admin/users/:id/change`: name, roles and status. */
import type { Context } from 'koa';
import type { Account } from '../accounts/account.js';
import { rolesArray } from '../accounts/account-store.js';
import * as administration from '../administration/change-user.js';
import { sendPage } from '../http/send-page.js';
import type { AdminPage, AdminParts, OpenAdmin } from './admin-parts.js';
import { actOnUser, backToUser, userOf } from './user-act.js';
import { readUserForm, type TypedUser } from './user-form.js';
import { changeUserPage } from './views/change-user-page.js';

export const changeUser: AdminPage = {
  path: '/admin/users/:id/change',
  needsFreshSignIn: true,
  /** Two statements: the session and its account, the other account. */
  async show(ctx, open, parts) {
    const user = await userOf(open, parts);
    sendPage(ctx, changeUserPage({ ...open.props, user, was: user, typed: user }));
  },
  acts: { change_user: change },
};

/**
 * Only what was changed on the form is changed: what somebody else changed since it was opened stays. Fields that the form does not
 * have are not looked at.
 */
async function change(
  ctx: Context,
  open: OpenAdmin,
  form: ReadonlyMap<string, string>,
  parts: AdminParts,
): Promise<void> {
  const { props } = open;
  const user = await userOf(open, parts);
  const was = wasOf(form, user);
  const read = readUserForm(form, props.locale, { ...was, roles: user.roles });
  const shown = { ...props, user, was, typed: read.typed };
  if (!read.ok) return sendPage(ctx, changeUserPage({ ...shown, error: read.error }), 422);
  const changes = changesOf(was, read.typed, { isOwn: user.id === props.accountId });
  const ended = await actOnUser(ctx, open, parts, {
    act: administration.changeUser,
    user,
    input: changes,
    page: (error) => changeUserPage({ ...shown, error }),
  });
  if (ended !== undefined) backToUser(ctx, user, 'changed');
}

/** What the form showed when it was opened. */
function wasOf(form: ReadonlyMap<string, string>, user: Account): TypedUser {
  const status = form.get('was_status');
  return {
    name: form.get('was_name') ?? user.name,
    roles: (form.get('was_roles') ?? user.roles.join(' ')).split(/\s+/).filter(Boolean),
    status: status === 'active' || status === 'pending' || status === 'disabled' ? status : user.status,
  };
}

/** One's own roles and status are not on one's own form. */
function changesOf(
  was: TypedUser,
  typed: TypedUser,
  { isOwn }: { readonly isOwn: boolean },
): administration.UserChanges {
  const name = typed.name === was.name ? undefined : typed.name;
  if (isOwn) return { name };
  const isSameRoles = String(rolesArray(typed.roles)) === String(rolesArray(was.roles));
  return {
    name,
    roles: isSameRoles ? undefined : typed.roles,
    status: typed.status === was.status ? undefined : typed.status,
  };
}
