/** Act `codes_saved`: the person says that the backup codes are kept. */
import { savedError } from '../../interactions/views/field-errors.js';
import { seeOther } from '../http/see-other.js';
import { sendPage } from '../http/send-page.js';
import { levelOfAmr } from '../login/amr.js';
import { confirmBackupCodes } from '../mfa/renew-backup-codes-store.js';
import type { PageSession } from '../oidc/page-session.js';
import type { AccountAct } from './account-parts.js';
import { securityAfter } from './security-done.js';
import { shownCodesPage } from './views/own-backup-codes-pages.js';

/** The box must be ticked: an account whose owner has no codes ends at an administrator's desk. */
export const codesSaved: AccountAct = async (ctx, { session, props }, form, { database, settings }) => {
  const { account } = session;
  if (account.mfaConfiguredAt !== null && form.get('saved') === undefined) {
    const html = shownCodesPage({
      ...props,
      issuer: settings.mfaIssuer,
      madeAt: session.readAt,
      codes: 'no_longer_shown',
      isAskedForCode: isAskedForCode(session),
      error: savedError(props.locale),
    });
    return sendPage(ctx, html, 422);
  }
  await confirmBackupCodes(database, account.id);
  seeOther(ctx, securityAfter('codes_saved'));
};

/** Whether the next page asks for a code: this session's own sign-in proved none, and the account has a second factor now. */
export function isAskedForCode({ assurance }: Pick<PageSession, 'assurance'>): boolean {
  return levelOfAmr(assurance.amr) !== 'mfa';
}
