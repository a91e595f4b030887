/** `group create`. */
import { makeGroup } from '../../administration/change-group.js';
import { showGroup } from '../../api/group-schema.js';
import { holdPolicy } from '../../mfa/policy-change-store.js';
import { defineCommand } from '../command.js';
import { groupActor, newGroupName } from '../group-lookup.js';
import { openInstallation } from '../installation.js';
import { required } from '../option.js';
import { fields } from '../printable.js';

export const groupCreate = defineCommand({
  words: 'group create',
  summary: 'Make a group of accounts, which can have a rule of its own',
  place: 'beside-database',
  options: { name: required('NAME', 'What it is called', newGroupName) },
  plainWord: 'name',
  async run(context, { name }) {
    const { database } = await openInstallation(context);
    const group = await database.transaction().execute(async (transaction) => {
      await holdPolicy(transaction);
      return makeGroup(transaction, groupActor(context), name);
    });
    const json = showGroup(group);
    return { json, text: fields(json) };
  },
});
