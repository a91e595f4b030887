/** The message catalogue of a language. */

import type { Locale } from '../../../src/language/locale.js';
import { en, type Messages } from './en.js';
import { nl } from './nl.js';

const catalogues: Readonly<Record<Locale, Messages>> = { en, nl };

/** Every sentence of the pages in one language. */
export function messagesFor(locale: Locale): Messages {
  return catalogues[locale];
}
