/** A page that a mail led to speaks the language of that mail. Pure. */
import { chooseLocale } from '../language/locale.js';
import type { MailLink } from '../mail/mail-store.js';
import type { OpenPublic } from './public-parts.js';

/** The account's own language, when it has one. */
export function inLanguageOf({ account }: Pick<MailLink, 'account'>, open: OpenPublic): OpenPublic {
  if (account.locale === null) return open;
  return { ...open, props: { ...open.props, locale: chooseLocale({ uiLocales: account.locale }) } };
}
