/** Queues the reminders of a grace period's end: once for each account, deadline and distance, whichever nodes look. */
import { sql } from 'kysely';
import { adminRoles } from '../accounts/account.js';
import { gracePeriodKey } from '../accounts/account-rules-store.js';
import { type AccountRow, accountColumns, toAccount } from '../accounts/account-store.js';
import type { Fragment } from '../database/fragment.js';
import type { Database } from '../database/schema.js';
import { mfaSubjectOf } from '../mfa/mfa-subject.js';
import type { MfaPolicy } from '../mfa/policy.js';
import { graceReminder, reminderDistances } from './grace-reminder.js';

const noId = '00000000-0000-0000-0000-000000000000';

/** Two statements for every `batchSize` accounts that may be near a deadline; one when there is none. */
export async function queueGraceReminders(database: Database, policy: MfaPolicy, batchSize: number): Promise<void> {
  for (let after = noId; ; ) {
    const { rows } = await sql<AccountRow & { read_at: Date }>`SELECT ${accountColumns('a')}, now() AS read_at
      FROM account a WHERE a.id > ${after}::uuid AND ${mayBeNear(policy)} ORDER BY a.id LIMIT ${batchSize}::int`.execute(
      database,
    );
    const due = rows.flatMap((row) => {
      const account = toAccount(row);
      const reminder = graceReminder({ id: account.id, subject: mfaSubjectOf(account) }, policy, row.read_at);
      if (reminder === null) return [];
      return [{ id: reminder.mailId, account_id: account.id, detail: { deadline: reminder.deadline.toISOString() } }];
    });
    if (due.length > 0) {
      await sql`INSERT INTO mail (id, account_id, kind, detail)
        SELECT r.id, r.account_id, 'grace_reminder', r.detail
        FROM jsonb_to_recordset(${JSON.stringify(due)}::jsonb) AS r(id uuid, account_id uuid, detail jsonb)
        JOIN account a ON a.id = r.account_id
        ON CONFLICT (id) DO NOTHING`.execute(database);
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < batchSize) return;
    after = last.id;
  }
}

/** Only sorts out who need not be looked at; the decision is the policy's. May yield too many, never too few. */
function mayBeNear(policy: MfaPolicy) {
  const days = policy.fixed.gracePeriodDays
    ? sql`${policy.gracePeriodDays}::int`
    : sql`coalesce((SELECT i.value FROM installation i WHERE i.key = ${gracePeriodKey})::int, ${policy.gracePeriodDays}::int)`;
  const grace = sql`make_interval(days => ${days})`;
  const ahead = sql`make_interval(days => ${Math.max(...reminderDistances)}::int)`;
  const isNear = (begins: Fragment) => sql`(a.grace_extended_until > now()
    OR ${begins} + ${grace} > now() AND ${begins} + ${grace} <= now() + ${ahead})`;
  const sinceForAll = sql`greatest(a.created_at, ${policy.requiredForAllSince}::timestamptz)`;
  const sinceForAdmins = sql`greatest(a.created_at, a.role_gained_at, ${policy.requiredForAdminsSince}::timestamptz)`;
  const isAdmin = sql`a.roles && ${[...adminRoles]}::text[]`;
  // The moments of the database's rules as the account's own column works them out.
  const sinceForRole = sql`greatest(a.created_at, r.required_since, (a.roles_gained_at ->> r.name)::timestamptz,
    CASE WHEN r.name = ANY (${[...adminRoles]}::text[]) THEN a.role_gained_at END)`;
  const sinceForGroup = sql`greatest(a.created_at, g.mfa_required_since, m.joined_at)`;
  // Worked out once: where nothing is required, no account is looked at.
  const isRequired = sql`(${policy.requireMfa || policy.requireAdminMfa}::boolean
    OR (SELECT EXISTS (SELECT 1 FROM mfa_rule WHERE level = 'required') OR EXISTS (SELECT 1 FROM account_group WHERE mfa_policy = 'required')))`;
  return sql`${isRequired} AND a.status = 'active' AND a.mfa_configured_at IS NULL AND a.enrolment_demanded_at IS NULL AND (
    (${policy.requireMfa}::boolean AND ${isNear(sinceForAll)})
    OR (${policy.requireAdminMfa}::boolean AND ${isAdmin} AND ${isNear(sinceForAdmins)})
    OR EXISTS (SELECT 1 FROM mfa_rule r WHERE r.level = 'required' AND (r.scope = 'all' OR r.name = ANY (a.roles))
      AND ${isNear(sinceForRole)})
    OR EXISTS (SELECT 1 FROM account_group_member m JOIN account_group g ON g.id = m.group_id
      WHERE m.account_id = a.id AND g.mfa_policy = 'required' AND ${isNear(sinceForGroup)}))`;
}
