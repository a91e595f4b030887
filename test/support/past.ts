/** Moves what the database remembers into the past: its own clock decides grace periods, and no test may wait for it. */
import { sql } from 'kysely';
import type { Database } from '../../src/database/schema.js';

/** All accounts, and the policies that apply, are so many days older. */
export async function ageInstallation({ database }: { readonly database: Database }, days: number): Promise<void> {
  const older = sql`make_interval(days => ${days}::int)`;
  await sql`UPDATE installation SET at = at - ${older}`.execute(database);
  await sql`UPDATE account SET created_at = created_at - ${older}, role_gained_at = role_gained_at - ${older},
    mfa_reminded_at = mfa_reminded_at - ${older}`.execute(database);
  await sql`UPDATE mfa_rule SET required_since = required_since - ${older}, set_at = set_at - ${older}`.execute(
    database,
  );
  await sql`UPDATE account_group SET mfa_required_since = mfa_required_since - ${older},
    mfa_policy_set_at = mfa_policy_set_at - ${older}`.execute(database);
  await sql`UPDATE account_group_member SET joined_at = joined_at - ${older}`.execute(database);
}

/** The password of every sign-in in progress was typed so many seconds earlier; so `auth_time` will say. */
export async function agePassword({ database }: { readonly database: Database }, seconds: number): Promise<void> {
  await sql`UPDATE login_attempt SET password_verified_at = password_verified_at - make_interval(secs => ${seconds}::int)`.execute(
    database,
  );
}

/** Every enrolment in progress was begun longer ago than any may last. */
export async function ageEnrolments({ database }: { readonly database: Database }): Promise<void> {
  await sql`UPDATE login_attempt SET enrolment_started_at = enrolment_started_at - interval '1 day'`.execute(database);
}

/** What everybody last did about their backup codes, and the set-up they came with, are so many days further back. */
export async function ageBackupCodes({ database }: { readonly database: Database }, days: number): Promise<void> {
  const older = sql`make_interval(days => ${days}::int)`;
  await sql`UPDATE account SET mfa_configured_at = mfa_configured_at - ${older}, mfa_reminded_at = mfa_reminded_at - ${older},
    backup_codes_confirmed_at = backup_codes_confirmed_at - ${older}`.execute(database);
}
