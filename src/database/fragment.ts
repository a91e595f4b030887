/** Pieces of SQL that stores hand to each other, so that several changes and their audit events are one statement. */
import { type RawBuilder, sql } from 'kysely';

/** A piece of SQL with its parameters. */
export type Fragment = RawBuilder<unknown>;

/**
 * The list after WITH: `a AS (…), b AS (…)`, in the order given.
 * All parts see the same snapshot, and no row may be changed by two of them (PostgreSQL manual 7.8.4).
 */
export function namedParts(parts: Readonly<Record<string, Fragment>>): Fragment {
  return sql.join(Object.entries(parts).map(([name, part]) => sql`${sql.ref(name)} AS (${part})`));
}
