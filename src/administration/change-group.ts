/** Groups made, renamed and removed by administrators, and people put into them. */
import { randomUUID } from 'node:crypto';
import { type Account, isAdmin } from '../accounts/account.js';
import { isSuperAdmin } from '../accounts/administration.js';
import { changeMembers, findRolesOf } from '../accounts/group-member-store.js';
import { createGroup, deleteGroup, findGroup, type Group, renameGroup } from '../accounts/group-store.js';
import type { AuditEvent, AuditEventType } from '../audit/audit-event.js';
import type { Connection, Database } from '../database/schema.js';
import { isUuid } from '../database/uuid.js';
import { Problem } from '../http/problem.js';
import type { MfaPolicy } from '../mfa/policy.js';
import { holdPolicy } from '../mfa/policy-change-store.js';
import { type Administrator, performOnInstallation } from './administer.js';
import { accountNotFound, groupNotFound } from './administration-problems.js';
import { installationEvent } from './change-client.js';
import { keepingAdministrators } from './change-policy.js';

/** Accounts that one act of an administrator moves. */
export const mostMoved = 200;

/** Who acts on groups, whichever way they came. */
export interface GroupActor {
  /** Whether the rules about administrators are theirs to change. */
  readonly mayChangeRules: boolean;
  event(type: AuditEventType, detail: Readonly<Record<string, unknown>>, subjectId?: string): AuditEvent;
}

/** One transaction, in which no other change of groups or rules happens. */
export async function performOnGroups<T>(
  database: Database,
  by: Administrator,
  work: (transaction: Connection, actor: GroupActor) => Promise<T>,
): Promise<T> {
  return performOnInstallation(database, by, async (transaction, admin: Account) => {
    await holdPolicy(transaction);
    return work(transaction, {
      mayChangeRules: by.isBreakGlass || isSuperAdmin(admin),
      event: (type, detail, subjectId = undefined) => ({
        ...installationEvent(by, type, detail),
        ...(subjectId === undefined ? {} : { subjectId }),
      }),
    });
  });
}

/** Problems: `name_taken`. */
export async function makeGroup(transaction: Connection, { event }: GroupActor, name: string): Promise<Group> {
  const id = randomUUID();
  const made = await createGroup(transaction, { id, name }, [event('group.created', { group: id, name })]);
  if (!made.ok) throw nameTaken();
  return made.group;
}

/** Problems: `group_not_found`, `name_taken`. */
export async function nameGroup(
  transaction: Connection,
  { event }: GroupActor,
  { id, name }: { readonly id: string; readonly name: string },
): Promise<Group> {
  const group = await heldGroup(transaction, id);
  if (group.name === name) return group;
  const events = [event('group.updated', { group: id, from: group.name, to: name })];
  const renamed = await renameGroup(transaction, { id, name }, events);
  if (!renamed.ok) throw renamed.because === 'name_taken' ? nameTaken() : groupNotFound();
  return renamed.group;
}

/** A group with a rule only a super_admin removes: its members are let off. Problems: `group_not_found`, `super_admin_required`. */
export async function removeGroup(
  transaction: Connection,
  { event, mayChangeRules }: GroupActor,
  id: string,
): Promise<void> {
  const { name, mfaPolicy } = await heldGroup(transaction, id);
  if (mfaPolicy !== 'optional' && !mayChangeRules) throw superAdminRequired();
  await deleteGroup(transaction, id, [event('group.deleted', { group: id, name, mfa_policy: mfaPolicy })]);
}

export interface MembersChange {
  readonly id: string;
  readonly add: readonly string[];
  readonly remove: readonly string[];
  /** Also when no administrator would be left who can work. */
  readonly force: boolean;
}

/**
 * All of them or none. Only a super_admin puts administrators in or takes them out.
 * Problems: `group_not_found`, `account_not_found`, `super_admin_required`, `no_admin_left`.
 */
export async function moveMembers(
  transaction: Connection,
  { event, mayChangeRules }: GroupActor,
  policy: MfaPolicy,
  { id, force, ...asked }: MembersChange,
): Promise<{ readonly added: number; readonly removed: number }> {
  const { name } = await heldGroup(transaction, id);
  const add = distinct(asked.add);
  const remove = distinct(asked.remove);
  const ids = distinct([...add, ...remove]);
  const accounts = ids.every(isUuid) ? await findRolesOf(transaction, ids) : [];
  if (accounts.length < ids.length) throw accountNotFound();
  const aboutAdmins = accounts.some(isAdmin);
  if (aboutAdmins && !mayChangeRules) throw superAdminRequired();
  const told = (type: AuditEventType) => (account: string) => event(type, { group: id, name }, account.toLowerCase());
  const events = { joined: add.map(told('group.joined')), left: remove.map(told('group.left')) };
  const change = () => changeMembers(transaction, { groupId: id, add, remove, events });
  return aboutAdmins ? keepingAdministrators(transaction, policy, { force }, change) : change();
}

function distinct(ids: readonly string[]): readonly string[] {
  return [...new Set(ids.map((id) => id.toLowerCase()))];
}

async function heldGroup(transaction: Connection, id: string): Promise<Group> {
  const group = isUuid(id) ? await findGroup(transaction, id) : undefined;
  if (group === undefined) throw groupNotFound();
  return group;
}

function nameTaken(): Problem {
  return new Problem(409, 'name_taken', 'There is a group with this name already.');
}

function superAdminRequired(): Problem {
  const sentence = 'Only a super_admin moves administrators between groups, or removes a group that has a rule.';
  return new Problem(403, 'super_admin_required', sentence);
}
