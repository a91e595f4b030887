/** `group delete`. */
import { removeGroup } from '../../administration/change-group.js';
import { holdPolicy } from '../../mfa/policy-change-store.js';
import { defineCommand } from '../command.js';
import { groupActor, groupNamed, groupOption } from '../group-lookup.js';
import { openInstallation } from '../installation.js';

export const groupDelete = defineCommand({
  words: 'group delete',
  summary: 'Remove a group; its accounts stay, without its rule',
  place: 'beside-database',
  options: { name: groupOption },
  plainWord: 'name',
  async run(context, { name }) {
    const { database } = await openInstallation(context);
    const group = await database.transaction().execute(async (transaction) => {
      await holdPolicy(transaction);
      const found = await groupNamed(transaction, name);
      await removeGroup(transaction, groupActor(context), found.id);
      return found;
    });
    return { json: { id: group.id, name: group.name, deleted: true }, text: `${group.name} is removed.` };
  },
});
