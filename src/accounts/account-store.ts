/** Makes, finds and deletes accounts. Other stores use its columns to read an account inside their own statement. */
import { type Selectable, sql } from 'kysely';
import type { AuditEvent } from '../audit/audit-event.js';
import { auditInsert } from '../audit/audit-store.js';
import type { AccountTable } from '../database/account-tables.js';
import { type Fragment, namedParts } from '../database/fragment.js';
import type { Connection } from '../database/schema.js';
import { isUuid } from '../database/uuid.js';
import { type Account, type AccountReading, type AccountStatus, adminRoles, type SignInAccount } from './account.js';
import { type AccountRulesRow, accountRules, toAccountRules } from './account-rules-store.js';
import { emailKey, type parseEmail } from './email.js';
import { endingParts } from './generation-store.js';

const columnNames = [
  'id',
  'email',
  'email_verified_at',
  'name',
  'locale',
  'roles',
  'status',
  'generation',
  'mfa_configured_at',
  'mfa_last_verified_at',
  'role_gained_at',
  'grace_ended_at',
  'grace_extended_until',
  'enrolment_demanded_at',
  'mfa_reminded_at',
  'backup_codes_confirmed_at',
  'created_at',
  'updated_at',
  'last_sign_in_at',
  'roles_gained_at',
] as const;

/** An account row as `accountColumns` selects it; every column null when an outer join found none. */
export type AccountRow = Pick<Selectable<AccountTable>, (typeof columnNames)[number]> & {
  /** What the database's rules about second factors say of this account. */
  readonly mfa_rules: AccountRulesRow;
};

/** `a.id, a.email, …` without the password hash, for a SELECT or RETURNING on the account table named `alias`. */
export function accountColumns(alias: string): Fragment {
  return sql`${storedColumns(alias)}, ${accountRules(alias)} AS mfa_rules`;
}

/** The same of a part that has them already from `accountColumns`. */
export function accountColumnsOfPart(name: string): Fragment {
  return sql`${storedColumns(name)}, ${sql.ref(`${name}.mfa_rules`)}`;
}

function storedColumns(alias: string): Fragment {
  return sql.join(columnNames.map((name) => sql.ref(`${alias}.${name}`)));
}

/** The value of a row that `accountColumns` selected. */
export function toAccount(row: AccountRow): Account {
  return {
    id: row.id,
    email: row.email,
    emailVerifiedAt: row.email_verified_at,
    name: row.name,
    locale: row.locale,
    roles: row.roles,
    status: row.status,
    generation: row.generation,
    mfaConfiguredAt: row.mfa_configured_at,
    mfaLastVerifiedAt: row.mfa_last_verified_at,
    roleGainedAt: row.role_gained_at,
    graceEndedAt: row.grace_ended_at,
    graceExtendedUntil: row.grace_extended_until,
    enrolmentDemandedAt: row.enrolment_demanded_at,
    mfaRemindedAt: row.mfa_reminded_at,
    backupCodesConfirmedAt: row.backup_codes_confirmed_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    lastSignInAt: row.last_sign_in_at,
    mfaRules: toAccountRules(row.mfa_rules),
  };
}

export interface NewAccount {
  /** Chosen by the caller (randomUUID), so that the audit events can name it. */
  readonly id: string;
  readonly email: Extract<ReturnType<typeof parseEmail>, { ok: true }>;
  readonly name: string;
  readonly roles: readonly string[];
  readonly status: AccountStatus;
  readonly locale?: string | null;
  /** PHC string, or null until the person sets a password. */
  readonly passwordHash: string | null;
}

export type CreateAccountResult =
  | { readonly ok: true; readonly account: Account }
  | { readonly ok: false; readonly because: 'email_taken' };

/** One statement. The events are written only when the account is. */
export async function createAccount(
  connection: Connection,
  account: NewAccount,
  events: readonly AuditEvent[],
): Promise<CreateAccountResult> {
  const roles = rolesArray(account.roles);
  const parts = namedParts({
    created: sql`INSERT INTO account (id, email, email_key, name, locale, roles, status, password_hash, role_gained_at)
      VALUES (${account.id}::uuid, ${account.email.email}, ${account.email.key}, ${account.name}, ${account.locale ?? null},
        ${roles}::text[], ${account.status}, ${account.passwordHash},
        CASE WHEN ${roles}::text[] && ${[...adminRoles]}::text[] THEN now() END)
      ON CONFLICT (email_key) DO NOTHING
      RETURNING ${accountColumns('account')}`,
    audited: auditInsert(events, sql.ref('created')),
  });
  const { rows } = await sql<AccountRow>`WITH ${parts} SELECT ${accountColumnsOfPart('created')} FROM created`.execute(
    connection,
  );
  const row = rows[0];
  return row === undefined ? { ok: false, because: 'email_taken' } : { ok: true, account: toAccount(row) };
}

/** One statement. Text that is no id at all finds nothing. */
export async function findAccountById(connection: Connection, id: string): Promise<AccountReading | undefined> {
  if (!isUuid(id)) return undefined;
  const { rows } = await sql<AccountRow & { read_at: Date }>`
    SELECT ${accountColumns('a')}, now() AS read_at FROM account a WHERE a.id = ${id}::uuid`.execute(connection);
  return reading(rows[0]);
}

/** One statement. */
export async function findAccountByEmail(connection: Connection, email: string): Promise<AccountReading | undefined> {
  const { rows } = await sql<AccountRow & { read_at: Date }>`
    SELECT ${accountColumns('a')}, now() AS read_at FROM account a WHERE a.email_key = ${emailKey(email)}`.execute(
    connection,
  );
  return reading(rows[0]);
}

/** One statement. For changing the password of an account that is already signed in. */
export async function findSignInAccount(connection: Connection, id: string): Promise<SignInAccount | undefined> {
  const { rows } = await sql<AccountRow & { password_hash: string | null }>`
    SELECT ${accountColumns('a')}, a.password_hash FROM account a WHERE a.id = ${id}::uuid`.execute(connection);
  const row = rows[0];
  return row === undefined ? undefined : { account: toAccount(row), passwordHash: row.password_hash };
}

/**
 * One statement; everything that belongs to the account goes with it. The audit log stays. Sign-ins in progress and budgets go first,
 * under a lock that lets their own statements look at the account: else one of these would wait for us, and we for it.
 */
export async function deleteAccount(
  connection: Connection,
  id: string,
  events: readonly AuditEvent[],
): Promise<{ readonly ok: true } | { readonly ok: false; readonly because: 'account_not_found' }> {
  const parts = namedParts({
    held: sql`SELECT id, generation + 1 AS generation FROM account WHERE id = ${id}::uuid FOR NO KEY UPDATE`,
    ...endingParts(sql.ref('held')),
    dropped_budgets: sql`DELETE FROM factor_budget b USING held
      WHERE b.account_id = held.id AND (SELECT count(*) FROM ended_attempts) >= 0 RETURNING 1`,
    deleted: sql`DELETE FROM account a USING held WHERE a.id = held.id AND (SELECT count(*) FROM dropped_budgets)
      + (SELECT count(*) FROM ended_records) + (SELECT count(*) FROM ended_browsers) >= 0 RETURNING a.id`,
    audited: auditInsert(events, sql.ref('deleted')),
  });
  const { rows } = await sql`WITH ${parts} SELECT id FROM deleted`.execute(connection);
  return rows.length === 1 ? { ok: true } : { ok: false, because: 'account_not_found' };
}

/** Sorted and without repetition, so that equal sets are equal arrays. */
export function rolesArray(roles: readonly string[]): string[] {
  return [...new Set(roles)].sort();
}

function reading(row: (AccountRow & { read_at: Date }) | undefined): AccountReading | undefined {
  return row === undefined ? undefined : { account: toAccount(row), readAt: row.read_at };
}
