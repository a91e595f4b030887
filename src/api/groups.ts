/** Groups of accounts over the API: seen, made, renamed and removed. */
import { findGroup, listGroups } from '../accounts/group-store.js';
import { groupNotFound } from '../administration/administration-problems.js';
import { makeGroup, nameGroup, performOnGroups, removeGroup } from '../administration/change-group.js';
import { isUuid } from '../database/uuid.js';
import { invalidCursor, readCursor, writeCursor } from '../http/cursor.js';
import { type AdminParts, administratorOf, permitAdminRead } from './admin-parts.js';
import { noContent } from './admin-schema.js';
import { moveGroupMembers, seeGroupMembers } from './group-members.js';
import {
  exampleGroup,
  groupBody,
  groupListQuery,
  groupListSchema,
  groupParams,
  groupSchema,
  showGroup,
} from './group-schema.js';
import { noParameters } from './mfa-schema.js';
import { type Operation, operation } from './operation.js';
import { defaultLimit } from './user-schema.js';

const recent = 'No valid token, or its second factor is not recent enough (`insufficient_user_authentication`)';
const missing = 'There is no such group (`group_not_found`)';
const taken = 'There is a group with this name already (`name_taken`)';

export function groupOperations(parts: AdminParts): readonly Operation[] {
  return [
    seeGroups(parts),
    createGroupCall(parts),
    getGroup(parts),
    renameGroupCall(parts),
    deleteGroupCall(parts),
    seeGroupMembers(parts),
    moveGroupMembers(parts),
  ];
}

function seeGroups(parts: AdminParts): Operation {
  return operation(
    {
      method: 'get',
      path: '/api/groups',
      operationId: 'listGroups',
      summary: 'Groups, by name',
      description: 'With `user_id` those that one account is in.',
      scopes: ['admin:read'],
      params: noParameters,
      query: groupListQuery,
      answer: {
        description: 'A page of groups',
        schema: groupListSchema,
        example: { data: [exampleGroup], next_cursor: null },
      },
      refusals: {},
    },
    async ({ token, query: { user_id: userId, limit = defaultLimit, cursor } }) => {
      permitAdminRead(token, parts);
      const after = cursor === undefined ? undefined : readCursor(cursor);
      if (cursor !== undefined && after === undefined) throw invalidCursor();
      const { groups, next } = await listGroups(parts.database, { accountId: userId }, { limit, after });
      return { data: groups.map(showGroup), next_cursor: next === null ? null : writeCursor(next) };
    },
  );
}

function getGroup(parts: AdminParts): Operation {
  return operation(
    {
      method: 'get',
      path: '/api/groups/{id}',
      operationId: 'getGroup',
      summary: 'One group',
      description: 'Its members are a list of their own.',
      scopes: ['admin:read'],
      params: groupParams,
      query: noParameters,
      answer: { description: 'The group', schema: groupSchema, example: exampleGroup },
      refusals: { 404: missing },
    },
    async ({ token, params: { id = '' } }) => {
      permitAdminRead(token, parts);
      const group = isUuid(id) ? await findGroup(parts.database, id) : undefined;
      if (group === undefined) throw groupNotFound();
      return showGroup(group);
    },
  );
}

function createGroupCall(parts: AdminParts): Operation {
  return operation(
    {
      method: 'post',
      path: '/api/groups',
      operationId: 'createGroup',
      summary: 'Make a group',
      description: 'Empty, and without a rule: `PATCH /api/policy` gives it one.',
      scopes: ['admin'],
      params: noParameters,
      query: noParameters,
      body: { schema: groupBody, example: { name: 'Finance' } },
      answer: { status: 201, description: 'The group', schema: groupSchema, example: exampleGroup },
      refusals: { 401: recent, 409: taken },
    },
    async (asked) =>
      performOnGroups(parts.database, administratorOf(asked, parts), async (transaction, actor) =>
        showGroup(await makeGroup(transaction, actor, asked.body.name)),
      ),
  );
}

function renameGroupCall(parts: AdminParts): Operation {
  return operation(
    {
      method: 'patch',
      path: '/api/groups/{id}',
      operationId: 'updateGroup',
      summary: 'Rename a group',
      description: 'Members and rule stay.',
      scopes: ['admin'],
      params: groupParams,
      query: noParameters,
      body: { schema: groupBody, example: { name: 'Finance' } },
      answer: { description: 'The group, renamed', schema: groupSchema, example: exampleGroup },
      refusals: { 401: recent, 404: missing, 409: taken },
    },
    async (asked) => {
      const named = { id: asked.params.id ?? '', name: asked.body.name };
      return performOnGroups(parts.database, administratorOf(asked, parts), async (transaction, actor) =>
        showGroup(await nameGroup(transaction, actor, named)),
      );
    },
  );
}

function deleteGroupCall(parts: AdminParts): Operation {
  return operation(
    {
      method: 'delete',
      path: '/api/groups/{id}',
      operationId: 'deleteGroup',
      summary: 'Remove a group',
      description: 'Its accounts stay, without its rule. One that has a rule only a super_admin removes.',
      scopes: ['admin'],
      params: groupParams,
      query: noParameters,
      answer: noContent,
      refusals: {
        401: recent,
        403: 'The token does not suffice, or the group has a rule (`super_admin_required`)',
        404: missing,
      },
    },
    async (asked) =>
      performOnGroups(parts.database, administratorOf(asked, parts), async (transaction, actor) => {
        await removeGroup(transaction, actor, asked.params.id ?? '');
        return undefined;
      }),
  );
}
