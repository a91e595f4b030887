/** The sentences of acts on many accounts, by language. */
import type { Locale } from '../../language/locale.js';
import { type BulkMessages, enBulk } from './en-bulk.js';
import { nlBulk } from './nl-bulk.js';

const catalogues: Readonly<Record<Locale, BulkMessages>> = { en: enBulk, nl: nlBulk };

export function bulkMessages(locale: Locale): BulkMessages {
  return catalogues[locale];
}
