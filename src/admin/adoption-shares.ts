/** Numbers of accounts as shares of a bar and heights of a line. Pure: the views draw them. */
import type { DayOfAdoption } from '../census/adoption-overview-store.js';
import type { StandingCounts } from '../census/census.js';

/** What is drawn, in its order; those who cannot sign in are not. */
export const drawnStandings = ['enrolled', 'in_grace', 'overdue', 'exempt'] as const;

export type DrawnStanding = (typeof drawnStandings)[number];

/** Accounts that can sign in. */
export function activeAccounts(counts: StandingCounts): number {
  return drawnStandings.reduce((sum, standing) => sum + counts[standing], 0);
}

/** Whole percents, of accounts that can sign in; those who are nearly all are not called all. */
export function percentOf(count: number, total: number): number {
  if (total === 0) return 0;
  const percent = (100 * count) / total;
  return percent > 99 && percent < 100 ? 99 : percent > 0 && percent < 1 ? 1 : Math.round(percent);
}

export interface BarPart {
  readonly standing: DrawnStanding;
  /** Out of 100. */
  readonly x: number;
  readonly width: number;
}

/** Only parts that hold somebody. */
export function barParts(counts: StandingCounts): readonly BarPart[] {
  const total = activeAccounts(counts);
  let x = 0;
  return drawnStandings.flatMap((standing) => {
    if (counts[standing] === 0) return [];
    const width = (100 * counts[standing]) / total;
    const part = { standing, x: rounded(x), width: rounded(width) };
    x += width;
    return part;
  });
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** On a field of 100 by 100, the origin above; time goes from left to right, also across days on which nothing counted. */
export function linePoints(days: readonly DayOfAdoption[], standing: DrawnStanding, most: number): readonly Point[] {
  const times = days.map(({ day }) => Date.parse(`${day}T00:00:00Z`));
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  return days.map((counts, index) => ({
    x: last === first ? 50 : rounded((100 * ((times[index] ?? 0) - first)) / (last - first)),
    y: rounded(100 - (most === 0 ? 0 : (100 * counts[standing]) / most)),
  }));
}

/** Evenly chosen, the first and the last among them, the newest first: for a table that is no longer than a chart is high. */
export function sampledDays(days: readonly DayOfAdoption[], most: number): readonly DayOfAdoption[] {
  if (days.length <= most) return days.toReversed();
  const step = (days.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, index) => days[Math.round(index * step)])
    .filter((day) => day !== undefined)
    .toReversed();
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
