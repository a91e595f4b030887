/** The sentences about making an account for oneself, by language. Pure. */
import type { Locale } from '../../language/locale.js';
import { enSignUp, type SignUpMessages } from './en-sign-up.js';
import { nlSignUp } from './nl-sign-up.js';

const catalogues: Readonly<Record<Locale, SignUpMessages>> = { en: enSignUp, nl: nlSignUp };

export function signUpMessages(locale: Locale): SignUpMessages {
  return catalogues[locale];
}
