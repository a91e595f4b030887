/** What was done on one of the security pages, as the next page says it. */
import type { Notice } from '../../interactions/views/notices.js';
import type { Account } from '../accounts/account.js';
import type { Locale } from '../language/locale.js';
import { securityMessages } from './messages/security-catalogue.js';
import { securityPaths } from './views/security-parts.js';

type Done = 'added' | 'renamed' | 'removed' | 'disabled' | 'codes_saved';

/** Whether the second factor is on afterwards. */
const isOnAfter: Readonly<Record<Done, boolean>> = {
  added: true,
  renamed: true,
  removed: true,
  disabled: false,
  codes_saved: true,
};

/** Address of the security page, saying what was just done. */
export function securityAfter(done: Done): string {
  return `${securityPaths.overview}?done=${done}`;
}

/** Anybody can make a link with `done` in it: what the account contradicts is not said. */
export function noticeOfDone(
  done: unknown,
  { mfaConfiguredAt }: Pick<Account, 'mfaConfiguredAt'>,
  locale: Locale,
): Notice | undefined {
  if (!isDone(done) || isOnAfter[done] !== (mfaConfiguredAt !== null)) return undefined;
  return { tone: 'success', text: securityMessages(locale).done[done] };
}

function isDone(value: unknown): value is Done {
  return typeof value === 'string' && Object.hasOwn(isOnAfter, value);
}
