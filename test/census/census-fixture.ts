/** A few accounts that stand in every way towards the policy. */
import { sql } from 'kysely';
import type { Database } from '../../src/database/schema.js';
import type { MfaPolicy } from '../../src/mfa/policy.js';

/** Administrators must have had one for years; the rest is the database's. */
export const adoptionSettings: MfaPolicy = {
  requireMfa: false,
  requireAdminMfa: true,
  encouraged: false,
  gracePeriodDays: 7,
  requiredForAllSince: null,
  requiredForAdminsSince: new Date('2020-01-01T00:00:00Z'),
  fixed: { all: false, admins: false, gracePeriodDays: false },
};

/** Nine accounts; the group `Sales` has required a second factor since yesterday. */
export async function fillSmall(database: Database): Promise<void> {
  await sql`INSERT INTO account (email, email_key, name, roles, status, password_hash, created_at, mfa_configured_at, enrolment_demanded_at)
    SELECT email || '@example.org', email || '@example.org', name, roles::text[], status, 'hash', now() - interval '400 days',
      CASE WHEN has_factor THEN now() - interval '30 days' END, CASE WHEN is_reset THEN now() END
    FROM (VALUES
      ('ada', 'Ada "Countess" Lovelace', '{admin}', 'active', true, false),
      ('bob', '=HYPERLINK("http://evil.example")', '{admin}', 'active', false, false),
      ('cem', E'Cem\nÖz', '{staff}', 'active', true, false),
      ('dia', '', '{staff}', 'active', false, false),
      ('eve', U&'\\202Eeve', '{}', 'active', false, false),
      ('fay', 'Fay, of Sales', '{}', 'active', false, false),
      ('gus', '', '{}', 'active', false, true),
      ('hal', '', '{staff}', 'pending', false, false),
      ('ida', '', '{staff}', 'disabled', false, false)
    ) AS person(email, name, roles, status, has_factor, is_reset)`.execute(database);
  await sql`WITH sales AS (INSERT INTO account_group (name, mfa_policy, mfa_required_since)
      VALUES ('Sales', 'required', now() - interval '1 day') RETURNING id)
    INSERT INTO account_group_member (account_id, group_id, joined_at)
    SELECT a.id, sales.id, now() - interval '100 days' FROM account a, sales
    WHERE a.email IN ('cem@example.org', 'fay@example.org')`.execute(database);
  await sql`INSERT INTO totp_credential (account_id, name, seed_sealed, created_at, last_used_at)
    SELECT id, 'Phone', 'sealed-seed', '2026-02-03T04:05:06.789Z', '2026-03-04T05:06:07Z' FROM account
    WHERE mfa_configured_at IS NOT NULL`.execute(database);
  await sql`INSERT INTO backup_code (account_id, code_hash, used_at)
    SELECT a.id, 'code-hash-' || n, CASE WHEN n > 7 THEN now() END FROM account a, generate_series(1, 10) AS n
    WHERE a.mfa_configured_at IS NOT NULL`.execute(database);
}
