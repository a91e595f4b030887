/** The sentences of the list of accounts, by language. */
import type { Locale } from '../../language/locale.js';
import { enUsers, type UsersMessages } from './en-users.js';
import { nlUsers } from './nl-users.js';

const catalogues: Readonly<Record<Locale, UsersMessages>> = { en: enUsers, nl: nlUsers };

export function usersMessages(locale: Locale): UsersMessages {
  return catalogues[locale];
}
