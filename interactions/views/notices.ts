/** Words for what happened before a page is shown. Pure. */

import type { Locale } from '../../src/language/locale.js';
import { messagesFor } from './messages/catalogue.js';

/** A line above the content of a page. */
export interface Notice {
  readonly tone: 'success' | 'warning' | 'info';
  readonly text: string;
  readonly link?: { readonly href: string; readonly text: string } | undefined;
}

/** What can be told. */
export type NoticeTopic =
  /** After MFA_MAX_ATTEMPTS wrong codes, back at the password. */
  | { readonly about: 'too_many_codes' }
  /** The proofs of this sign-in no longer count: something about the account changed meanwhile. */
  | { readonly about: 'sign_in_again' }
  | { readonly about: 'second_factor_enabled' };

/** The notice in words. */
export function noticeFor(locale: Locale, topic: NoticeTopic): Notice {
  const { notices } = messagesFor(locale);
  switch (topic.about) {
    case 'too_many_codes':
      return { tone: 'warning', text: notices.tooManyCodes };
    case 'sign_in_again':
      return { tone: 'warning', text: notices.signInAgain };
    case 'second_factor_enabled':
      return { tone: 'success', text: notices.enabled };
  }
}
