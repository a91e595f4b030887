/** Who must have a second factor, where the environment leaves it to the database: for all, by role, and by group. */
import { type Kysely, sql } from 'kysely';

const level = `text NOT NULL CHECK (%s IN ('optional', 'encouraged', 'report_only', 'required'))`;

const statementsUp = [
  // `name` is the role, and empty for the rule about everybody. What is required is so since `required_since`, for ever.
  `CREATE TABLE mfa_rule (
    scope text NOT NULL CHECK (scope IN ('all', 'role')),
    name text NOT NULL,
    level ${level.replace('%s', 'level')},
    required_since timestamptz,
    set_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (scope, name),
    CONSTRAINT mfa_rule_name CHECK ((scope = 'all') = (name = ''))
  )`,
  `CREATE TABLE account_group (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name text NOT NULL,
    mfa_policy ${level.replace('%s', 'mfa_policy')} DEFAULT 'optional',
    mfa_required_since timestamptz,
    mfa_policy_set_at timestamptz NOT NULL DEFAULT now(),
    created_at timestamptz NOT NULL DEFAULT now()
  )`,
  'CREATE UNIQUE INDEX account_group_name ON account_group (lower(name))',
  `CREATE TABLE account_group_member (
    account_id uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    group_id uuid NOT NULL REFERENCES account_group (id) ON DELETE CASCADE,
    joined_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, group_id)
  )`,
  'CREATE INDEX account_group_member_group ON account_group_member (group_id, account_id)',
  // Role → the moment it was last newly gained, for roles that came after the account: grace periods begin there.
  `ALTER TABLE account ADD COLUMN roles_gained_at jsonb NOT NULL DEFAULT '{}'`,
];

const statementsDown = [
  'ALTER TABLE account DROP COLUMN roles_gained_at',
  'DROP TABLE account_group_member',
  'DROP TABLE account_group',
  'DROP TABLE mfa_rule',
  `DELETE FROM installation WHERE key = 'mfa_grace_period_days'`,
];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statementsUp) await sql.raw(statement).execute(database);
}

export async function down(database: Kysely<unknown>): Promise<void> {
  for (const statement of statementsDown) await sql.raw(statement).execute(database);
}
