/** Groups of accounts as the API shows and takes them. */
import { z } from 'zod';
import { mfaLevels } from '../accounts/account-rules.js';
import type { GroupMember } from '../accounts/group-member-store.js';
import { isGroupName, longestGroupName } from '../accounts/group-name.js';
import type { Group } from '../accounts/group-store.js';
import { mostMoved } from '../administration/change-group.js';
import { accountId, limitParameter, moment } from './user-schema.js';

const groupId = z.uuid().meta({ description: 'Id of the group', example: '5d0c4f1e-93f2-4d0e-8a53-0a1f6b7c8d9e' });

const groupName = z
  .string()
  .trim()
  .min(1)
  .max(longestGroupName)
  .refine(isGroupName, 'must have no control characters')
  .meta({ description: 'Unlike every other, whatever the capitals', example: 'Finance' });

export const groupSchema = z
  .strictObject({
    id: groupId,
    name: z.string().meta({ example: 'Finance' }),
    mfa_policy: z
      .enum(mfaLevels)
      .meta({ description: 'Its rule about second factors; changed with `PATCH /api/policy`' }),
    mfa_required_since: moment.nullable().meta({ description: 'When its rule first required one' }),
    created_at: moment,
  })
  .meta({ id: 'Group', description: 'Accounts with a rule of their own about second factors' });

export const groupListSchema = z
  .strictObject({
    data: z.array(groupSchema),
    next_cursor: z.string().nullable().meta({ description: '`cursor` of the next page; null on the last one' }),
  })
  .meta({ id: 'GroupList', description: 'A page of groups, by name' });

export const memberListSchema = z
  .strictObject({
    data: z.array(z.strictObject({ id: accountId, email: z.string(), name: z.string(), joined_at: moment })),
    next_cursor: z.string().nullable().meta({ description: '`cursor` of the next page; null on the last one' }),
  })
  .meta({ id: 'MemberList', description: 'A page of the accounts in a group' });

export const groupBody = z.strictObject({ name: groupName }).meta({ id: 'NewGroup' });

const accounts = z.array(z.uuid()).max(mostMoved).optional();

export const membersBody = z
  .strictObject({
    add: accounts.meta({ description: 'Ids of accounts that are in it from now on; who is already stays' }),
    remove: accounts.meta({ description: 'Ids of accounts that are not' }),
    force: z.boolean().optional().meta({ description: 'Also when no administrator would be left who can work' }),
  })
  .refine(({ add = [], remove = [] }) => {
    const moved = [...add, ...remove].map((id) => id.toLowerCase());
    return moved.length > 0 && moved.length <= mostMoved && new Set(moved).size === moved.length;
  }, `must name 1 to ${mostMoved} accounts, each once`)
  .meta({ id: 'MembersChange' });

export const movedSchema = z
  .strictObject({ added: z.int(), removed: z.int() })
  .meta({ id: 'MembersMoved', description: 'How many accounts came and went' });

export const groupParams = z.object({ id: groupId });

export const groupListQuery = z.object({
  user_id: accountId.optional().meta({ description: 'Only the groups that this account is in' }),
  limit: limitParameter('Groups per page'),
  cursor: z.string().min(1).max(400).optional().meta({ description: '`next_cursor` of the page before' }),
});

export const memberListQuery = z.object({
  limit: limitParameter('Accounts per page'),
  cursor: z.string().min(1).max(200).optional().meta({ description: '`next_cursor` of the page before' }),
});

export const exampleGroup = {
  id: '5d0c4f1e-93f2-4d0e-8a53-0a1f6b7c8d9e',
  name: 'Finance',
  mfa_policy: 'required' as const,
  mfa_required_since: '2026-03-01T08:00:00.000Z',
  created_at: '2026-02-01T08:00:00.000Z',
};

/** As the API and the command line write it. */
export function showGroup({ id, name, mfaPolicy, requiredSince, createdAt }: Group): z.input<typeof groupSchema> {
  return {
    id,
    name,
    mfa_policy: mfaPolicy,
    mfa_required_since: requiredSince?.toISOString() ?? null,
    created_at: createdAt.toISOString(),
  };
}

export function showMember({ id, email, name, joinedAt }: GroupMember) {
  return { id, email, name, joined_at: joinedAt.toISOString() };
}
