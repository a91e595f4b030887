/** `user set-password`: a new password, and everything signed in with the old one signed out. Second factors stay. */
import { setPassword } from '../../accounts/account-change-store.js';
import { accountNamed, accountNotFound, userOption } from '../account-lookup.js';
import { done } from '../audited.js';
import { choosePassword } from '../chosen-password.js';
import { defineCommand } from '../command.js';
import { openInstallation } from '../installation.js';
import { fields } from '../printable.js';

export const userSetPassword = defineCommand({
  words: 'user set-password',
  summary: 'Give an account another password and sign it out everywhere',
  place: 'beside-database',
  takesPassword: true,
  options: { user: userOption },
  plainWord: 'user',
  async run(context, { user }) {
    const { database } = await openInstallation(context);
    const { account } = await accountNamed(database, user);
    const { passwordHash, generated } = await choosePassword(context, account);
    const events = [done(context, 'password.changed', { subjectId: account.id })];
    const changed = await setPassword(database, account.id, { passwordHash, events });
    if (!changed.ok) throw accountNotFound();
    const said = { id: account.id, email: account.email, ...(generated === undefined ? {} : { password: generated }) };
    const note =
      generated === undefined ? 'The password is changed.' : 'The password was generated and is not shown again.';
    return { json: said, text: fields(said), note };
  },
});
