/** The report for whoever must prove who has a second factor: people, factors, last use, codes left, grace and policy. */
import type { AccountStatus } from '../accounts/account.js';
import { toAccount } from '../accounts/account-store.js';
import type { Standing } from '../census/standing.js';
import type { Connection } from '../database/schema.js';
import { csvLine } from '../language/csv.js';
import { describeRequirement } from '../mfa/describe-requirement.js';
import { mfaSubjectOf } from '../mfa/mfa-subject.js';
import type { EnrolmentReason } from '../mfa/policy.js';
import { type MfaPolicy, requirementOf } from '../mfa/policy.js';
import { type AskedPage, decisionColumns, type UserColumn, type UserRow } from './user-query-store.js';
import { allUsers, type StandingFilter, standingOfRow } from './user-standing.js';

/** One account, under its public names. Never a secret. */
export interface ComplianceEntry {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly status: AccountStatus;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  readonly mfa_state: Standing;
  readonly mfa_required: boolean;
  /** By what: a rule about all, administrators, a role or a group, or an administrator's reset; null when nothing requires one. */
  readonly required_because: EnrolmentReason | null;
  /** The role or group of that rule. */
  readonly required_of: string | null;
  readonly mfa_grace_ends_at: string | null;
  readonly mfa_configured_at: string | null;
  readonly mfa_last_verified_at: string | null;
  readonly mfa_factors: readonly {
    readonly id: string;
    readonly type: 'totp';
    readonly name: string;
    readonly created_at: string;
    readonly last_used_at: string | null;
  }[];
  readonly backup_codes_remaining: number;
  readonly created_at: string;
  readonly last_sign_in_at: string | null;
}

/** What an entry is made of. */
export const complianceColumns: ReadonlySet<UserColumn> = new Set<UserColumn>([
  ...decisionColumns,
  'mfa_factors',
  'backup_codes_remaining',
  'groups',
]);

/** The row must have been read with `complianceColumns`. */
export function complianceEntry(row: UserRow, policy: MfaPolicy): ComplianceEntry {
  const account = toAccount(row);
  const { required, graceEndsAt } = describeRequirement(policy)(account);
  return {
    ...{ id: row.id, email: row.email, name: row.name, status: row.status },
    roles: [...row.roles],
    groups: [...row.groups],
    mfa_state: standingOfRow(row, policy).standing,
    mfa_required: required,
    ...whyRequired(row, policy),
    mfa_grace_ends_at: iso(graceEndsAt),
    mfa_configured_at: iso(row.mfa_configured_at),
    mfa_last_verified_at: iso(row.mfa_last_verified_at),
    mfa_factors: [...row.mfa_factors],
    backup_codes_remaining: row.backup_codes_remaining,
    created_at: row.created_at.toISOString(),
    last_sign_in_at: iso(row.last_sign_in_at),
  };
}

function whyRequired(row: UserRow, policy: MfaPolicy): Pick<ComplianceEntry, 'required_because' | 'required_of'> {
  const subject = mfaSubjectOf(toAccount(row));
  if (subject.enrolmentDemandedAt !== null) return { required_because: 'reset_by_admin', required_of: null };
  const requirement = requirementOf(subject, policy);
  return { required_because: requirement?.because ?? null, required_of: requirement?.ruleName ?? null };
}

export interface ReportFormat {
  readonly header: string;
  line(entry: ComplianceEntry): string;
}

/** All that the filter leaves, as pieces of text. */
export async function* complianceChunks(
  connection: Connection,
  policy: MfaPolicy,
  asked: { readonly filter: StandingFilter; readonly page: AskedPage },
  format: ReportFormat,
): AsyncGenerator<string> {
  if (format.header !== '') yield format.header;
  for await (const rows of allUsers(connection, policy, asked, complianceColumns)) {
    if (rows.length > 0) yield rows.map((row) => format.line(complianceEntry(row, policy))).join('');
  }
}

const columns: readonly (readonly [string, (entry: ComplianceEntry) => string | number | null])[] = [
  ['id', ({ id }) => id],
  ['email', ({ email }) => email],
  ['name', ({ name }) => name],
  ['status', ({ status }) => status],
  ['roles', ({ roles }) => roles.join(' ')],
  ['groups', ({ groups }) => groups.join('; ')],
  ['mfa_state', (entry) => entry.mfa_state],
  ['mfa_required', (entry) => String(entry.mfa_required)],
  ['required_because', (entry) => entry.required_because],
  ['required_of', (entry) => entry.required_of],
  ['mfa_grace_ends_at', (entry) => entry.mfa_grace_ends_at],
  ['mfa_configured_at', (entry) => entry.mfa_configured_at],
  ['mfa_last_verified_at', (entry) => entry.mfa_last_verified_at],
  ['factors', (entry) => entry.mfa_factors.map(({ type, name }) => `${type}: ${name}`).join('; ')],
  ['factor_last_used_at', ({ mfa_factors: factors }) => latestUse(factors)],
  ['backup_codes_remaining', (entry) => entry.backup_codes_remaining],
  ['created_at', (entry) => entry.created_at],
  ['last_sign_in_at', (entry) => entry.last_sign_in_at],
];

/** The first line names the columns. */
export const complianceCsv: ReportFormat = {
  header: csvLine(columns.map(([name]) => name)),
  line: (entry) => csvLine(columns.map(([, read]) => read(entry))),
};

/** One JSON object a line, as in the list. */
export const complianceNdjson: ReportFormat = { header: '', line: (entry) => `${JSON.stringify(entry)}\n` };

/** ISO 8601 in UTC sorts as text. */
function latestUse(factors: ComplianceEntry['mfa_factors']): string | null {
  return (
    factors
      .map((factor) => factor.last_used_at ?? '')
      .toSorted()
      .at(-1) || null
  );
}

function iso(moment: Date | null): string | null {
  return moment?.toISOString() ?? null;
}
