/** Works off what administrators do to many accounts: a batch at a time, each with its events and its progress in one transaction. */
import { sql } from 'kysely';
import { adminRoles } from '../accounts/account.js';
import { type AccountRow, accountColumns, toAccount } from '../accounts/account-store.js';
import { isSuperAdmin } from '../accounts/administration.js';
import { longestGraceExtensionDays } from '../accounts/grace-store.js';
import type { AuditEvent, AuditOrigin } from '../audit/audit-event.js';
import { auditInsertForEach } from '../audit/audit-store.js';
import { type Fragment, namedParts } from '../database/fragment.js';
import type { Connection, Database } from '../database/schema.js';
import { queueMail } from '../mail/mail-store.js';
import type { BulkInput, BulkKind } from './bulk-job.js';
import { filterConditions } from './user-filter-store.js';
import { filterOf, requiredOf, type SearchParts, type UserSearch } from './user-search-store.js';

interface TakenJob {
  readonly id: string;
  readonly kind: BulkKind;
  readonly actor_id: string;
  readonly actor_generation: number;
  readonly origin: AuditOrigin;
  readonly search: UserSearch;
  readonly input: BulkInput;
  readonly position: string;
  /** Null when the account is gone, disabled, no administrator any more, or signed out everywhere since. */
  readonly roles: string[] | null;
}

/**
 * One transaction, three statements; safe on several nodes at once. False when there is nothing to do. A batch that fails, or whose
 * process dies, leaves nothing behind, and is done again by the next.
 */
export async function workOffBatch(database: Database, parts: SearchParts, batchSize: number): Promise<boolean> {
  return database.transaction().execute(async (transaction) => {
    const job = await takeJob(transaction);
    if (job === undefined) return false;
    if (job.roles === null) {
      await sql`UPDATE admin_job SET finished_at = now(), worked_at = now(), stopped_because = 'actor_ended'
        WHERE id = ${job.id}::uuid`.execute(transaction);
      return true;
    }
    const { ids, seen, last } = await nextAccounts(transaction, job, parts, batchSize);
    await changeBatch(transaction, job, { ids, seen, last, isEnd: seen < batchSize });
    return true;
  });
}

/** One statement. The one that waited longest, so that several go on side by side. */
async function takeJob(transaction: Connection): Promise<TakenJob | undefined> {
  const { rows } = await sql<TakenJob>`SELECT j.id, j.kind, j.actor_id, j.actor_generation, j.origin, j.search, j.input,
      j.position::text AS position, (SELECT a.roles FROM account a WHERE ${isPresent}) AS roles
    FROM admin_job j WHERE j.finished_at IS NULL
    ORDER BY coalesce(j.worked_at, '-infinity'), j.created_at LIMIT 1 FOR UPDATE OF j SKIP LOCKED`.execute(transaction);
  return rows[0];
}

/** Over the job `j`: whoever began it is still who they were. */
const isPresent = sql`a.id = j.actor_id AND a.generation = j.actor_generation AND a.status = 'active'
  AND a.roles && ${[...adminRoles]}::text[]`;

/** One statement: locked in the order of their ids, as every act on accounts locks them. */
async function nextAccounts(
  transaction: Connection,
  { search, position }: TakenJob,
  { policy, dailyAttempts }: SearchParts,
  batchSize: number,
) {
  const conditions = [...filterConditions(filterOf(search, dailyAttempts)), sql`a.id > ${position}::uuid`];
  const { rows } = await sql<
    AccountRow & { read_at: Date }
  >`SELECT ${accountColumns('a')}, now() AS read_at FROM account a
    WHERE ${sql.join(conditions, sql` AND `)} ORDER BY a.id LIMIT ${batchSize}::int FOR NO KEY UPDATE OF a`.execute(
    transaction,
  );
  const fits = (row: AccountRow & { read_at: Date }) =>
    search.mfa !== 'overdue' || requiredOf(toAccount(row), policy, row.read_at).isOverdue;
  return { ids: rows.filter(fits).map(({ id }) => id), seen: rows.length, last: rows.at(-1)?.id ?? position };
}

interface Batch {
  readonly ids: readonly string[];
  readonly seen: number;
  readonly last: string;
  readonly isEnd: boolean;
}

/**
 * One statement: who may be changed, the change, its events and the progress. Never oneself, and administrators only by a super_admin; a
 * role that was lost a moment ago counts.
 */
async function changeBatch(transaction: Connection, job: TakenJob, { ids, seen, last, isEnd }: Batch): Promise<void> {
  const reachable = isSuperAdmin({ roles: job.roles ?? [] })
    ? sql`true`
    : sql`NOT a.roles && ${[...adminRoles]}::text[]`;
  const permitted = sql`SELECT a.id, a.generation FROM account a, actor
    WHERE a.id = ANY (${[...ids]}::uuid[]) AND a.id <> ${job.actor_id}::uuid AND ${reachable}
      AND a.mfa_configured_at IS NULL AND ${conditionOf(job)}`;
  const parts = namedParts({
    actor: sql`SELECT a.id FROM account a, admin_job j WHERE j.id = ${job.id}::uuid AND ${isPresent}
      AND a.roles = ${job.roles}::text[]`,
    permitted,
    ...changeParts(job),
    audited: auditInsertForEach(
      ids.map((id) => eventOf(job, id)),
      sql.ref('changed'),
    ),
    progressed: sql`UPDATE admin_job j SET position = ${last}::uuid, seen = j.seen + ${seen}::int,
        changed = j.changed + (SELECT count(*)::int FROM changed), worked_at = now(),
        finished_at = CASE WHEN ${isEnd}::boolean THEN now() END
      WHERE j.id = ${job.id}::uuid AND EXISTS (SELECT 1 FROM actor) RETURNING 1`,
  });
  await sql`WITH ${parts} SELECT 1`.execute(transaction);
}

/** Whom the act would change nothing for, or who was asked already today. */
function conditionOf({ kind, input }: TakenJob): Fragment {
  switch (kind) {
    case 'extend_grace':
      return sql`a.enrolment_demanded_at IS NULL AND coalesce(a.grace_extended_until < ${input.until}::timestamptz, true)
        AND ${input.until}::timestamptz > now()
        AND ${input.until}::timestamptz <= now() + make_interval(days => ${longestGraceExtensionDays}::int)`;
    case 'remind':
      return sql`a.status = 'active' AND NOT EXISTS (SELECT 1 FROM mail m WHERE m.account_id = a.id
        AND m.kind = 'factor_wanted' AND m.created_at > now() - interval '24 hours')`;
  }
}

function changeParts({ kind, input }: TakenJob): Record<string, Fragment> {
  switch (kind) {
    case 'extend_grace':
      return {
        changed: sql`UPDATE account a SET grace_extended_until = ${input.until}::timestamptz, updated_at = now()
          FROM permitted WHERE a.id = permitted.id RETURNING a.id`,
      };
    case 'remind':
      return {
        mailed: queueMail('factor_wanted', { from: sql.ref('permitted') }),
        changed: sql`SELECT account_id AS id FROM mailed`,
      };
  }
}

function eventOf({ id: job, kind, input, origin }: TakenJob, subjectId: string): AuditEvent {
  const type = kind === 'remind' ? 'mfa.reminded' : 'mfa.grace_extended';
  return { ...origin, type, subjectId, outcome: 'success', detail: { ...input, job } };
}
