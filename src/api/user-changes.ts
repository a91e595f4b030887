/** Accounts changed and removed by administrators. */
import type { Account } from '../accounts/account.js';
import { changeAccount } from '../accounts/account-change-store.js';
import { deleteAccount, rolesArray } from '../accounts/account-store.js';
import { changesAdminRoles, takesLastAdmin } from '../accounts/administration.js';
import type { AuditEvent } from '../audit/audit-event.js';
import { Problem } from '../http/problem.js';
import { tellOfActivation } from '../mail/administered-account-store.js';
import { accountNotFound } from './access-problem.js';
import { type AdminParts, type AdminWork, adminEvent, administer, userAfter } from './admin-parts.js';
import { noContent, userChangesBody } from './admin-schema.js';
import { noParameters } from './mfa-schema.js';
import { type Operation, type OperationRequest, operation } from './operation.js';
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
    async ({ token, params, body, origin }) => {
      const { roles, status } = body;
      const onOneself = roles === undefined && status === undefined;
      const targetId = params.id ?? '';
      return administer(parts, { token, targetId, onOneself, roles }, async ({ transaction, target, otherAdmins }) => {
        const after = {
          name: body.name ?? target.name,
          roles: roles === undefined ? target.roles : rolesArray(roles),
          status: status ?? target.status,
        };
        if (takesLastAdmin(target, after, otherAdmins)) throw lastAdmin();
        const events = eventsOf(target, after, { token, origin });
        if (events.length > 0) await changeAccount(transaction, target.id, body, events);
        if (target.status === 'pending' && after.status === 'active') await tellOfActivation(transaction, target.id);
        return userAfter(transaction, target.id, parts);
      });
    },
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
    async ({ token, params, origin }) => {
      const targetId = params.id ?? '';
      await administer(parts, { token, targetId, onOneself: false }, (held) => remove(held, { token, origin }));
      return undefined;
    },
  );
}

type Asked = Pick<OperationRequest<unknown, unknown>, 'token' | 'origin'>;

async function remove({ transaction, target, otherAdmins }: AdminWork, asked: Asked): Promise<void> {
  if (takesLastAdmin(target, undefined, otherAdmins)) throw lastAdmin();
  const { roles, status } = target;
  const removed = await deleteAccount(transaction, target.id, [
    adminEvent(asked, 'user.deleted', target.id, { roles, status }),
  ]);
  if (!removed.ok) throw accountNotFound();
}

type Changeable = Pick<Account, 'name' | 'roles' | 'status'>;

/** None when nothing changes. */
function eventsOf(target: Account, after: Changeable, asked: Asked): AuditEvent[] {
  const from = { ...target, roles: rolesArray(target.roles) };
  const changed = (['name', 'roles', 'status'] as const).filter(
    (field) => String(from[field]) !== String(after[field]),
  );
  if (changed.length === 0) return [];
  // The name is the person's own business; roles and status are what people ask about later.
  const told = changed.filter((field) => field !== 'name');
  const detail = Object.fromEntries(told.map((field) => [field, { from: from[field], to: after[field] }]));
  const event = (type: AuditEvent['type'], more: Readonly<Record<string, unknown>>) =>
    adminEvent(asked, type, target.id, more);
  return [
    event('user.updated', { fields: changed, ...detail }),
    ...(changesAdminRoles(from.roles, after.roles)
      ? [event('admin.role_changed', { from: from.roles, to: after.roles })]
      : []),
    ...(from.status === 'pending' && after.status === 'active'
      ? [event('user.activated', { by: 'administrator' })]
      : []),
  ];
}

function lastAdmin(): Problem {
  return new Problem(
    409,
    'last_admin',
    'Nobody else could administer afterwards. Give another account the role first.',
  );
}
