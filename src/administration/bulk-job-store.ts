/** Begins acts on many accounts, and reads how far they are. */
import { randomUUID } from 'node:crypto';
import { type Selectable, sql } from 'kysely';
import type { AdminJobTable } from '../database/installation-tables.js';
import type { Connection, Database } from '../database/schema.js';
import { isUuid } from '../database/uuid.js';
import { type Administrator, performOnInstallation } from './administer.js';
import type { BulkInput, BulkJob, BulkKind } from './bulk-job.js';
import { filterConditions } from './user-filter-store.js';
import { filterOf, type UserSearch } from './user-search-store.js';

/** How many accounts a filter leaves; for `overdue` how many have to be looked at. One statement. */
export async function countUsers(connection: Connection, search: UserSearch, dailyAttempts: number): Promise<number> {
  const conditions = filterConditions(filterOf(search, dailyAttempts));
  const { rows } = await sql<{ total: number }>`SELECT count(*)::int AS total FROM account a
    WHERE ${sql.join([...conditions], sql` AND `)}`.execute(connection);
  return rows[0]?.total ?? 0;
}

export interface NewBulkJob {
  readonly kind: BulkKind;
  readonly search: UserSearch;
  readonly input: BulkInput;
}

/** One transaction: whoever begins it is decided upon under the lock, and again with every batch. Returns its id. */
export async function beginBulkJob(
  database: Database,
  administrator: Administrator,
  { kind, search, input }: NewBulkJob,
  dailyAttempts: number,
): Promise<string> {
  const id = randomUUID();
  await performOnInstallation(database, administrator, async (transaction, admin) => {
    const total = await countUsers(transaction, search, dailyAttempts);
    await sql`INSERT INTO admin_job (id, kind, actor_id, actor_generation, origin, search, input, total)
      VALUES (${id}::uuid, ${kind}, ${admin.id}::uuid, ${admin.generation}::int, ${JSON.stringify(administrator.origin())}::jsonb,
        ${JSON.stringify(search)}::jsonb, ${JSON.stringify(input)}::jsonb, ${total}::int)`.execute(transaction);
  });
  return id;
}

/** One statement. Text that is no id at all finds nothing. */
export async function findBulkJob(connection: Connection, id: string): Promise<BulkJob | undefined> {
  if (!isUuid(id)) return undefined;
  const { rows } = await sql<BulkJobRow>`SELECT id, kind, actor_id, search, input, total, seen, changed, created_at,
      finished_at, stopped_because
    FROM admin_job WHERE id = ${id}::uuid`.execute(connection);
  return rows[0] && toBulkJob(rows[0]);
}

type BulkJobRow = Omit<
  Selectable<AdminJobTable>,
  'actor_generation' | 'origin' | 'position' | 'worked_at' | 'search' | 'input'
> & { search: UserSearch; input: BulkInput };

function toBulkJob(row: BulkJobRow): BulkJob {
  const { id, kind, search, input, total, seen, changed } = row;
  return {
    ...{ id, kind, search, input, total, seen, changed },
    actorId: row.actor_id,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
    stoppedBecause: row.stopped_because,
  };
}

/** Days for which an ended job can be looked at. */
const keptDays = 30;

/** One statement: forgets what ended long ago. */
export async function sweepBulkJobs(connection: Connection): Promise<void> {
  await sql`DELETE FROM admin_job WHERE finished_at IS NOT NULL
    AND created_at < now() - make_interval(days => ${keptDays}::int)`.execute(connection);
}
