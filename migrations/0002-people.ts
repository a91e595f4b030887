/** What people need to look after their own account: mails to them, enrolments outside a sign-in, and what they were asked. */
import { type Kysely, sql } from 'kysely';

const statementsUp = [
  // Everybody who is here was entered by an administrator, who vouched for the address; a sign-up inserts NULL.
  `ALTER TABLE account
    ADD COLUMN email_verified_at timestamptz DEFAULT now(),
    ADD COLUMN backup_codes_confirmed_at timestamptz`,
  // Signed up, and not proved within a week: those are forgotten.
  `CREATE INDEX account_unproved ON account (created_at) WHERE status = 'pending' AND email_verified_at IS NULL`,
  'ALTER TABLE login_attempt ADD COLUMN backup_codes_asked_at timestamptz',
  // Until now only browsers that had passed the second factor were remembered.
  'ALTER TABLE known_browser ADD COLUMN factor_verified boolean NOT NULL DEFAULT true',
  // What the person should hear of; the post room takes it from here and makes a mail of it.
  'ALTER TABLE audit_event ADD COLUMN mail_kind text',
  'CREATE INDEX audit_event_mail ON audit_event (id) WHERE mail_kind IS NOT NULL',
  `CREATE TABLE mail (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    account_id uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    kind text NOT NULL,
    detail jsonb NOT NULL DEFAULT '{}',
    generation integer,
    created_at timestamptz NOT NULL DEFAULT now(),
    due_at timestamptz NOT NULL DEFAULT now(),
    attempts integer NOT NULL DEFAULT 0,
    sent_at timestamptz,
    given_up_at timestamptz,
    link_expires_at timestamptz,
    link_used_at timestamptz
  )`,
  'CREATE INDEX mail_due ON mail (due_at) WHERE sent_at IS NULL AND given_up_at IS NULL',
  'CREATE INDEX mail_account ON mail (account_id, kind, created_at)',
  'CREATE INDEX mail_age ON mail (created_at)',
  // One session is signed out with all that belongs to it.
  'CREATE INDEX oidc_record_session ON oidc_record (session_uid) WHERE session_uid IS NOT NULL',
  `CREATE TABLE totp_enrolment (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    generation integer NOT NULL,
    name text NOT NULL,
    seed_sealed text NOT NULL,
    shown_in text,
    attempts integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL
  )`,
  // One at a time: however many begin at once, one key is shown.
  'CREATE UNIQUE INDEX totp_enrolment_account ON totp_enrolment (account_id)',
  'CREATE INDEX totp_enrolment_expiry ON totp_enrolment (expires_at)',
];

const statementsDown = [
  'DROP TABLE totp_enrolment, mail',
  'DROP INDEX audit_event_mail',
  'ALTER TABLE audit_event DROP COLUMN mail_kind',
  // Without the column they would count as browsers that have passed the second factor.
  'DELETE FROM known_browser WHERE NOT factor_verified',
  'ALTER TABLE known_browser DROP COLUMN factor_verified',
  'DROP INDEX oidc_record_session',
  'ALTER TABLE login_attempt DROP COLUMN backup_codes_asked_at',
  'DROP INDEX account_unproved',
  'ALTER TABLE account DROP COLUMN email_verified_at, DROP COLUMN backup_codes_confirmed_at',
];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statementsUp) await sql.raw(statement).execute(database);
}

export async function down(database: Kysely<unknown>): Promise<void> {
  for (const statement of statementsDown) await sql.raw(statement).execute(database);
}
