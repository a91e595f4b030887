/** Moments as commands take them. */
import type { Reading } from '../settings/setting-definition.js';

/** A day, or a moment with its zone: one without would mean another moment on another machine. A day is its beginning, UTC. */
export function readMoment(text: string): Reading<Date> {
  const isMoment = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/.test(text);
  const value = new Date(text);
  return isMoment && !Number.isNaN(value.getTime())
    ? { ok: true, value }
    : { ok: false, because: 'must be a day such as 2026-12-31, or a moment such as 2026-12-31T17:00:00Z' };
}
