/** The console's common sentences by language. */
import type { Locale } from '../../language/locale.js';
import { type AdminMessages, enAdmin } from './en-admin.js';
import { nlAdmin } from './nl-admin.js';

const catalogues: Readonly<Record<Locale, AdminMessages>> = { en: enAdmin, nl: nlAdmin };

export function adminMessages(locale: Locale): AdminMessages {
  return catalogues[locale];
}
