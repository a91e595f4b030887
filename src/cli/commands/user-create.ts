/** `user create`. */
import { defineCommand } from '../command.js';
import { makeAccount } from '../new-account.js';
import { anyText, optional, required, textUpTo, wordOf } from '../option.js';

export const userCreate = defineCommand({
  words: 'user create',
  summary: 'Make an account',
  place: 'beside-database',
  takesPassword: true,
  options: {
    email: required('E', 'E-mail address', anyText),
    name: optional('N', 'Name', textUpTo(200)),
    role: optional('admin|super_admin', 'A role; without it the account has none', wordOf('admin', 'super_admin')),
  },
  run: (context, { email, name = '', role }) =>
    makeAccount(context, { email, name, roles: role === undefined ? [] : [role] }),
});
