/** `group update`. */
import { nameGroup } from '../../administration/change-group.js';
import { showGroup } from '../../api/group-schema.js';
import { holdPolicy } from '../../mfa/policy-change-store.js';
import { defineCommand } from '../command.js';
import { groupActor, groupNamed, groupOption, newGroupName } from '../group-lookup.js';
import { openInstallation } from '../installation.js';
import { required } from '../option.js';
import { fields } from '../printable.js';

export const groupUpdate = defineCommand({
  words: 'group update',
  summary: 'Rename a group; members and rule stay',
  place: 'beside-database',
  options: { name: groupOption, 'new-name': required('NAME', 'What it is called from now on', newGroupName) },
  plainWord: 'name',
  async run(context, values) {
    const { database } = await openInstallation(context);
    const group = await database.transaction().execute(async (transaction) => {
      await holdPolicy(transaction);
      const { id } = await groupNamed(transaction, values.name);
      return nameGroup(transaction, groupActor(context), { id, name: values['new-name'] });
    });
    const json = showGroup(group);
    return { json, text: fields(json) };
  },
});
