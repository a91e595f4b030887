/** The sentences of the pages about the policy by language. */
import type { Locale } from '../../language/locale.js';
import { enPolicy, type PolicyMessages } from './en-policy.js';
import { nlPolicy } from './nl-policy.js';

const catalogues: Readonly<Record<Locale, PolicyMessages>> = { en: enPolicy, nl: nlPolicy };

export function policyMessages(locale: Locale): PolicyMessages {
  return catalogues[locale];
}
