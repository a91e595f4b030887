/** Reads the values that several columns of an import have in common: text, lists, yes or no, moments. Pure. */
import { z } from 'zod';
import type { ProblemCode } from './import-problem.js';

export type Value<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly because: ProblemCode };

/** One line. A cell that begins with `=` is text like any other. */
export function readText(value: unknown, longest: number): Value<string> {
  if (typeof value !== 'string') return { ok: false, because: 'not_text' };
  const text = value.trim();
  if (text.length > longest) return { ok: false, because: 'too_long' };
  // NUL and halves of a character are what the database cannot store; the others steer terminals.
  return /[\p{Cc}\p{Surrogate}]/u.test(text) ? { ok: false, because: 'control_character' } : { ok: true, value: text };
}

/** An array of texts, or one text with what divides its entries. */
export function readList(value: unknown, divider: RegExp): Value<readonly string[]> {
  const entries: readonly unknown[] =
    typeof value === 'string' ? value.split(divider) : Array.isArray(value) ? value : [0];
  const texts = entries.flatMap((entry) => (typeof entry === 'string' ? [entry.trim()] : []));
  if (texts.length < entries.length) return { ok: false, because: 'not_text' };
  return { ok: true, value: texts.filter((text) => text !== '') };
}

/** As databases print it, too. */
export function readTruth(value: unknown): Value<boolean> {
  const text = ['string', 'boolean', 'number'].includes(typeof value) ? String(value).trim().toLowerCase() : '';
  if (['true', 't', '1', 'yes'].includes(text)) return { ok: true, value: true };
  if (['false', 'f', '0', 'no'].includes(text)) return { ok: true, value: false };
  return { ok: false, because: 'not_a_truth' };
}

const isoMoment = z.iso.datetime({ offset: true });
const earliest = Date.parse('1970-01-01T00:00:00Z');

/** ISO 8601 with an offset, or as PostgreSQL prints it (`2024-05-01 12:00:00+00`); not before 1970 and not to come. */
export function readMoment(value: unknown, now: Date): Value<string> {
  if (typeof value !== 'string' || value.length > 40) return { ok: false, because: 'malformed_moment' };
  const text = value
    .trim()
    .replace(/^(\d{4}-\d\d-\d\d) /, '$1T')
    .replace(/([+-]\d\d)$/, '$1:00')
    .replace(/z$/, 'Z');
  const at = isoMoment.safeParse(text).success ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) return { ok: false, because: 'malformed_moment' };
  if (at < earliest || at > now.getTime()) return { ok: false, because: 'moment_out_of_range' };
  return { ok: true, value: new Date(at).toISOString() };
}
