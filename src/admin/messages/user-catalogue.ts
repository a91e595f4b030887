/** The catalogues of the pages about one account, by language. */
import type { Locale } from '../../language/locale.js';
import { enUser, type UserMessages } from './en-user.js';
import { enUserActs, type UserActsMessages } from './en-user-acts.js';
import { nlUser } from './nl-user.js';
import { nlUserActs } from './nl-user-acts.js';

const user: Readonly<Record<Locale, UserMessages>> = { en: enUser, nl: nlUser };
const acts: Readonly<Record<Locale, UserActsMessages>> = { en: enUserActs, nl: nlUserActs };

export function userMessages(locale: Locale): UserMessages {
  return user[locale];
}

export function userActsMessages(locale: Locale): UserActsMessages {
  return acts[locale];
}
