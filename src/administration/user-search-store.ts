/**
 * Accounts that a list in the console shows. Whether one is overdue is the policy's decision and no condition of a statement: so that there
 * is one decision, that filter reads accounts without a factor in the order of the list and asks about each.
 */
import type { Account } from '../accounts/account.js';
import { toAccount } from '../accounts/account-store.js';
import type { Connection } from '../database/schema.js';
import { describeRequirement } from '../mfa/describe-requirement.js';
import type { MfaPolicy } from '../mfa/policy.js';
import type { UserPosition, UserSort } from './user-cursor.js';
import type { UserFilter } from './user-filter-store.js';
import { listUserRows, type UserColumn } from './user-query-store.js';

export interface UserSearch {
  /** These accounts, as they were ticked; absent: all. */
  readonly ids?: readonly string[] | undefined;
  readonly q?: string | undefined;
  readonly mfa?: 'on' | 'off' | 'overdue' | undefined;
  readonly role?: string | undefined;
  readonly status?: string | undefined;
  /** Only accounts whose sign-in is refused somewhere. */
  readonly isLocked: boolean;
}

export interface FoundUser {
  readonly account: Account;
  readonly backupCodesRemaining: number;
  readonly required: boolean;
  readonly graceEndsAt: Date | null;
  /** Has no second factor although policy no longer waits for it. */
  readonly isOverdue: boolean;
}

export interface FoundUsers {
  readonly users: readonly FoundUser[];
  readonly next: UserPosition | null;
  /** The database's time of the reading; undefined when nothing was found. */
  readonly readAt: Date | undefined;
}

export interface SearchParts {
  readonly policy: MfaPolicy;
  /** Wrong codes in any 24 hours. */
  readonly dailyAttempts: number;
}

/** Accounts read of which those that are overdue are shown: then the page ends, and says where the next begins. */
const mostRead = 500;

const columns: ReadonlySet<UserColumn> = new Set<UserColumn>([
  ...(['id', 'email', 'email_verified_at', 'name', 'locale', 'roles', 'status', 'generation'] as const),
  ...([
    'mfa_configured_at',
    'mfa_last_verified_at',
    'role_gained_at',
    'grace_ended_at',
    'grace_extended_until',
  ] as const),
  ...(['enrolment_demanded_at', 'mfa_reminded_at', 'backup_codes_confirmed_at', 'created_at', 'updated_at'] as const),
  ...(['last_sign_in_at', 'mfa_rules', 'read_at', 'backup_codes_remaining'] as const),
]);

/** One statement. */
export async function searchUsers(
  connection: Connection,
  search: UserSearch,
  page: { readonly limit: number; readonly sort: UserSort; readonly after: UserPosition | undefined },
  { policy, dailyAttempts }: SearchParts,
): Promise<FoundUsers> {
  const wantsOverdue = search.mfa === 'overdue';
  const limit = wantsOverdue ? mostRead : page.limit;
  const filter = filterOf(search, dailyAttempts);
  const { rows, next } = await listUserRows(connection, filter, { ...page, limit }, columns);
  const users = rows.map((row): FoundUser => {
    const account = toAccount(row);
    const standing = requiredOf(account, policy, row.read_at);
    return { account, backupCodesRemaining: row.backup_codes_remaining, ...standing };
  });
  const readAt = rows[0]?.read_at;
  return { users: wantsOverdue ? users.filter(({ isOverdue }) => isOverdue) : users, next, readAt };
}

/** Pure; asks the same rules as the decision at sign-in. */
export function requiredOf(
  account: Account,
  policy: MfaPolicy,
  now: Date,
): Pick<FoundUser, 'required' | 'graceEndsAt' | 'isOverdue'> {
  const { required, graceEndsAt } = describeRequirement(policy)(account);
  const hasTime = graceEndsAt !== null && graceEndsAt > now;
  const isOverdue = required && account.mfaConfiguredAt === null && !hasTime && account.status === 'active';
  return { required, graceEndsAt, isOverdue };
}

/** Wider than the search where the policy has to be asked about each. */
export function filterOf({ ids, q, mfa, role, status, isLocked }: UserSearch, dailyAttempts: number): UserFilter {
  return {
    ids,
    q,
    role,
    mfaEnabled: mfa === undefined ? undefined : mfa === 'on',
    status: mfa === 'overdue' ? (status ?? 'active') : status,
    locked: isLocked ? { is: true, dailyAttempts } : undefined,
  };
}
