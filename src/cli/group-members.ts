/** What `group add` and `group remove` have in common. */
import { findAccountIds } from '../accounts/account-ids-store.js';
import { moveMembers } from '../administration/change-group.js';
import { holdPolicy } from '../mfa/policy-change-store.js';
import { type Answer, type CommandContext, CommandRefused } from './command.js';
import { groupActor, groupNamed } from './group-lookup.js';
import { openInstallation } from './installation.js';
import { anyText, list } from './option.js';

export const usersOption = list('E', 'E-mail address or id of an account', anyText);

/** All of them or none. */
export async function moveUsers(
  context: CommandContext,
  asked: {
    readonly name: string;
    readonly users: readonly string[];
    readonly force: boolean;
    readonly way: 'add' | 'remove';
  },
): Promise<Answer> {
  const { name, users, force, way } = asked;
  if (users.length === 0) throw new CommandRefused('nothing_to_change', 'Say which accounts: --user, once for each.');
  const { database } = await openInstallation(context);
  const policy = await context.policy();
  const { ids, unknown } = await findAccountIds(database, users);
  if (unknown.length > 0) throw new CommandRefused('account_not_found', `There is no account ${unknown.join(', ')}.`);
  const moved = await database.transaction().execute(async (transaction) => {
    await holdPolicy(transaction);
    const { id } = await groupNamed(transaction, name);
    const change = { add: way === 'add' ? ids : [], remove: way === 'remove' ? ids : [], id, force };
    return moveMembers(transaction, groupActor(context), policy, change);
  });
  return { json: { ...moved }, text: `${moved.added} added, ${moved.removed} removed.` };
}
