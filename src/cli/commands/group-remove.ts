/** `group remove`. */

import { forceOption } from '../administered.js';
import { defineCommand } from '../command.js';
import { groupOption } from '../group-lookup.js';
import { moveUsers, usersOption } from '../group-members.js';

export const groupRemove = defineCommand({
  words: 'group remove',
  summary: 'Take accounts out of a group',
  place: 'beside-database',
  options: { name: groupOption, user: usersOption, force: forceOption },
  plainWord: 'name',
  run: (context, { name, user, force }) => moveUsers(context, { name, users: user, force, way: 'remove' }),
});
