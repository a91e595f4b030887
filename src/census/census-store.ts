/** Reads every account for a count, page by page: a hundred thousand of them never are in memory at once. */
import { sql } from 'kysely';
import type { AccountStatus } from '../accounts/account.js';
import { type AccountRulesRow, accountRules, toAccountRules } from '../accounts/account-rules-store.js';
import type { Fragment } from '../database/fragment.js';
import { withPatience } from '../database/request-patience.js';
import type { Connection } from '../database/schema.js';
import type { MfaSubject } from '../mfa/policy.js';

/** An account as far as the decision about it, and a count, go. */
export interface CountedAccount {
  readonly id: string;
  readonly status: AccountStatus;
  readonly subject: MfaSubject;
  /** Without one nobody signs in, and nobody administers. */
  readonly hasPassword: boolean;
  readonly groups: readonly GroupMembership[];
  /** Role → when it was last newly gained, for roles that came after the account. */
  readonly rolesGainedAt: Readonly<Record<string, string>>;
}

export interface GroupMembership {
  readonly id: string;
  readonly name: string;
  readonly joinedAt: Date;
}

export interface CountedPage {
  readonly accounts: readonly CountedAccount[];
  /** The database's time. */
  readonly readAt: Date;
}

/** Accounts of one statement. */
const pageSize = 2_000;

const noId = '00000000-0000-0000-0000-000000000000';

/** Moments as milliseconds since 1970: a driver takes longer to read a hundred thousand dates than the database to find them. */
interface Row {
  readonly id: string;
  readonly status: AccountStatus;
  readonly roles: readonly string[];
  readonly has_factor: boolean;
  readonly has_password: boolean;
  readonly created: number;
  readonly role_gained: number | null;
  readonly grace_ended: number | null;
  readonly grace_extended: number | null;
  readonly demanded: number | null;
  readonly reminded: number | null;
  readonly roles_gained_at: Readonly<Record<string, string>>;
  readonly mfa_rules: AccountRulesRow;
  readonly memberships: readonly { id: string; name: string; joined_at: string }[] | null;
  readonly read_at: Date;
}

const milliseconds = (column: string): Fragment => sql`(extract(epoch FROM ${sql.ref(column)}) * 1000)::float8`;

/**
 * One statement for each page, by id. Accounts that come or go meanwhile may be in it or not; none is in it twice.
 * @throws what the database throws; half a count is none
 */
export async function* countedAccounts(connection: Connection): AsyncGenerator<CountedPage> {
  for (let after = noId; ; ) {
    const query = sql<Row>`SELECT a.id, a.status, a.roles, a.roles_gained_at,
        a.mfa_configured_at IS NOT NULL AS has_factor, a.password_hash IS NOT NULL AS has_password, now() AS read_at,
        ${milliseconds('a.created_at')} AS created, ${milliseconds('a.role_gained_at')} AS role_gained,
        ${milliseconds('a.grace_ended_at')} AS grace_ended, ${milliseconds('a.grace_extended_until')} AS grace_extended,
        ${milliseconds('a.enrolment_demanded_at')} AS demanded, ${milliseconds('a.mfa_reminded_at')} AS reminded,
        ${accountRules('a')} AS mfa_rules,
        (SELECT jsonb_agg(jsonb_build_object('id', g.id, 'name', g.name, 'joined_at', m.joined_at))
          FROM account_group_member m JOIN account_group g ON g.id = m.group_id WHERE m.account_id = a.id) AS memberships
      FROM account a WHERE a.id > ${after}::uuid ORDER BY a.id LIMIT ${pageSize}::int`;
    // Each page waits for the database as long as a request may; a long count is not one long wait.
    const { rows } = await withPatience(() => query.execute(connection));
    const last = rows.at(-1);
    if (last === undefined) return;
    yield { accounts: rows.map(toCounted), readAt: last.read_at };
    if (rows.length < pageSize) return;
    after = last.id;
  }
}

function toCounted(row: Row): CountedAccount {
  const { id, status, roles, roles_gained_at: rolesGainedAt, has_password: hasPassword } = row;
  const memberships = row.memberships ?? [];
  return {
    ...{ id, status, hasPassword, rolesGainedAt },
    groups: memberships.map(({ joined_at: joinedAt, ...group }) => ({ ...group, joinedAt: new Date(joinedAt) })),
    subject: {
      hasFactor: row.has_factor,
      roles,
      createdAt: new Date(row.created),
      roleGainedAt: moment(row.role_gained),
      graceEndedAt: moment(row.grace_ended),
      graceExtendedUntil: moment(row.grace_extended),
      enrolmentDemandedAt: moment(row.demanded),
      remindedAt: moment(row.reminded),
      rules: toAccountRules(row.mfa_rules),
    },
  };
}

function moment(at: number | null): Date | null {
  return at === null ? null : new Date(at);
}
