/** Accounts over the API: one, and many. */

import { accountNotFound } from '../administration/administration-problems.js';
import { formatCursor, parseCursor, type UserPosition, type UserSort } from '../administration/user-cursor.js';
import { findUserRow } from '../administration/user-query-store.js';
import { pageOfUsers, type StandingFilter } from '../administration/user-standing.js';
import type { Database } from '../database/schema.js';
import { invalidCursor } from '../http/cursor.js';
import type { MfaPolicy } from '../mfa/policy.js';
import type { Settings } from '../settings/settings.js';
import { type Access, decideAdminAccess, decideUserRead } from './access.js';
import { accessProblem } from './access-problem.js';
import { type Operation, operation } from './operation.js';
import {
  defaultLimit,
  exampleUser,
  sparseUserSchema,
  userFields,
  userListQuery,
  userListSchema,
  userParams,
  userQuery,
} from './user-schema.js';
import { columnsOf, type DescribeRequirement, showUser } from './user-view.js';

export interface UserParts {
  readonly database: Database;
  readonly policy: MfaPolicy;
  /** The resource this API is: `ISSUER/api`. */
  readonly audience: string;
  readonly describeRequirement: DescribeRequirement;
  readonly settings: Pick<Settings, 'mfaDailyAttempts'>;
}

/** The calls about accounts. Access is decided before anything is read, so that a refusal says nothing about what exists. */
export function userOperations(parts: UserParts): readonly Operation[] {
  const { database, policy, audience, describeRequirement } = parts;
  const permit = (access: Access): void => {
    if (!access.ok) throw accessProblem(access, audience);
  };

  const getUser = operation(
    {
      method: 'get',
      path: '/api/users/{id}',
      operationId: 'getUser',
      summary: 'One account and its second factors',
      description:
        'With the scope `account`: one’s own. With `admin:read`: anyone’s. Whoever may see only their own account gets the same 404 for another as for none.',
      scopes: ['account', 'admin:read'],
      params: userParams,
      query: userQuery,
      answer: { description: 'The account', schema: sparseUserSchema, example: exampleUser },
      refusals: { 404: 'There is no such account, or not for this token' },
    },
    async ({ token, params, query }) => {
      const id = params.id ?? '';
      permit(decideUserRead(token, id, policy));
      const fields = query.fields ?? userFields;
      const row = await findUserRow(database, id, columnsOf(fields));
      if (row === undefined) throw accountNotFound();
      return showUser(row, fields, describeRequirement);
    },
  );

  const listUsers = operation(
    {
      method: 'get',
      path: '/api/users',
      operationId: 'listUsers',
      summary: 'Accounts, a page at a time',
      description:
        'Needs `admin:read`. Oldest first unless `sort` says otherwise. Filters narrow each other. `fields` makes the answer small and the reading cheap: columns that are not asked for are not read. With `mfa_state` a page can be short, or even empty, and not be the last: `next_cursor` alone says which is.',
      scopes: ['admin:read'],
      params: userParams.omit({ id: true }),
      query: userListQuery,
      answer: {
        description: 'A page of accounts',
        schema: userListSchema,
        example: { data: [{ email: exampleUser.email, mfa_enabled: true }], next_cursor: null },
      },
      refusals: {},
    },
    async ({ token, query }) => {
      permit(decideAdminAccess(token, 'admin:read', policy));
      const { fields = userFields, limit = defaultLimit, sort = 'created', cursor } = query;
      const page = { limit, sort, after: positionOf(cursor, sort) };
      const { rows, next } = await pageOfUsers(
        database,
        policy,
        filterOf(query, parts.settings),
        page,
        columnsOf(fields),
      );
      return {
        data: rows.map((row) => showUser(row, fields, describeRequirement)),
        next_cursor: next === null ? null : formatCursor(next),
      };
    },
  );

  return [getUser, listUsers];
}

type Query = ReturnType<typeof userListQuery.parse>;

function filterOf(
  { email, q, role, status, group, mfa_state: standing, mfa_enabled: mfaEnabled, locked: is }: Query,
  { mfaDailyAttempts: dailyAttempts }: UserParts['settings'],
): StandingFilter {
  return {
    email,
    q,
    mfaEnabled,
    role,
    status,
    group,
    standing,
    locked: is === undefined ? undefined : { is, dailyAttempts },
  };
}

/** Throws Problem 400 for a cursor that was not given here, or for a list in another order. */
function positionOf(cursor: string | undefined, sort: UserSort): UserPosition | undefined {
  if (cursor === undefined) return undefined;
  const position = parseCursor(cursor, sort);
  if (position !== undefined) return position;
  throw invalidCursor();
}
