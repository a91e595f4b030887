/** Finds the group that a command names. */
import { isGroupName, longestGroupName } from '../accounts/group-name.js';
import { findGroup, type Group } from '../accounts/group-store.js';
import { groupNotFound } from '../administration/administration-problems.js';
import type { GroupActor } from '../administration/change-group.js';
import type { Connection } from '../database/schema.js';
import { done } from './audited.js';
import type { CommandContext } from './command.js';
import { type Read, required, textUpTo } from './option.js';

/** The option itself, the same for every command about one group. */
export const groupOption = required('NAME', 'Name or id of the group', textUpTo(60));

/** What a group is to be called: as the API and the console take it. */
export const newGroupName: Read<string> = (text) => {
  const value = text.trim();
  return isGroupName(value)
    ? { ok: true, value }
    : { ok: false, because: `must have 1 to ${longestGroupName} characters, none of them unseen` };
};

/** Throws Problem `group_not_found`. */
export async function groupNamed(connection: Connection, name: string): Promise<Group> {
  const group = await findGroup(connection, name);
  if (group === undefined) throw groupNotFound();
  return group;
}

/** Whoever can type commands owns the machine. */
export function groupActor(context: Pick<CommandContext, 'actor'>): GroupActor {
  return {
    mayChangeRules: true,
    event: (type, detail, subjectId) =>
      done(context, type, { detail, ...(subjectId === undefined ? {} : { subjectId }) }),
  };
}
