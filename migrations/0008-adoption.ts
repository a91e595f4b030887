/** What administrators look over: lists of accounts that stay quick when there are many, and how many had a second factor each day. */
import { type Kysely, sql } from 'kysely';

const statementsUp = [
  // How accounts stood on a day, by the database's UTC: for all of them, and for each role and group. Written once a day.
  `CREATE TABLE adoption_day (
    day date NOT NULL,
    scope text NOT NULL CHECK (scope IN ('all', 'role', 'group')),
    name text NOT NULL,
    enrolled integer NOT NULL,
    in_grace integer NOT NULL,
    overdue integer NOT NULL,
    exempt integer NOT NULL,
    pending integer NOT NULL,
    disabled integer NOT NULL,
    taken_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (day, scope, name)
  )`,
  // Lists by a filter, in the order in which they are shown: however rare what is looked for, nothing else is read.
  'DROP INDEX account_mfa',
  'CREATE INDEX account_enrolled ON account (created_at, id) WHERE mfa_configured_at IS NOT NULL',
  'CREATE INDEX account_unenrolled ON account (created_at, id) WHERE mfa_configured_at IS NULL',
  'CREATE INDEX account_status ON account (status, created_at, id)',
  `CREATE INDEX account_last_sign_in ON account (coalesce(last_sign_in_at, '-infinity'), id)`,
  // Few, and found among many: a walk through everybody's last sign-in would take long.
  `CREATE INDEX account_inactive_sign_in ON account (coalesce(last_sign_in_at, '-infinity'), id) WHERE status <> 'active'`,
  // Searches by the beginning of the address, of the name, and of its last word.
  'CREATE INDEX account_email_prefix ON account (email_key text_pattern_ops)',
  'CREATE INDEX account_name_prefix ON account (lower(name) text_pattern_ops)',
  `CREATE INDEX account_surname_prefix ON account (lower(substring(name from '[^ ]+$')) text_pattern_ops)`,
  // Whose password it was, where there is such an account: "who is locked out?" has no other answer, the key being a hash.
  'ALTER TABLE password_failure ADD COLUMN account_id uuid',
  'CREATE INDEX password_failure_locked ON password_failure (account_id) WHERE account_id IS NOT NULL AND locked_until IS NOT NULL',
];

const statementsDown = [
  'DROP INDEX password_failure_locked',
  'ALTER TABLE password_failure DROP COLUMN account_id',
  'DROP INDEX account_surname_prefix, account_name_prefix, account_email_prefix, account_status',
  'DROP INDEX account_inactive_sign_in, account_last_sign_in',
  'DROP INDEX account_unenrolled, account_enrolled',
  'CREATE INDEX account_mfa ON account (mfa_configured_at, id)',
  'DROP TABLE adoption_day',
];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statementsUp) await sql.raw(statement).execute(database);
}

export async function down(database: Kysely<unknown>): Promise<void> {
  for (const statement of statementsDown) await sql.raw(statement).execute(database);
}
