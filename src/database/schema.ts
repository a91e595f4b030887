/** Every table by its name, as TypeScript sees it. The SQL is in migrations/; test/database/schema.test.ts compares the two. */
import type { Kysely, Transaction } from 'kysely';
import type {
  AccountGroupMemberTable,
  AccountGroupTable,
  AccountTable,
  BackupCodeTable,
  FactorBudgetTable,
  KnownBrowserTable,
  LoginAttemptTable,
  MailTable,
  PasswordFailureTable,
  TotpCredentialTable,
  TotpEnrolmentTable,
} from './account-tables.js';
import type {
  AdminJobTable,
  AdoptionDayTable,
  AuditChainTable,
  AuditCheckpointTable,
  AuditEventTable,
  AuditShipmentTable,
  InstallationTable,
  MfaRuleTable,
  NodeTable,
} from './installation-tables.js';
import type { ClientTable, ConsentTable, OidcRecordTable, ResourceTable, SigningKeyTable } from './protocol-tables.js';

export interface Schema {
  account: AccountTable;
  account_group: AccountGroupTable;
  account_group_member: AccountGroupMemberTable;
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
  mfa_rule: MfaRuleTable;
  audit_event: AuditEventTable;
  audit_chain: AuditChainTable;
  audit_checkpoint: AuditCheckpointTable;
  audit_shipment: AuditShipmentTable;
  mail: MailTable;
  totp_enrolment: TotpEnrolmentTable;
  node: NodeTable;
  admin_job: AdminJobTable;
  adoption_day: AdoptionDayTable;
}

/** The whole database. */
export type Database = Kysely<Schema>;
/** The database or a transaction on it: what a store function needs when its caller may be inside a transaction. */
export type Connection = Kysely<Schema> | Transaction<Schema>;
