/** `user update`: name and roles. */
import { changeUser } from '../../administration/change-user.js';
import { accountJson } from '../account-json.js';
import { userOption } from '../account-lookup.js';
import { forceOption, performNamed } from '../administered.js';
import { CommandRefused, defineCommand } from '../command.js';
import { openInstallation } from '../installation.js';
import { flag, list, optional, textUpTo } from '../option.js';
import { fields } from '../printable.js';
import { roleName } from '../role-option.js';

export const userUpdate = defineCommand({
  words: 'user update',
  summary: 'Change name or roles; other roles sign the account out everywhere',
  place: 'beside-database',
  options: {
    user: userOption,
    name: optional('N', 'Name', textUpTo(200)),
    role: list('R', 'A role it has from now on; replaces all of them', roleName),
    'no-roles': flag('No role any more'),
    force: forceOption,
  },
  plainWord: 'user',
  async run(context, { user, name, role, 'no-roles': noRoles, force }) {
    if (role.length > 0 && noRoles) {
      throw new CommandRefused('contradiction', '--role and --no-roles exclude each other.');
    }
    const roles = role.length > 0 || noRoles ? role : undefined;
    if (name === undefined && roles === undefined) {
      throw new CommandRefused('nothing_to_change', 'Say what to change; see --help.');
    }
    const { account } = await performNamed(context, { user, act: changeUser, input: { name, roles }, force });
    const { database } = await openInstallation(context);
    const json = await accountJson(database, account.id, await context.policy());
    const { id, email, name: shownName, roles: shownRoles, status } = json;
    return { json, text: fields({ id, email, name: shownName, roles: shownRoles, status }) };
  },
});
