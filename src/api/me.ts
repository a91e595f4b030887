/** One's own account over the API. */

import { accountNotFound } from '../administration/administration-problems.js';
import { findUserRow } from '../administration/user-query-store.js';
import type { Database } from '../database/schema.js';
import { permittedAccount } from './mfa-parts.js';
import { noParameters } from './mfa-schema.js';
import { type Operation, operation } from './operation.js';
import { decideOwnRead } from './own-account-access.js';
import { exampleUser, sparseUserSchema, userFields, userQuery } from './user-schema.js';
import { columnsOf, type DescribeRequirement, showUser } from './user-view.js';

export interface MeParts {
  readonly database: Database;
  readonly audience: string;
  readonly describeRequirement: DescribeRequirement;
}

/** The same answer as for one's own id. */
export function getMe({ database, audience, describeRequirement }: MeParts): Operation {
  return operation(
    {
      method: 'get',
      path: '/api/me',
      operationId: 'getMe',
      summary: 'One’s own account',
      description: 'The same as `GET /api/users/{id}` with one’s own id.',
      scopes: ['account'],
      params: noParameters,
      query: userQuery,
      answer: { description: 'The account', schema: sparseUserSchema, example: exampleUser },
      refusals: {},
    },
    async ({ token, query }) => {
      const { id } = permittedAccount(decideOwnRead(token), audience);
      const fields = query.fields ?? userFields;
      const row = await findUserRow(database, id, columnsOf(fields));
      if (row === undefined) throw accountNotFound();
      return showUser(row, fields, describeRequirement);
    },
  );
}
