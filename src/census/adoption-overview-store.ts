/** How adoption went, as it was recorded day by day: for an overview that must not count accounts to be shown. */
import { sql } from 'kysely';
import type { Connection } from '../database/schema.js';
import type { NamedCounts, StandingCounts } from './census.js';

export interface DayOfAdoption extends StandingCounts {
  /** YYYY-MM-DD, UTC. */
  readonly day: string;
}

export interface AdoptionOverview {
  /** The database's time of the last count. */
  readonly takenAt: Date;
  readonly latest: StandingCounts;
  /** Of the last count; those with the most overdue accounts first. */
  readonly roles: readonly NamedCounts[];
  readonly groups: readonly NamedCounts[];
  /** Oldest first; days on which nothing counted are missing. */
  readonly days: readonly DayOfAdoption[];
}

/** Days of the line. */
const shownDays = 180;
/** Roles, and groups, of the overview: the report has them all. */
const shownNames = 10;

type Row = DayOfAdoption & { scope: 'all' | 'role' | 'group'; name: string; taken_at: Date };

/** One statement, along the primary key: the same few rows whether there are ten accounts or a million. Null before the first count. */
export async function readAdoptionOverview(connection: Connection): Promise<AdoptionOverview | null> {
  const { rows } = await sql<Row>`
    WITH latest AS MATERIALIZED (
      SELECT d.day FROM adoption_day d WHERE d.scope = 'all' AND d.name = '' ORDER BY d.day DESC LIMIT 1
    ), days AS (
      SELECT d.* FROM latest CROSS JOIN generate_series(0, ${shownDays - 1}::int) AS ago
        JOIN adoption_day d ON d.day = latest.day - ago AND d.scope = 'all' AND d.name = ''
      UNION ALL
      SELECT named.* FROM latest, (VALUES ('role'), ('group')) AS scopes(scope), LATERAL (
        SELECT d.* FROM adoption_day d WHERE d.day = latest.day AND d.scope = scopes.scope
        ORDER BY d.overdue DESC, d.enrolled + d.in_grace + d.exempt DESC, d.name LIMIT ${shownNames}::int
      ) AS named
    )
    SELECT day::text AS day, scope, name, enrolled, in_grace, overdue, exempt, pending, disabled, taken_at
    FROM days ORDER BY days.day`.execute(connection);
  const days = rows.filter(({ scope }) => scope === 'all');
  const last = days.at(-1);
  if (last === undefined) return null;
  const named = (scope: Row['scope']) =>
    rows.filter((row) => row.scope === scope).sort((one, other) => other.overdue - one.overdue);
  return { takenAt: last.taken_at, latest: last, roles: named('role'), groups: named('group'), days };
}
