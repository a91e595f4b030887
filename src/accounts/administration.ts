/** Decides what an administrator may do to an account. Pure: asked again with both accounts locked, so that a role changed meanwhile counts. */
import { type Account, type AccountStatus, adminRoles, isAdmin } from './account.js';

/** The role without which no administrator is made, changed or removed. */
const superAdmin = 'super_admin';

/** An act on an account, as far as the decision depends on it. */
export interface AdministrativeAct {
  /** Whether administrators may do it to themselves: what neither gives nor takes authority, nor a factor. */
  readonly onOneself: boolean;
  /** The roles that the account will have, where the act sets them. */
  readonly roles?: readonly string[] | undefined;
}

export type AdministrationDecision =
  | { readonly ok: true }
  | { readonly ok: false; readonly because: 'own_account' | 'super_admin_required' };

type Actor = Pick<Account, 'id' | 'roles'>;

/** `target` undefined: the account is made by this act. Whether the actor administers at all was decided before. */
export function decideAdministration(
  actor: Actor,
  target: Actor | undefined,
  { onOneself, roles }: AdministrativeAct,
): AdministrationDecision {
  if (target?.id === actor.id) return onOneself ? { ok: true } : { ok: false, because: 'own_account' };
  if (isSuperAdmin(actor)) return { ok: true };
  const present = adminRolesOf(target?.roles ?? []);
  const wanted = adminRolesOf(roles ?? target?.roles ?? []);
  // Neither on an administrator, nor to make one.
  if (present !== '' || wanted !== '') return { ok: false, because: 'super_admin_required' };
  return { ok: true };
}

/** Whether an administrator's role comes or goes. */
export function changesAdminRoles(from: readonly string[], to: readonly string[]): boolean {
  return adminRolesOf(from) !== adminRolesOf(to);
}

/** Whether the account may do what would give somebody authority, or other people's tokens. */
export function isSuperAdmin({ roles }: Pick<Account, 'roles'>): boolean {
  return roles.includes(superAdmin);
}

type Authority = Pick<Account, 'roles' | 'status'>;

/**
 * Whether nobody would be left to administer: the account is the last of its kind that works, and would not be one any more.
 * @param after undefined when the account goes
 * @param others the other administrators who can sign in, all of them locked
 */
export function takesLastAdmin(
  before: Authority,
  after: { readonly roles: readonly string[]; readonly status: AccountStatus } | undefined,
  others: readonly Pick<Account, 'roles'>[],
): boolean {
  const kinds = [isSuperAdmin, isAdmin];
  return kinds.some((isOfKind) => {
    const works = (account: Authority) => account.status === 'active' && isOfKind(account);
    return works(before) && !(after !== undefined && works(after)) && !others.some(isOfKind);
  });
}

function adminRolesOf(roles: readonly string[]): string {
  return adminRoles.filter((role) => roles.includes(role)).join(' ');
}
