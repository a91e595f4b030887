/** The tables about people: their accounts, what they prove themselves with, and what is counted against them. */
import type { ColumnType, Generated } from 'kysely';
import type { Json, MomentWithDefault } from './column-types.js';

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
  roles_gained_at: Json<Record<string, string>>;
}

export interface AccountGroupTable {
  id: Generated<string>;
  name: string;
  mfa_policy: Generated<'optional' | 'encouraged' | 'report_only' | 'required'>;
  mfa_required_since: Date | null;
  mfa_policy_set_at: MomentWithDefault;
  created_at: MomentWithDefault;
}

export interface AccountGroupMemberTable {
  account_id: string;
  group_id: string;
  joined_at: MomentWithDefault;
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
  /** Whose password it was, where there is such an account. No reference: the count outlives the account. */
  account_id: string | null;
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
