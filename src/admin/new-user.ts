/** The page `/admin/users/new`: an account made for somebody. */
import type { Context } from 'koa';
import { parseEmail } from '../accounts/email.js';
import { provisionUser } from '../administration/provision-user.js';
import { sendPage } from '../http/send-page.js';
import type { AdminPage, AdminParts, OpenAdmin } from './admin-parts.js';
import { userActsMessages } from './messages/user-catalogue.js';
import { orShowAgain } from './refused-act.js';
import { backToUser } from './user-act.js';
import { readUserForm, type TypedUser } from './user-form.js';
import { newUserPage } from './views/new-user-page.js';

const nobody: TypedUser = { name: '', roles: [], status: 'active' };

export const newUser: AdminPage = {
  path: '/admin/users/new',
  needsFreshSignIn: true,
  /** One statement: the session and its account. */
  async show(ctx, { props }, { settings: { passwordMinLength: minLength } }) {
    sendPage(ctx, newUserPage({ ...props, minLength, email: '', typed: nobody }));
  },
  acts: { create_user: create },
};

/** One transaction. The status is not on the form: whoever is let in by an administrator is active. */
async function create(
  ctx: Context,
  { props, administrator }: OpenAdmin,
  form: ReadonlyMap<string, string>,
  parts: AdminParts,
): Promise<void> {
  const { locale } = props;
  const typedEmail = form.get('email') ?? '';
  const read = readUserForm(form, locale, nobody);
  const shown = { ...props, minLength: parts.settings.passwordMinLength, email: typedEmail, typed: read.typed };
  const email = parseEmail(typedEmail);
  if (!email.ok) {
    const error = { field: 'email', message: userActsMessages(locale).create.emailBad };
    return sendPage(ctx, newUserPage({ ...shown, error }), 422);
  }
  if (!read.ok) return sendPage(ctx, newUserPage({ ...shown, error: read.error }), 422);
  const { name, roles } = read.typed;
  const password = form.get('new_password') || undefined;
  const again = {
    locale,
    field: { email_taken: 'email', password_refused: 'new_password' },
    page: (error: Parameters<typeof newUserPage>[0]['error']) => newUserPage({ ...shown, error }),
  };
  const made = await orShowAgain(ctx, again, () =>
    provisionUser(
      parts,
      administrator,
      { email, name, roles, status: 'active', password },
      async (_connection, id) => id,
    ),
  );
  if (made !== undefined) backToUser(ctx, { id: made.done }, 'created');
}
