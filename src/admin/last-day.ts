/** Days as people choose them in a form, and the moments that they end. In UTC. Pure. */

const dayMilliseconds = 86_400_000;

/** `2026-05-01`: so many days after `now`. */
export function dayOf(now: Date, days = 0): string {
  return new Date(now.getTime() + days * dayMilliseconds).toISOString().slice(0, 10);
}

/** The days that can be chosen when the moment may be `most` days ahead: that day itself would end later. */
export function dayRange(now: Date, most: number): { readonly first: string; readonly last: string } {
  return { first: dayOf(now), last: dayOf(now, most - 1) };
}

/** The last minute of a day as browsers send it. Undefined for what is no day. */
export function endOfDay(text: string): Date | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const moment = new Date(`${text}T23:59:00Z`);
  return Number.isNaN(moment.getTime()) || dayOf(moment) !== text ? undefined : moment;
}
