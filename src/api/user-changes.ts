/** Accounts changed and removed by administrators. */
import { perform } from '../administration/administer.js';
import * as acts from '../administration/change-user.js';
import { type AdminParts, administerUser, administratorOf } from './admin-parts.js';
import { noContent, userChangesBody } from './admin-schema.js';
import { noParameters } from './mfa-schema.js';
import { type Operation, operation } from './operation.js';
import { exampleUser, sparseUserSchema, userParams } from './user-schema.js';

const refusals = {
  401: 'No valid token, or its second factor is not recent enough (`insufficient_user_authentication`)',
  403: 'The token does not suffice; or it is one’s own account (`own_account`), or an administrator’s, which only a super_admin changes (`super_admin_required`)',
  404: 'There is no such account (`account_not_found`)',
  409: 'Nobody would be left to administer (`last_admin`)',
} as const;

export function updateUser(parts: AdminParts): Operation {
  return operation(
    {
      method: 'patch',
      path: '/api/users/{id}',
      operationId: 'updateUser',
      summary: 'Change name, roles or status',
      description:
        'What is not given stays. `roles` replaces all of them. Other roles or another status end every session and refresh token of the account. Letting a pending account in vouches for its address and tells the person by mail. One’s own name may be changed, one’s own roles and status not.',
      scopes: ['admin'],
      params: userParams,
      query: noParameters,
      body: { schema: userChangesBody, example: { name: 'Ada Lovelace', roles: ['editor'], status: 'disabled' } },
      answer: { description: 'The account, changed', schema: sparseUserSchema, example: exampleUser },
      refusals,
    },
    async (asked) => administerUser(parts, asked, acts.changeUser, asked.body),
  );
}

export function deleteUser(parts: AdminParts): Operation {
  return operation(
    {
      method: 'delete',
      path: '/api/users/{id}',
      operationId: 'deleteUser',
      summary: 'Remove an account',
      description:
        'With its factors, sessions, tokens and consents. What happened to it stays in the audit log, under its id. Nobody is told by mail: there is no address any more.',
      scopes: ['admin'],
      params: userParams,
      query: noParameters,
      answer: noContent,
      refusals,
    },
    async (asked) => {
      const change = { act: acts.deleteUser, targetId: asked.params.id ?? '', input: {} };
      return perform(parts.database, administratorOf(asked, parts), change, async () => undefined);
    },
  );
}
