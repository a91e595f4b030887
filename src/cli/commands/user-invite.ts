/** `user invite`: an account whose owner chooses the password. */
import { defineCommand } from '../command.js';
import { inviteAccount } from '../new-account.js';
import { anyText, optional, required, textUpTo, wordOf } from '../option.js';

export const userInvite = defineCommand({
  words: 'user invite',
  summary: 'Make an account, and have the person choose the password by mail',
  place: 'beside-database',
  options: {
    email: required('E', 'E-mail address', anyText),
    name: optional('N', 'Name', textUpTo(200)),
    role: optional('admin|super_admin', 'A role; without it the account has none', wordOf('admin', 'super_admin')),
  },
  run: (context, { email, name = '', role }) =>
    inviteAccount(context, { email, name, roles: role === undefined ? [] : [role] }),
});
