/** The sentences of the security pages in a language. */
import type { Locale } from '../../language/locale.js';
import { enSecurity, type SecurityMessages } from './en-security.js';
import { nlSecurity } from './nl-security.js';

const catalogues: Readonly<Record<Locale, SecurityMessages>> = { en: enSecurity, nl: nlSecurity };

export function securityMessages(locale: Locale): SecurityMessages {
  return catalogues[locale];
}
