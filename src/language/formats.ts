/** Numbers, dates and durations in the words of a language. Dates are in UTC and say so where the hour matters. */
import type { Locale } from './locale.js';

/** The two plural forms that English and Dutch have. */
interface PluralForms {
  readonly one: string;
  readonly other: string;
}

/** Formatters of one language. */
export interface Formats {
  /** "1 code", "6 codes". */
  count(amount: number, forms: PluralForms): string;
  /** "12 seconds", "3 minutes", "5 hours", "2 days": rounded up, so that nobody comes back too early. */
  duration(seconds: number): string;
  /** "3 December", with the year when it is not this one. */
  day(date: Date, now: Date): string;
  /** "3 December 2025". */
  fullDate(date: Date): string;
  /** "3 Dec 2025, 14:05 UTC": for lists. The hour and its zone stay on one line. */
  moment(date: Date): string;
}

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** BCP 47: a language alone would put English dates in the order of one country, the month first. */
export const languageTags: Readonly<Record<Locale, string>> = { en: 'en-GB', nl: 'nl-NL' };

/** Formatters for a language that the pages speak. */
export function formatsFor(locale: Locale): Formats {
  const tag = languageTags[locale];
  const plural = new Intl.PluralRules(tag);
  const dayAndMonth = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'long', timeZone: 'UTC' });
  const withYear = new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeZone: 'UTC' });
  const withTime = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });
  const inUnit = (amount: number, unit: 'second' | 'minute' | 'hour' | 'day') =>
    new Intl.NumberFormat(tag, { style: 'unit', unit, unitDisplay: 'long' }).format(amount);
  return {
    count: (amount, forms) => `${amount} ${plural.select(amount) === 'one' ? forms.one : forms.other}`,
    duration: (seconds) => {
      const whole = Math.max(1, Math.ceil(seconds));
      if (whole < minute) return inUnit(whole, 'second');
      if (whole <= 90 * minute) return inUnit(Math.ceil(whole / minute), 'minute');
      if (whole < day) return inUnit(Math.ceil(whole / hour), 'hour');
      return inUnit(Math.ceil(whole / day), 'day');
    },
    day: (date, now) =>
      date.getUTCFullYear() === now.getUTCFullYear() ? dayAndMonth.format(date) : withYear.format(date),
    fullDate: (date) => withYear.format(date),
    moment: (date) => `${withTime.format(date)}\u00a0UTC`,
  };
}
