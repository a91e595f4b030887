/** The page `/account/security/backup-codes`: how many are left, and new ones against a code of the app. */
import type { FieldError } from '../../interactions/views/page-context.js';
import { seeOther } from '../http/see-other.js';
import { sendPage } from '../http/send-page.js';
import { generateBackupCodes, hashBackupCode } from '../mfa/backup-codes.js';
import { readCode } from '../mfa/code-input.js';
import { changeWithProof } from '../mfa/proven-change-store.js';
import { renewBackupCodes } from '../mfa/renew-backup-codes-store.js';
import type { AccountAct, AccountPage, AccountParts, OpenAccount } from './account-parts.js';
import { codesSaved } from './codes-saved.js';
import { securityMessages } from './messages/security-catalogue.js';
import { keptOf, ownOrigin, proofOf, sendRefusedCode } from './own-proof.js';
import { readSecurityOverview } from './security-overview-store.js';
import { renewCodesPage, shownCodesPage } from './views/own-backup-codes-pages.js';
import { securityPaths } from './views/security-parts.js';

export const backupCodes: AccountPage = {
  path: securityPaths.backupCodes,
  needsFreshSignIn: true,
  async show(ctx, open, parts) {
    const page = await renewalPage(open, parts);
    sendPage(ctx, page());
  },
  acts: { new_backup_codes: newBackupCodes(), codes_saved: codesSaved },
  // Writing codes down takes longer than a sign-in stays fresh.
  actsWhenNotFresh: { codes_saved: codesSaved },
};

/**
 * One transaction: the code, the new set and the end of the old one. A backup code is not even looked at: whoever finds the paper
 * could renew it for ever. The new codes are in the answer to this POST and nowhere else.
 */
function newBackupCodes(): AccountAct {
  return async (ctx, open, form, parts) => {
    const { session, props } = open;
    const { account } = session;
    const typed = form.get('code') ?? '';
    if (readCode(typed).kind === 'backup_code') {
      const { needsApp, needsAppHelp } = securityMessages(props.locale).renew;
      const page = await renewalPage(open, parts);
      return sendPage(ctx, page({ field: 'code', message: needsApp, detail: needsAppHelp }), 422);
    }
    const codes = generateBackupCodes(parts.settings.mfaBackupCodes);
    const proof = { ...proofOf(ctx, session, typed, parts), only: 'totp' as const };
    const result = await changeWithProof(parts.database, {
      factors: parts.factors,
      proof,
      generation: account.generation,
      forbids: ({ mfaConfiguredAt }) => (mfaConfiguredAt === null ? 'mfa_not_enabled' : null),
      change: (transaction) =>
        renewBackupCodes(transaction, {
          accountId: account.id,
          hashes: codes.map((code) => hashBackupCode(parts.keyRing, account.id, code)),
          kept: keptOf(ctx, session, parts),
          events: [
            {
              ...ownOrigin(ctx, session),
              type: 'mfa.backup_codes_regenerated',
              subjectId: account.id,
              outcome: 'success',
            },
          ],
        }),
    });
    if (result.ok) {
      const shown = { issuer: parts.settings.mfaIssuer, madeAt: session.readAt, codes, isAskedForCode: false };
      return sendPage(ctx, shownCodesPage({ ...props, ...shown }));
    }
    if (result.because === 'account_changed') return seeOther(ctx, securityPaths.backupCodes);
    const page = await renewalPage(open, parts);
    if (result.because === 'forbidden') return sendPage(ctx, page(), 409);
    const refused = { refusal: result.refusal, typed, now: proof.now, locale: props.locale };
    const isBlocked = result.refusal.because === 'too_many_attempts';
    // What helps elsewhere, a backup code, does not help here.
    sendRefusedCode(ctx, refused, (error) => page(isBlocked ? { ...error, detail: undefined } : error));
  };
}

/** One statement. */
async function renewalPage({ session, props }: OpenAccount, { database }: AccountParts) {
  const { account } = session;
  const { backupCodesRemaining, hasUnconfirmedCodes } = await readSecurityOverview(database, account.id);
  const remaining = account.mfaConfiguredAt === null ? null : backupCodesRemaining;
  return (error?: FieldError) => renewCodesPage({ ...props, remaining, hasUnconfirmedCodes, error });
}
