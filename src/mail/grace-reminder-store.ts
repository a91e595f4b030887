/** Queues the reminders of a grace period's end: once for each account, deadline and distance, whichever nodes look. */
import { sql } from 'kysely';
import { adminRoles } from '../accounts/account.js';
import { type AccountRow, accountColumns, toAccount } from '../accounts/account-store.js';
import type { Fragment } from '../database/fragment.js';
import type { Database } from '../database/schema.js';
import { mfaSubjectOf } from '../mfa/mfa-subject.js';
import type { MfaPolicy } from '../mfa/policy.js';
import { graceReminder, reminderDistances } from './grace-reminder.js';

const noId = '00000000-0000-0000-0000-000000000000';

/** Two statements for every `batchSize` accounts that may be near a deadline; one when there is none, none without a requirement. */
export async function queueGraceReminders(database: Database, policy: MfaPolicy, batchSize: number): Promise<void> {
  if (!policy.requireMfa && !policy.requireAdminMfa) return;
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
  const grace = sql`make_interval(days => ${policy.gracePeriodDays}::int)`;
  const ahead = sql`make_interval(days => ${Math.max(...reminderDistances)}::int)`;
  const isNear = (begins: Fragment) => sql`(${begins} + ${grace} > now() AND ${begins} + ${grace} <= now() + ${ahead})`;
  const sinceForAll = sql`greatest(a.created_at, ${policy.requiredForAllSince}::timestamptz)`;
  const sinceForAdmins = sql`greatest(a.created_at, a.role_gained_at, ${policy.requiredForAdminsSince}::timestamptz)`;
  return sql`a.status = 'active' AND a.mfa_configured_at IS NULL AND a.enrolment_demanded_at IS NULL
    AND (${policy.requireMfa}::boolean OR a.roles && ${[...adminRoles]}::text[])
    AND (a.grace_extended_until > now() OR ${isNear(sinceForAll)} OR ${isNear(sinceForAdmins)})`;
}
