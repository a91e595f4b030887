/** The sentences of the pages about groups by language. */
import type { Locale } from '../../language/locale.js';
import { enGroups, type GroupsMessages } from './en-groups.js';
import { nlGroups } from './nl-groups.js';

const catalogues: Readonly<Record<Locale, GroupsMessages>> = { en: enGroups, nl: nlGroups };

export function groupsMessages(locale: Locale): GroupsMessages {
  return catalogues[locale];
}
