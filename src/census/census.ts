/** How many accounts stand how: all of them, those of each role, those of each group. Pure. */
import { type Standing, standings } from './standing.js';

/** Numbers of accounts. The first four together are those that can sign in. */
export type StandingCounts = Readonly<Record<Standing, number>>;

export interface NamedCounts extends StandingCounts {
  /** The role or group. */
  readonly name: string;
}

export interface Census {
  /** The database's time when it began. */
  readonly takenAt: Date;
  readonly all: StandingCounts;
  /** The largest first; an account counts in each of its roles. */
  readonly roles: readonly NamedCounts[];
  readonly groups: readonly NamedCounts[];
}

/** Roles, and groups, that are listed: more would be no overview. */
const mostNames = 200;

/** Counts accounts one at a time: its memory is that of the roles and groups there are. */
export class Tally {
  readonly #all = noAccounts();
  readonly #roles = new Map<string, Record<Standing, number>>();
  readonly #groups = new Map<string, Record<Standing, number>>();

  count(standing: Standing, roles: readonly string[], groups: readonly string[]): void {
    this.#all[standing] += 1;
    for (const role of roles) countsIn(this.#roles, role)[standing] += 1;
    for (const group of groups) countsIn(this.#groups, group)[standing] += 1;
  }

  census(takenAt: Date): Census {
    return { takenAt, all: { ...this.#all }, roles: largest(this.#roles), groups: largest(this.#groups) };
  }
}

function noAccounts(): Record<Standing, number> {
  return { enrolled: 0, in_grace: 0, overdue: 0, exempt: 0, pending: 0, disabled: 0 };
}

function countsIn(counts: Map<string, Record<Standing, number>>, name: string): Record<Standing, number> {
  const found = counts.get(name) ?? noAccounts();
  counts.set(name, found);
  return found;
}

function largest(counts: ReadonlyMap<string, StandingCounts>): readonly NamedCounts[] {
  return [...counts]
    .map(([name, of]) => ({ name, ...of }))
    .sort((a, b) => totalOf(b) - totalOf(a) || (a.name < b.name ? -1 : 1))
    .slice(0, mostNames);
}

/** Every account that was counted. */
export function totalOf(counts: StandingCounts): number {
  return standings.reduce((sum, standing) => sum + counts[standing], 0);
}
