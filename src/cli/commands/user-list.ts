/** `user list`. */
import { formatCursor, parseCursor, userSorts } from '../../administration/user-cursor.js';
import { pageOfUsers } from '../../administration/user-standing.js';
import { userFields } from '../../api/user-schema.js';
import { columnsOf, showUser } from '../../api/user-view.js';
import { standings } from '../../census/standing.js';
import { describeRequirement } from '../../mfa/describe-requirement.js';
import { CommandRefused, defineCommand } from '../command.js';
import { openInstallation } from '../installation.js';
import { anyText, countFrom, optional, textUpTo, wordOf } from '../option.js';
import { table } from '../printable.js';

export const userList = defineCommand({
  words: 'user list',
  summary: 'List accounts',
  place: 'beside-database',
  options: {
    email: optional('E', 'Only this e-mail address', anyText),
    role: optional('R', 'Only accounts with this role', textUpTo(64)),
    status: optional('S', 'Only active, pending or disabled ones', wordOf('active', 'pending', 'disabled')),
    'mfa-enabled': optional('true|false', 'Only with, or only without a second factor', wordOf('true', 'false')),
    q: optional('TEXT', 'Only those whose address, name or last name begins so', textUpTo(320)),
    group: optional('G', 'Only accounts in this group', textUpTo(200)),
    'mfa-state': optional('S', `Only those: ${standings.join(', ')}`, wordOf(...standings)),
    locked: optional('true|false', 'Only those locked out now, or only those who are not', wordOf('true', 'false')),
    sort: optional('S', `${userSorts.join(', ')} (created)`, wordOf(...userSorts)),
    limit: optional('N', 'How many at most (1-1000, else 200)', countFrom(1, 1000)),
    cursor: optional('C', 'Go on where an earlier list ended', anyText),
  },
  async run(context, { limit = 200, cursor, sort = 'created', ...values }) {
    const after = cursor === undefined ? undefined : parseCursor(cursor, sort);
    if (cursor !== undefined && after === undefined) {
      throw new CommandRefused(
        'invalid_cursor',
        'The cursor is damaged. Take it as it was given, or begin without it.',
      );
    }
    const { database } = await openInstallation(context);
    const { email, role, status, q, group, locked, 'mfa-enabled': mfaEnabled, 'mfa-state': standing } = values;
    const dailyAttempts = context.settings.mfaDailyAttempts;
    const filter = {
      ...{ email, role, status, q, group, standing },
      mfaEnabled: mfaEnabled === undefined ? undefined : mfaEnabled === 'true',
      locked: locked === undefined ? undefined : { is: locked === 'true', dailyAttempts },
    };
    const policy = await context.policy();
    const page = { limit, sort, after };
    const { rows, next } = await pageOfUsers(database, policy, filter, page, columnsOf(userFields));
    const describe = describeRequirement(policy);
    const accounts = rows.map((row) => showUser(row, userFields, describe));
    const nextCursor = next === null ? null : formatCursor(next);
    return {
      json: { data: accounts, next_cursor: nextCursor },
      text: table(accounts, ['id', 'email', 'name', 'roles', 'status', 'mfa_enabled'], 'There are no such accounts.'),
      ...(nextCursor === null ? {} : { note: `There are more: --cursor ${nextCursor}` }),
    };
  },
});
