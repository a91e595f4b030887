/** `group list`. */
import { listGroups } from '../../accounts/group-store.js';
import { showGroup } from '../../api/group-schema.js';
import { readCursor, writeCursor } from '../../http/cursor.js';
import { accountNamed } from '../account-lookup.js';
import { CommandRefused, defineCommand } from '../command.js';
import { openInstallation } from '../installation.js';
import { anyText, countFrom, optional } from '../option.js';
import { table } from '../printable.js';

export const groupList = defineCommand({
  words: 'group list',
  summary: 'List groups by name, with their rules',
  place: 'beside-database',
  options: {
    user: optional('E', 'Only the groups of this account', anyText),
    limit: optional('N', 'How many at most (1-1000, else 200)', countFrom(1, 1000)),
    cursor: optional('C', 'Go on where an earlier list ended', anyText),
  },
  async run(context, { user, limit = 200, cursor }) {
    const after = cursor === undefined ? undefined : readCursor(cursor);
    if (cursor !== undefined && after === undefined) {
      throw new CommandRefused('invalid_cursor', 'The cursor is damaged. Take it as it was given.');
    }
    const { database } = await openInstallation(context);
    const accountId = user === undefined ? undefined : (await accountNamed(database, user)).account.id;
    const { groups, next } = await listGroups(database, { accountId }, { limit, after });
    const data = groups.map(showGroup);
    const nextCursor = next === null ? null : writeCursor(next);
    return {
      json: { data, next_cursor: nextCursor },
      text: table(data, ['id', 'name', 'mfa_policy', 'mfa_required_since'], 'There are no such groups.'),
      ...(nextCursor === null ? {} : { note: `There are more: --cursor ${nextCursor}` }),
    };
  },
});
