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
  /** `left`: unused codes; `newCodesUrl`: where new ones are made, offered at three or fewer. */
  | { readonly about: 'backup_code_used'; readonly left: number; readonly newCodesUrl?: string | undefined }
  /** After MFA_MAX_ATTEMPTS wrong codes, back at the password. */
  | { readonly about: 'too_many_codes' }
  /** The proofs of this sign-in no longer count: something about the account changed meanwhile. */
  | { readonly about: 'sign_in_again' }
  | { readonly about: 'second_factor_enabled' }
  /** Asked every six months. */
  | { readonly about: 'still_have_backup_codes'; readonly left: number; readonly newCodesUrl: string };

/** At this many unused codes, or fewer, new ones are offered. */
const fewBackupCodes = 3;

/** The notice in words. */
export function noticeFor(locale: Locale, topic: NoticeTopic): Notice {
  const { notices } = messagesFor(locale);
  switch (topic.about) {
    case 'backup_code_used': {
      const text = notices.backupCodeUsed(topic.left);
      if (topic.left > fewBackupCodes || !topic.newCodesUrl) return { tone: 'info', text };
      return { tone: 'warning', text, link: { href: topic.newCodesUrl, text: notices.makeNewCodes } };
    }
    case 'too_many_codes':
      return { tone: 'warning', text: notices.tooManyCodes };
    case 'sign_in_again':
      return { tone: 'warning', text: notices.signInAgain };
    case 'second_factor_enabled':
      return { tone: 'success', text: notices.enabled };
    case 'still_have_backup_codes': {
      const link = { href: topic.newCodesUrl, text: notices.makeNewCodes };
      return { tone: 'info', text: notices.stillHaveCodes(topic.left), link };
    }
  }
}
