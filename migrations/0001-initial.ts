/** The first schema: accounts, factors, sign-ins in progress, protocol records, clients, keys, guesses counted, audit. */
import { type Kysely, sql } from 'kysely';

const statementsUp = [
  `CREATE TABLE account (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    email text NOT NULL,
    email_key text NOT NULL UNIQUE,
    name text NOT NULL DEFAULT '',
    locale text,
    roles text[] NOT NULL DEFAULT '{}',
    status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'pending', 'disabled')),
    password_hash text,
    generation integer NOT NULL DEFAULT 1,
    mfa_configured_at timestamptz,
    mfa_last_verified_at timestamptz,
    role_gained_at timestamptz,
    grace_ended_at timestamptz,
    grace_extended_until timestamptz,
    enrolment_demanded_at timestamptz,
    mfa_reminded_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    last_sign_in_at timestamptz
  )`,
  'CREATE INDEX account_created ON account (created_at, id)',
  'CREATE INDEX account_mfa ON account (mfa_configured_at, id)',
  'CREATE INDEX account_roles ON account USING gin (roles)',
  `CREATE TABLE totp_credential (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    account_id uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    name text NOT NULL,
    seed_sealed text NOT NULL,
    algorithm text NOT NULL DEFAULT 'SHA1',
    digits integer NOT NULL DEFAULT 6,
    period_seconds integer NOT NULL DEFAULT 30,
    last_accepted_step bigint NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    last_used_at timestamptz
  )`,
  'CREATE UNIQUE INDEX totp_credential_name ON totp_credential (account_id, lower(name))',
  `CREATE TABLE backup_code (
    account_id uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    code_hash text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    used_at timestamptz,
    PRIMARY KEY (account_id, code_hash)
  )`,
  `CREATE TABLE login_attempt (
    id text PRIMARY KEY,
    account_id uuid REFERENCES account (id) ON DELETE CASCADE,
    generation integer,
    password_verified_at timestamptz,
    factor_verified_at timestamptz,
    factor_method text CHECK (factor_method IN ('totp', 'backup_code')),
    wrong_codes integer NOT NULL DEFAULT 0,
    enrolment_id uuid,
    enrolment_seed_sealed text,
    enrolment_started_at timestamptz,
    backup_codes_issued_at timestamptz,
    backup_codes_saved_at timestamptz,
    reminder_dismissed_at timestamptz,
    restarted_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL
  )`,
  'CREATE INDEX login_attempt_expiry ON login_attempt (expires_at)',
  'CREATE INDEX login_attempt_account ON login_attempt (account_id)',
  `CREATE TABLE password_failure (
    account_key text NOT NULL,
    source_key text NOT NULL,
    failures integer NOT NULL DEFAULT 0,
    last_failed_at timestamptz NOT NULL DEFAULT now(),
    locked_until timestamptz,
    PRIMARY KEY (account_key, source_key)
  )`,
  'CREATE INDEX password_failure_age ON password_failure (last_failed_at)',
  `CREATE TABLE factor_budget (
    account_id uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    kind text NOT NULL CHECK (kind IN ('totp', 'backup_code')),
    browser text NOT NULL DEFAULT '',
    failed_at timestamptz[] NOT NULL DEFAULT '{}',
    failures_in_a_row integer NOT NULL DEFAULT 0,
    PRIMARY KEY (account_id, kind, browser)
  )`,
  `CREATE TABLE known_browser (
    id text PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    generation integer NOT NULL,
    user_agent text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL DEFAULT now(),
    last_used_at timestamptz NOT NULL DEFAULT now()
  )`,
  'CREATE INDEX known_browser_account ON known_browser (account_id)',
  `CREATE TABLE oidc_record (
    model text NOT NULL,
    id text NOT NULL,
    payload_sealed text NOT NULL,
    account_id uuid REFERENCES account (id) ON DELETE CASCADE,
    generation integer,
    client_id text,
    grant_id text,
    session_uid text,
    uid text,
    user_code text,
    expires_at timestamptz,
    consumed_at timestamptz,
    PRIMARY KEY (model, id)
  )`,
  'CREATE INDEX oidc_record_account ON oidc_record (account_id) WHERE account_id IS NOT NULL',
  'CREATE INDEX oidc_record_grant ON oidc_record (grant_id) WHERE grant_id IS NOT NULL',
  'CREATE UNIQUE INDEX oidc_record_uid ON oidc_record (uid) WHERE uid IS NOT NULL',
  'CREATE UNIQUE INDEX oidc_record_user_code ON oidc_record (user_code) WHERE user_code IS NOT NULL',
  'CREATE INDEX oidc_record_expiry ON oidc_record (expires_at) WHERE expires_at IS NOT NULL',
  `CREATE TABLE client (
    id text PRIMARY KEY,
    secret_hash text,
    metadata jsonb NOT NULL,
    require_mfa boolean NOT NULL DEFAULT false,
    min_acr text,
    skip_consent boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE TABLE resource (
    identifier text PRIMARY KEY,
    scope text NOT NULL DEFAULT '',
    token_format text NOT NULL DEFAULT 'jwt' CHECK (token_format IN ('jwt', 'opaque')),
    min_acr text,
    created_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE TABLE consent (
    account_id uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    client_id text NOT NULL REFERENCES client (id) ON DELETE CASCADE,
    granted jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, client_id)
  )`,
  `CREATE TABLE signing_key (
    kid text PRIMARY KEY,
    algorithm text NOT NULL CHECK (algorithm IN ('RS256', 'ES256')),
    private_jwk_sealed text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    retired_at timestamptz
  )`,
  `CREATE TABLE installation (
    key text PRIMARY KEY,
    value text NOT NULL,
    at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE TABLE audit_event (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now(),
    type text NOT NULL,
    actor_type text NOT NULL,
    actor_id text,
    subject_id uuid,
    client_id text,
    ip text,
    user_agent text,
    outcome text NOT NULL CHECK (outcome IN ('success', 'failure')),
    detail jsonb NOT NULL DEFAULT '{}'
  )`,
  'CREATE INDEX audit_event_subject ON audit_event (subject_id, id)',
  'CREATE INDEX audit_event_type ON audit_event (type, id)',
  'CREATE INDEX audit_event_at ON audit_event (at)',
];

const tables = [
  'audit_event',
  'installation',
  'signing_key',
  'consent',
  'resource',
  'client',
  'oidc_record',
  'known_browser',
  'factor_budget',
  'password_failure',
  'login_attempt',
  'backup_code',
  'totp_credential',
  'account',
];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statementsUp) await sql.raw(statement).execute(database);
}

export async function down(database: Kysely<unknown>): Promise<void> {
  await sql.raw(`DROP TABLE ${tables.join(', ')}`).execute(database);
}
