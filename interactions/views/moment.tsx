/** A date with its time, readable by people and programs; the hour is UTC's and says so, because the server knows no other. */
import { type Formats, formatsFor } from '../../src/language/formats.js';
import type { Locale } from '../../src/language/locale.js';

const formats: Readonly<Record<Locale, Formats>> = { en: formatsFor('en'), nl: formatsFor('nl') };

export function Moment({ at, locale }: { readonly at: Date; readonly locale: Locale }) {
  return <time datetime={at.toISOString()}>{formats[locale].moment(at)}</time>;
}
