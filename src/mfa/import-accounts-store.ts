/** Makes accounts that come from another system: many in one statement, each with its second factor and codes, or not at all. */
import { sql } from 'kysely';
import { adminRoles } from '../accounts/account.js';
import { rolesArray } from '../accounts/account-store.js';
import type { AuditEvent } from '../audit/audit-event.js';
import { auditInsertForEach } from '../audit/audit-store.js';
import { namedParts } from '../database/fragment.js';
import type { Connection } from '../database/schema.js';

/** Moments are ISO 8601 with an offset; null: the moment of the import. */
export interface AccountToImport {
  readonly id: string;
  readonly email: string;
  readonly emailKey: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly status: 'active' | 'pending' | 'disabled';
  readonly locale: string | null;
  readonly emailIsVerified: boolean;
  readonly createdAt: string | null;
  /** Of any form that `readHash` knows. */
  readonly passwordHash: string | null;
  readonly mfaConfiguredAt: string | null;
  /** Sealed for the rows of these ids; their names differ in more than case. */
  readonly totp: readonly { readonly id: string; readonly name: string; readonly seedSealed: string }[];
  readonly backupCodeHashes: readonly string[];
  /** `user.created` of this account. */
  readonly event: AuditEvent;
}

/** What is known of an address: no account, one that an import made, or another. */
export type KnownEmail = 'imported' | 'other';

/** One statement. Addresses without an account are absent. */
export async function lookAtEmails(
  connection: Connection,
  emailKeys: readonly string[],
): Promise<ReadonlyMap<string, KnownEmail>> {
  const { rows } = await sql<{ email_key: string; imported: boolean }>`
    SELECT a.email_key, EXISTS (
      SELECT 1 FROM audit_event e
      WHERE e.subject_id = a.id AND e.type = 'user.created' AND e.detail @> '{"imported": true}'
    ) AS imported
    FROM account a WHERE a.email_key = ANY (${[...emailKeys]}::text[])`.execute(connection);
  return new Map(rows.map(({ email_key, imported }) => [email_key, imported ? 'imported' : 'other']));
}

/**
 * ONE statement for any number of accounts. Returns the ids of those that were made; an address that has an account by now makes
 * none, and changes nothing. Whoever has a second factor has it from now on: the grace period is over. No step of the app counts
 * as used, because the other system's are not known.
 */
export async function importAccounts(
  connection: Connection,
  accounts: readonly AccountToImport[],
): Promise<ReadonlySet<string>> {
  if (accounts.length === 0) return new Set();
  const created = sql.ref('created');
  const parts = namedParts({
    created: sql`INSERT INTO account (id, email, email_key, email_verified_at, name, locale, roles, status, password_hash,
        role_gained_at, mfa_configured_at, grace_ended_at, created_at)
      SELECT r.id, r.email, r.email_key, CASE WHEN r.email_is_verified THEN now() END, r.name, r.locale, r.roles, r.status,
        r.password_hash, CASE WHEN r.roles && ${[...adminRoles]}::text[] THEN now() END,
        CASE WHEN r.has_factor THEN coalesce(r.mfa_configured_at, now()) END, CASE WHEN r.has_factor THEN now() END,
        coalesce(r.created_at, now())
      FROM jsonb_to_recordset(${accountRows(accounts)}::jsonb) AS r(id uuid, email text, email_key text,
        email_is_verified boolean, name text, locale text, roles text[], status text, password_hash text,
        has_factor boolean, mfa_configured_at timestamptz, created_at timestamptz)
      ON CONFLICT (email_key) DO NOTHING RETURNING id`,
    factors: sql`INSERT INTO totp_credential (id, account_id, name, seed_sealed)
      SELECT r.id, r.account_id, r.name, r.seed_sealed
      FROM jsonb_to_recordset(${totpRows(accounts)}::jsonb) AS r(id uuid, account_id uuid, name text, seed_sealed text)
      JOIN ${created} c ON c.id = r.account_id RETURNING 1`,
    codes: sql`INSERT INTO backup_code (account_id, code_hash)
      SELECT r.account_id, unnest(r.hashes)
      FROM jsonb_to_recordset(${codeRows(accounts)}::jsonb) AS r(account_id uuid, hashes text[])
      JOIN ${created} c ON c.id = r.account_id RETURNING 1`,
    audited: auditInsertForEach(
      accounts.map(({ event }) => event),
      created,
    ),
  });
  const { rows } = await sql<{ id: string }>`WITH ${parts} SELECT id FROM created`.execute(connection);
  return new Set(rows.map(({ id }) => id));
}

function accountRows(accounts: readonly AccountToImport[]): string {
  const rows = accounts.map((account) => ({
    id: account.id,
    email: account.email,
    email_key: account.emailKey,
    email_is_verified: account.emailIsVerified,
    name: account.name,
    locale: account.locale,
    roles: rolesArray(account.roles),
    status: account.status,
    password_hash: account.passwordHash,
    has_factor: account.totp.length > 0,
    mfa_configured_at: account.mfaConfiguredAt,
    created_at: account.createdAt,
  }));
  return JSON.stringify(rows);
}

function totpRows(accounts: readonly AccountToImport[]): string {
  const rows = accounts.flatMap(({ id, totp }) =>
    totp.map((factor) => ({ id: factor.id, account_id: id, name: factor.name, seed_sealed: factor.seedSealed })),
  );
  return JSON.stringify(rows);
}

/** Two ways to write one code are one code. */
function codeRows(accounts: readonly AccountToImport[]): string {
  const rows = accounts.map(({ id, backupCodeHashes }) => ({ account_id: id, hashes: [...new Set(backupCodeHashes)] }));
  return JSON.stringify(rows);
}
