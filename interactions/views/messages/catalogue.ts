/** The message catalogue of a language. */
import { en, type Messages } from './en.js';
import type { Locale } from './locale.js';
import { nl } from './nl.js';

const catalogues: Readonly<Record<Locale, Messages>> = { en, nl };

/** Every sentence of the pages in one language. */
export function messagesFor(locale: Locale): Messages {
  return catalogues[locale];
}
