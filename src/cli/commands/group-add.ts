/** `group add`. */

import { forceOption } from '../administered.js';
import { defineCommand } from '../command.js';
import { groupOption } from '../group-lookup.js';
import { moveUsers, usersOption } from '../group-members.js';

export const groupAdd = defineCommand({
  words: 'group add',
  summary: 'Put accounts into a group; its rule counts for them from now on',
  place: 'beside-database',
  options: { name: groupOption, user: usersOption, force: forceOption },
  plainWord: 'name',
  run: (context, { name, user, force }) => moveUsers(context, { name, users: user, force, way: 'add' }),
});
