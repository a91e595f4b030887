/** Accounts changed and removed by administrators. */
import type { Account, AccountStatus } from '../accounts/account.js';
import { changeAccount } from '../accounts/account-change-store.js';
import { deleteAccount, rolesArray } from '../accounts/account-store.js';
import { changesAdminRoles, takesLastAdmin } from '../accounts/administration.js';
import type { AuditEvent } from '../audit/audit-event.js';
import { tellOfActivation } from '../mail/administered-account-store.js';
import type { HeldUser, UserAct } from './administer.js';
import { accountNotFound, lastAdmin } from './administration-problems.js';

/** What is not given stays. */
export interface UserChanges {
  readonly name?: string | undefined;
  readonly roles?: readonly string[] | undefined;
  readonly status?: AccountStatus | undefined;
}

/** One's own name may be changed, one's own roles and status not. Problems: `last_admin`. */
export const changeUser: UserAct<UserChanges, void> = {
  onOneself: ({ roles, status }) => roles === undefined && status === undefined,
  roles: ({ roles }) => roles,
  async run(held, changes) {
    const { transaction, target, otherAdmins } = held;
    const after = {
      name: changes.name ?? target.name,
      roles: changes.roles === undefined ? target.roles : rolesArray(changes.roles),
      status: changes.status ?? target.status,
    };
    if (takesLastAdmin(target, after, otherAdmins)) throw lastAdmin();
    const events = eventsOf(held, after);
    if (events.length > 0) await changeAccount(transaction, target.id, changes, events);
    if (target.status === 'pending' && after.status === 'active') await tellOfActivation(transaction, target.id);
  },
};

/** With factors, sessions, tokens and consents; the audit log stays. Problems: `last_admin`. */
export const deleteUser: UserAct<object, void> = {
  onOneself: () => false,
  async run({ transaction, target, otherAdmins, event }) {
    if (takesLastAdmin(target, undefined, otherAdmins)) throw lastAdmin();
    const { roles, status } = target;
    const removed = await deleteAccount(transaction, target.id, [event('user.deleted', { roles, status })]);
    if (!removed.ok) throw accountNotFound();
  },
};

type Changeable = Pick<Account, 'name' | 'roles' | 'status'>;

/** None when nothing changes. */
function eventsOf({ target, event }: HeldUser, after: Changeable): AuditEvent[] {
  const from = { ...target, roles: rolesArray(target.roles) };
  const changed = (['name', 'roles', 'status'] as const).filter(
    (field) => String(from[field]) !== String(after[field]),
  );
  if (changed.length === 0) return [];
  // The name is the person's own business; roles and status are what people ask about later.
  const told = changed.filter((field) => field !== 'name');
  const detail = Object.fromEntries(told.map((field) => [field, { from: from[field], to: after[field] }]));
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
