/** From rows to the JSON of an account: which columns a field needs, and how it is written. */
import type { Account } from '../accounts/account.js';
import { toAccount } from '../accounts/account-store.js';
import { decisionColumns, type UserColumn, type UserRow } from '../administration/user-query-store.js';
import type { User, UserField } from './user-schema.js';

/** What policy requires of an account. */
interface Requirement {
  readonly required: boolean;
  /** Null when nothing is required, or when nothing waits any more. */
  readonly graceEndsAt: Date | null;
}

/** Pure; the same decision that sign-in asks. `now` is the database's time. */
export type DescribeRequirement = (account: Account, now: Date) => Requirement;

interface FieldView<V> {
  readonly columns: readonly UserColumn[];
  show(row: UserRow, describe: DescribeRequirement): V;
}

/** The columns that the given fields need. */
export function columnsOf(fields: readonly UserField[]): ReadonlySet<UserColumn> {
  return new Set(fields.flatMap((field) => views[field].columns));
}

/** The given fields of a row that was read with `columnsOf` these fields. */
export function showUser(row: UserRow, fields: readonly UserField[], describe: DescribeRequirement): Partial<User> {
  return Object.fromEntries(fields.map((field) => [field, views[field].show(row, describe)]));
}

/** A field can only be written from the columns it names. */
function from<C extends UserColumn, V>(
  columns: readonly C[],
  show: (row: Pick<UserRow, C>, describe: DescribeRequirement) => V,
): FieldView<V> {
  return { columns, show };
}

const views: { readonly [F in UserField]: FieldView<User[F]> } = {
  id: from(['id'], (row) => row.id),
  email: from(['email'], (row) => row.email),
  mfa_enabled: from(['mfa_configured_at'], (row) => row.mfa_configured_at !== null),
  mfa_configured_at: from(['mfa_configured_at'], (row) => iso(row.mfa_configured_at)),
  name: from(['name'], (row) => row.name),
  roles: from(['roles'], (row) => [...row.roles]),
  status: from(['status'], (row) => row.status),
  mfa_required: from(decisionColumns, (row, describe) => describe(toAccount(row), row.read_at).required),
  mfa_grace_ends_at: from(decisionColumns, (row, describe) => iso(describe(toAccount(row), row.read_at).graceEndsAt)),
  mfa_last_verified_at: from(['mfa_last_verified_at'], (row) => iso(row.mfa_last_verified_at)),
  backup_codes_remaining: from(['backup_codes_remaining'], (row) => row.backup_codes_remaining),
  mfa_factors: from(['mfa_factors'], (row) => [...row.mfa_factors]),
  created_at: from(['created_at'], (row) => row.created_at.toISOString()),
  last_sign_in_at: from(['last_sign_in_at'], (row) => iso(row.last_sign_in_at)),
};

function iso(moment: Date | null): string | null {
  return moment?.toISOString() ?? null;
}
