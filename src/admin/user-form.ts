/** Reads what administrators type about a person. Pure. */
import type { FieldError } from '../../interactions/views/page-context.js';
import { type AccountStatus, adminRoles } from '../accounts/account.js';
import { longestPersonName, mostRoles, roleShape } from '../accounts/account-limits.js';
import type { Locale } from '../language/locale.js';
import { userActsMessages } from './messages/user-catalogue.js';

export interface TypedUser {
  readonly name: string;
  readonly roles: readonly string[];
  readonly status: AccountStatus;
}

export type UserFormReading =
  | { readonly ok: true; readonly typed: TypedUser }
  | { readonly ok: false; readonly typed: TypedUser; readonly error: FieldError };

/**
 * Fields `name`, `admin`, `super_admin`, `roles`, `status`.
 * @param before what stands for a status that was not sent; its roles may have a shape that others may not, so they are the account's, and
 * not those that the form says it showed
 */
export function readUserForm(form: ReadonlyMap<string, string>, locale: Locale, before: TypedUser): UserFormReading {
  const texts = userActsMessages(locale).change;
  const status = readStatus(form.get('status') ?? before.status);
  const typed: TypedUser = {
    name: (form.get('name') ?? '').trim(),
    roles: [
      ...adminRoles.filter((role) => form.get(role) === 'yes'),
      ...(form.get('roles') ?? '').split(/[\s,;]+/).filter(Boolean),
    ],
    status: status ?? before.status,
  };
  const refuse = (field: string, message: string) => ({ ok: false, typed, error: { field, message } }) as const;
  if (typed.name.length > longestPersonName) return refuse('name', texts.nameTooLong);
  const isRole = (role: string) => roleShape.test(role) || before.roles.includes(role);
  if (typed.roles.length > mostRoles || !typed.roles.every(isRole)) return refuse('roles', texts.rolesBad);
  if (status === undefined) return refuse('status', texts.statusBad);
  return { ok: true, typed };
}

function readStatus(text: string): AccountStatus | undefined {
  return text === 'active' || text === 'pending' || text === 'disabled' ? text : undefined;
}
