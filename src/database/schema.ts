/** The tables as TypeScript sees them. The SQL is in migrations/; test/database/schema.test.ts compares the two. */
import type { ColumnType, Generated, Kysely, Transaction } from 'kysely';

/** A moment the database chooses when we do not. */
type MomentWithDefault = ColumnType<Date, Date | undefined, Date>;
/** Read as a parsed value, written as JSON text. */
type Json<T> = ColumnType<T, string, string>;

export interface AccountTable {
  id: Generated<string>;
  email: string;
  email_key: string;
  name: Generated<string>;
  locale: string | null;
  roles: Generated<string[]>;
  status: Generated<'active' | 'pending' | 'disabled'>;
  password_hash: string | null;
  generation: Generated<number>;
  mfa_configured_at: Date | null;
  mfa_last_verified_at: Date | null;
  role_gained_at: Date | null;
  grace_ended_at: Date | null;
  grace_extended_until: Date | null;
  enrolment_demanded_at: Date | null;
  mfa_reminded_at: Date | null;
  created_at: MomentWithDefault;
  updated_at: MomentWithDefault;
  last_sign_in_at: Date | null;
  email_verified_at: Date | null;
  backup_codes_confirmed_at: Date | null;
}

export interface TotpCredentialTable {
  id: Generated<string>;
  account_id: string;
  name: string;
  seed_sealed: string;
  algorithm: Generated<string>;
  digits: Generated<number>;
  period_seconds: Generated<number>;
  /** bigint; both connections read it as a number, see row-values.ts. */
  last_accepted_step: ColumnType<number, number | undefined, number>;
  created_at: MomentWithDefault;
  last_used_at: Date | null;
}

export interface BackupCodeTable {
  account_id: string;
  code_hash: string;
  created_at: MomentWithDefault;
  used_at: Date | null;
}

export interface LoginAttemptTable {
  id: string;
  account_id: string | null;
  generation: number | null;
  password_verified_at: Date | null;
  factor_verified_at: Date | null;
  factor_method: 'totp' | 'backup_code' | null;
  wrong_codes: Generated<number>;
  enrolment_id: string | null;
  enrolment_seed_sealed: string | null;
  enrolment_started_at: Date | null;
  backup_codes_issued_at: Date | null;
  backup_codes_saved_at: Date | null;
  reminder_dismissed_at: Date | null;
  restarted_at: Date | null;
  created_at: MomentWithDefault;
  expires_at: Date;
  backup_codes_asked_at: Date | null;
}

export interface PasswordFailureTable {
  account_key: string;
  source_key: string;
  failures: Generated<number>;
  last_failed_at: MomentWithDefault;
  locked_until: Date | null;
}

export interface FactorBudgetTable {
  account_id: string;
  kind: 'totp' | 'backup_code';
  browser: Generated<string>;
  failed_at: Generated<Date[]>;
  failures_in_a_row: Generated<number>;
}

export interface KnownBrowserTable {
  id: string;
  account_id: string;
  generation: number;
  user_agent: Generated<string>;
  /** Whether it has passed the second factor, and so has a budget of wrong codes of its own. */
  factor_verified: Generated<boolean>;
  created_at: MomentWithDefault;
  last_used_at: MomentWithDefault;
}

export interface OidcRecordTable {
  model: string;
  id: string;
  payload_sealed: string;
  account_id: string | null;
  generation: number | null;
  client_id: string | null;
  grant_id: string | null;
  session_uid: string | null;
  uid: string | null;
  user_code: string | null;
  expires_at: Date | null;
  consumed_at: Date | null;
}

export interface ClientTable {
  id: string;
  secret_hash: string | null;
  metadata: Json<Record<string, unknown>>;
  require_mfa: Generated<boolean>;
  min_acr: string | null;
  skip_consent: Generated<boolean>;
  created_at: MomentWithDefault;
  updated_at: MomentWithDefault;
  previous_secret_hash: string | null;
  previous_secret_expires_at: Date | null;
}

export interface ResourceTable {
  identifier: string;
  scope: Generated<string>;
  token_format: Generated<'jwt' | 'opaque'>;
  min_acr: string | null;
  created_at: MomentWithDefault;
}

export interface ConsentTable {
  account_id: string;
  client_id: string;
  granted: Json<{ openid?: { scope?: string; claims?: string[] }; resources?: Record<string, string> }>;
  created_at: MomentWithDefault;
  updated_at: MomentWithDefault;
}

export interface SigningKeyTable {
  kid: string;
  algorithm: 'RS256' | 'ES256';
  private_jwk_sealed: string;
  created_at: MomentWithDefault;
  retired_at: Date | null;
  signs_from: MomentWithDefault;
}

export interface InstallationTable {
  key: string;
  value: string;
  at: MomentWithDefault;
}

export interface AuditEventTable {
  /** bigint; both connections read it as a number, see row-values.ts. */
  id: ColumnType<number, never, never>;
  at: MomentWithDefault;
  type: string;
  actor_type: string;
  actor_id: string | null;
  subject_id: string | null;
  client_id: string | null;
  ip: string | null;
  user_agent: string | null;
  outcome: 'success' | 'failure';
  detail: Json<Record<string, unknown>>;
  mail_kind: string | null;
}

export interface MailTable {
  id: Generated<string>;
  account_id: string;
  kind: string;
  detail: Json<Record<string, unknown>>;
  generation: number | null;
  created_at: MomentWithDefault;
  due_at: MomentWithDefault;
  attempts: Generated<number>;
  sent_at: Date | null;
  given_up_at: Date | null;
  link_expires_at: Date | null;
  link_used_at: Date | null;
}

export interface TotpEnrolmentTable {
  id: string;
  account_id: string;
  generation: number;
  name: string;
  seed_sealed: string;
  /** oidc_record.uid of the session whose page shows the key; null when a program was given it. */
  shown_in: string | null;
  attempts: Generated<number>;
  created_at: MomentWithDefault;
  expires_at: Date;
  /** Set up by an administrator, who was given the key. */
  handed_over: Generated<boolean>;
}

export interface NodeTable {
  id: string;
  encryption_key_ids: string[];
  seen_at: MomentWithDefault;
}

export interface Schema {
  account: AccountTable;
  totp_credential: TotpCredentialTable;
  backup_code: BackupCodeTable;
  login_attempt: LoginAttemptTable;
  password_failure: PasswordFailureTable;
  factor_budget: FactorBudgetTable;
  known_browser: KnownBrowserTable;
  oidc_record: OidcRecordTable;
  client: ClientTable;
  resource: ResourceTable;
  consent: ConsentTable;
  signing_key: SigningKeyTable;
  installation: InstallationTable;
  audit_event: AuditEventTable;
  mail: MailTable;
  totp_enrolment: TotpEnrolmentTable;
  node: NodeTable;
}

/** The whole database. */
export type Database = Kysely<Schema>;
/** The database or a transaction on it: what a store function needs when its caller may be inside a transaction. */
export type Connection = Kysely<Schema> | Transaction<Schema>;
