/** What a list of accounts can be narrowed by and sorted by, as conditions of a statement. Every one has an index: see 0008-adoption. */
import { sql } from 'kysely';
import { emailKey } from '../accounts/email.js';
import type { Fragment } from '../database/fragment.js';
import { budgetIsSpent } from '../mfa/budget-store.js';
import { neverSignedIn, type UserPosition, type UserSort } from './user-cursor.js';

export interface UserFilter {
  /** These and no others. */
  readonly ids?: readonly string[] | undefined;
  /** The whole address, in any spelling of it. */
  readonly email?: string | undefined;
  /** The beginning of the address, of the name, or of its last word. */
  readonly q?: string | undefined;
  readonly mfaEnabled?: boolean | undefined;
  readonly role?: string | undefined;
  readonly status?: string | undefined;
  /**
   * Id of a group the account is in. By its name it would be another table's question, and the database could not foresee how many are in
   * it before it chooses its way.
   */
  readonly groupId?: string | undefined;
  /** Whether sign-in is refused now for too many wrong passwords or codes, from one source at least. */
  readonly locked?: { readonly is: boolean; readonly dailyAttempts: number } | undefined;
}

/** Conditions on the account table named `a`; together they narrow. */
export function filterConditions({
  ids,
  email,
  q,
  mfaEnabled,
  role,
  status,
  groupId,
  locked,
}: UserFilter): readonly Fragment[] {
  return [
    sql`true`,
    ...(ids === undefined ? [] : [sql`a.id = ANY (${[...ids]}::uuid[])`]),
    ...(email === undefined ? [] : [sql`a.email_key = ${emailKey(email)}`]),
    ...(q === undefined ? [] : [begins(q)]),
    ...(mfaEnabled === undefined ? [] : [sql`a.mfa_configured_at IS ${mfaEnabled ? sql`NOT NULL` : sql`NULL`}`]),
    ...(role === undefined ? [] : [sql`a.roles @> ARRAY[${role}]::text[]`]),
    ...(status === undefined ? [] : [sql`a.status = ${status}`]),
    ...(groupId === undefined ? [] : [sql`a.id IN (${membersOf(groupId)})`]),
    ...(locked === undefined
      ? []
      : [sql`a.id ${locked.is ? sql`` : sql`NOT`} IN (${lockedOut(locked.dailyAttempts)})`]),
  ];
}

/** The last word by the pattern of the index: without the same expression it would not be used. */
function begins(typed: string): Fragment {
  const name = sql`lower(${prefixPattern(typed.trim().replaceAll('\0', '').slice(0, 200).normalize('NFC'))}::text)`;
  return sql`(a.email_key LIKE ${prefixPattern(emailKey(typed))}
    OR lower(a.name) LIKE ${name} OR lower(substring(a.name from '[^ ]+$')) LIKE ${name})`;
}

/** What was typed is text, also where it looks like a pattern. */
function prefixPattern(text: string): string {
  return `${text.replace(/[\\%_]/g, '\\$&')}%`;
}

function membersOf(groupId: string): Fragment {
  return sql`SELECT m.account_id FROM account_group_member m WHERE m.group_id = ${groupId}::uuid`;
}

function lockedOut(dailyAttempts: number): Fragment {
  return sql`SELECT f.account_id FROM password_failure f
      WHERE f.account_id IS NOT NULL AND f.locked_until IS NOT NULL AND f.locked_until > now()
    UNION SELECT b.account_id FROM factor_budget b
      WHERE ${budgetIsSpent('b', dailyAttempts)}`;
}

interface Order {
  readonly by: Fragment;
  /** What is sorted by as text, for the cursor. */
  readonly key: Fragment;
  /** The text as a value again. */
  value(key: string): Fragment;
}

const microsecondsOf = (moment: Fragment) => sql`(extract(epoch FROM ${moment}) * 1000000)::bigint::text`;
const momentOf = (key: string) => sql`(timestamptz 'epoch' + ${key}::bigint * interval '1 microsecond')`;

const created: Order = { by: sql`a.created_at`, key: microsecondsOf(sql`a.created_at`), value: momentOf };
const email: Order = { by: sql`a.email_key`, key: sql`a.email_key`, value: (key) => sql`${key}::text` };
const lastSignIn: Order = {
  by: sql`coalesce(a.last_sign_in_at, '-infinity')`,
  key: sql`coalesce(${microsecondsOf(sql`a.last_sign_in_at`)}, ${neverSignedIn}::text)`,
  value: (key) => (key === neverSignedIn ? sql`'-infinity'::timestamptz` : momentOf(key)),
};

const orders: Readonly<Record<UserSort, Order & { readonly descending: boolean }>> = {
  created: { ...created, descending: false },
  '-created': { ...created, descending: true },
  email: { ...email, descending: false },
  '-email': { ...email, descending: true },
  last_sign_in: { ...lastSignIn, descending: false },
  '-last_sign_in': { ...lastSignIn, descending: true },
};

/** `ORDER BY`; the id decides between equals, so that a page ends between two accounts and never within one place. */
export function orderOf(sort: UserSort): { readonly orderBy: Fragment; readonly key: Fragment } {
  const { by, key, descending } = orders[sort];
  return { key, orderBy: descending ? sql`${by} DESC, a.id DESC` : sql`${by}, a.id` };
}

/** What comes after the last account of a page. */
export function conditionAfter({ sort, key, id }: UserPosition): Fragment {
  const { by, value, descending } = orders[sort];
  return sql`(${by}, a.id) ${descending ? sql`<` : sql`>`} (${value(key)}, ${id}::uuid)`;
}
