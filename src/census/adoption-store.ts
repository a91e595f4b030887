/** How many accounts had a second factor on each day: written once a day, read for a chart. */
import { sql } from 'kysely';
import type { Connection } from '../database/schema.js';
import type { Census, NamedCounts, StandingCounts } from './census.js';
import { standings } from './standing.js';

export type AdoptionScope = 'all' | 'role' | 'group';

export interface AdoptionDay extends StandingCounts {
  /** YYYY-MM-DD, UTC. */
  readonly day: string;
  readonly scope: AdoptionScope;
  /** The role or group; empty for all. */
  readonly name: string;
}

export interface AdoptionFilter {
  /** YYYY-MM-DD, both included. */
  readonly from: string;
  readonly to: string;
  /** Without it: all there are. */
  readonly of?: { readonly scope: AdoptionScope; readonly name: string } | undefined;
}

/** Days after which a day is forgotten. */
const keptDays = 1_100;

const today = sql`(now() AT TIME ZONE 'UTC')::date`;

/** One statement. */
export async function isDayRecorded(connection: Connection): Promise<boolean> {
  const { rows } = await sql`SELECT 1 FROM adoption_day WHERE day = ${today} AND scope = 'all' AND name = ''`.execute(
    connection,
  );
  return rows.length > 0;
}

/** One statement: the first count of a day stays, whichever nodes count. */
export async function recordDay(connection: Connection, { all, roles, groups, takenAt }: Census): Promise<void> {
  const named = (scope: AdoptionScope, counts: readonly NamedCounts[]) => counts.map((of) => ({ scope, ...of }));
  const counted = [{ scope: 'all', name: '', ...all }, ...named('role', roles), ...named('group', groups)];
  const columns = sql.join(standings.map((standing) => sql.ref(standing)));
  const typed = sql.join(standings.map((standing) => sql`${sql.ref(standing)} integer`));
  await sql`INSERT INTO adoption_day (day, scope, name, ${columns}, taken_at)
    SELECT ${today}, scope, name, ${columns}, ${takenAt}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(counted)}::jsonb) AS counted(scope text, name text, ${typed})
    WHERE NOT EXISTS (SELECT 1 FROM adoption_day d WHERE d.day = ${today})
    ON CONFLICT (day, scope, name) DO NOTHING`.execute(connection);
}

/** One statement: days that are years past. */
export async function sweepDays(connection: Connection): Promise<void> {
  await sql`DELETE FROM adoption_day WHERE day < ${today} - ${keptDays}::int`.execute(connection);
}

/** One statement, oldest first. */
export async function listDays(
  connection: Connection,
  { from, to, of }: AdoptionFilter,
): Promise<readonly AdoptionDay[]> {
  const only = of === undefined ? sql`true` : sql`scope = ${of.scope} AND name = ${of.name}`;
  const columns = sql.join(standings.map((standing) => sql.ref(standing)));
  const { rows } = await sql<AdoptionDay>`SELECT day::text AS day, scope, name, ${columns} FROM adoption_day
    WHERE day BETWEEN ${from}::date AND ${to}::date AND ${only} ORDER BY day, scope, name`.execute(connection);
  return rows;
}
