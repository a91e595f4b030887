/** Who is in a group, over the API. */
import { listMembers } from '../accounts/group-member-store.js';
import { findGroup } from '../accounts/group-store.js';
import { groupNotFound } from '../administration/administration-problems.js';
import { moveMembers, performOnGroups } from '../administration/change-group.js';
import { isUuid } from '../database/uuid.js';
import { invalidCursor, readCursor, writeCursor } from '../http/cursor.js';
import { type AdminParts, administratorOf, permitAdminRead } from './admin-parts.js';
import {
  groupParams,
  memberListQuery,
  memberListSchema,
  membersBody,
  movedSchema,
  showMember,
} from './group-schema.js';
import { noParameters } from './mfa-schema.js';
import { type Operation, operation } from './operation.js';
import { defaultLimit, exampleUser } from './user-schema.js';

const missing = 'There is no such group (`group_not_found`)';

export function seeGroupMembers(parts: AdminParts): Operation {
  const { id, email, name } = exampleUser;
  return operation(
    {
      method: 'get',
      path: '/api/groups/{id}/members',
      operationId: 'listGroupMembers',
      summary: 'Who is in a group',
      description: 'In no order that means anything; none is left out or told twice.',
      scopes: ['admin:read'],
      params: groupParams,
      query: memberListQuery,
      answer: {
        description: 'A page of accounts',
        schema: memberListSchema,
        example: { data: [{ id, email, name, joined_at: '2026-02-01T08:00:00.000Z' }], next_cursor: null },
      },
      refusals: { 404: missing },
    },
    async ({ token, params, query: { limit = defaultLimit, cursor } }) => {
      permitAdminRead(token, parts);
      const after = cursor === undefined ? undefined : readCursor(cursor);
      if (cursor !== undefined && !(after !== undefined && isUuid(after))) throw invalidCursor();
      const groupId = params.id ?? '';
      const group = isUuid(groupId) ? await findGroup(parts.database, groupId) : undefined;
      if (group === undefined) throw groupNotFound();
      const { members, next } = await listMembers(parts.database, group.id, { limit, after });
      return { data: members.map(showMember), next_cursor: next === null ? null : writeCursor(next) };
    },
  );
}

export function moveGroupMembers(parts: AdminParts): Operation {
  return operation(
    {
      method: 'patch',
      path: '/api/groups/{id}/members',
      operationId: 'updateGroupMembers',
      summary: 'Put accounts into a group, or take them out',
      description:
        'All of them or none. The group’s rule counts for them from now on, with the grace period from the moment they joined. Administrators are moved by a super_admin.',
      scopes: ['admin'],
      params: groupParams,
      query: noParameters,
      body: {
        schema: membersBody,
        example: { add: [exampleUser.id], remove: ['9b2f5f0c-6c57-4c0c-8f0e-3a1d2b4c5e6f'], force: false },
      },
      answer: { description: 'How many came and went', schema: movedSchema, example: { added: 1, removed: 0 } },
      refusals: {
        401: 'No valid token, or its second factor is not recent enough (`insufficient_user_authentication`)',
        403: 'The token does not suffice, or one is an administrator (`super_admin_required`)',
        404: `${missing}, or no such account (\`account_not_found\`)`,
        409: 'Nobody would be left who can administer, unless `force` (`no_admin_left`)',
      },
    },
    async (asked) => {
      const { add = [], remove = [], force = false } = asked.body;
      const change = { id: asked.params.id ?? '', add, remove, force };
      return performOnGroups(parts.database, administratorOf(asked, parts), (transaction, actor) =>
        moveMembers(transaction, actor, parts.policy, change),
      );
    },
  );
}
