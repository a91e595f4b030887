/** `group show`. */
import { listMembers } from '../../accounts/group-member-store.js';
import { showGroup, showMember } from '../../api/group-schema.js';
import { readCursor, writeCursor } from '../../http/cursor.js';
import { CommandRefused, defineCommand } from '../command.js';
import { groupNamed, groupOption } from '../group-lookup.js';
import { openInstallation } from '../installation.js';
import { anyText, countFrom, optional } from '../option.js';
import { fields, table } from '../printable.js';

export const groupShow = defineCommand({
  words: 'group show',
  summary: 'Show one group, its rule, and who is in it',
  place: 'beside-database',
  options: {
    name: groupOption,
    limit: optional('N', 'How many members at most (1-1000, else 200)', countFrom(1, 1000)),
    cursor: optional('C', 'Go on where an earlier list of its members ended', anyText),
  },
  plainWord: 'name',
  async run(context, { name, limit = 200, cursor }) {
    const after = cursor === undefined ? undefined : readCursor(cursor);
    if (cursor !== undefined && after === undefined) {
      throw new CommandRefused('invalid_cursor', 'The cursor is damaged. Take it as it was given.');
    }
    const { database } = await openInstallation(context);
    const group = await groupNamed(database, name);
    const page = await listMembers(database, group.id, { limit, after });
    const [shown, members] = [showGroup(group), page.members.map(showMember)];
    const nextCursor = page.next === null ? null : writeCursor(page.next);
    return {
      json: { ...shown, members, next_cursor: nextCursor },
      text: `${fields(shown)}\n\n${table(members, ['id', 'email', 'joined_at'], 'Nobody is in it.')}`,
      ...(nextCursor === null ? {} : { note: `There are more: --cursor ${nextCursor}` }),
    };
  },
});
