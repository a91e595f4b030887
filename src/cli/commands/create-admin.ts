/** `create-admin`: the first account of an installation, and every later administrator. */
import { defineCommand } from '../command.js';
import { makeAccount } from '../new-account.js';
import { anyText, flag, optional, required, textUpTo } from '../option.js';

export const createAdmin = defineCommand({
  words: 'create-admin',
  summary: 'Make an account with the role admin',
  place: 'beside-database',
  takesPassword: true,
  options: {
    email: required('E', 'E-mail address', anyText),
    name: optional('N', 'Name', textUpTo(200)),
    super: flag('The role super_admin instead, which may act on other administrators'),
  },
  run: (context, { email, name = '', super: isSuper }) =>
    makeAccount(context, { email, name, roles: [isSuper ? 'super_admin' : 'admin'] }),
});
