/** The page `/account/security/add`: one more authenticator app, or the first, which brings backup codes with it. */
import type { Context } from 'koa';
import { codeRefusalOf } from '../../interactions/views/code-refusal.js';
import { codeError } from '../../interactions/views/field-errors.js';
import { seeOther } from '../http/see-other.js';
import { sendPage } from '../http/send-page.js';
import { readMfaState } from '../mfa/mfa-state-store.js';
import {
  beginPendingEnrolment,
  claimPendingEnrolment,
  countConfirmation,
  type PendingEnrolment,
} from '../mfa/pending-enrolment-store.js';
import { qrCodeSvg } from '../mfa/qr-code.js';
import type { ConfirmResult } from '../mfa/second-factor.js';
import { mostTotpCredentials } from '../mfa/totp-enrolment-store.js';
import type { AccountAct, AccountPage, AccountParts, OpenAccount } from './account-parts.js';
import { codesSaved, isAskedForCode } from './codes-saved.js';
import { keptOf, ownOrigin } from './own-proof.js';
import { securityAfter } from './security-done.js';
import { readSecurityOverview } from './security-overview-store.js';
import { addAppPage, setupExpiredPage, tooManyAppsPage } from './views/add-app-page.js';
import { shownCodesPage } from './views/own-backup-codes-pages.js';
import { securityPaths } from './views/security-parts.js';

const digits = 6;
const periodSeconds = 30;

export const addApp: AccountPage = {
  path: securityPaths.add,
  needsFreshSignIn: true,
  show: showSetup,
  acts: {
    confirm_enrolment: confirmEnrolment(),
    restart_enrolment: restartEnrolment(),
    codes_saved: codesSaved,
  },
  // A reload of the page with the codes sends the form again that was confirmed a moment ago.
  actsBeforeFactor: {
    confirm_enrolment: (ctx, open, _form, parts) => showNoCodes(ctx, open, parts),
    codes_saved: codesSaved,
  },
};

/** Two statements. A reload and a second tab show the same key; nothing of the account changes. */
async function showSetup(ctx: Context, open: OpenAccount, parts: AccountParts): Promise<void> {
  const { session, props } = open;
  const { totpCount } = await readMfaState(parts.database, session.account.id);
  if (totpCount >= mostTotpCredentials) return sendPage(ctx, tooManyAppsPage(props));
  const begun = await begin(open, parts, { reuse: true });
  if (!begun.ok) return seeOther(ctx, securityPaths.add);
  sendPage(ctx, await setupPage(open, parts, begun.pending));
}

/**
 * One statement confirms; it signs everything else out, and leaves this session what its own sign-in proved. The backup codes
 * are in the answer to this POST and nowhere else: they are kept as hashes only.
 */
function confirmEnrolment(): AccountAct {
  return async (ctx, open, form, parts) => {
    const { session, props } = open;
    const { account } = session;
    const { database, clock, settings, factors } = parts;
    const setup = form.get('setup') ?? '';
    const overview = await readSecurityOverview(database, account.id);
    // Sent again, by a reload or from a second tab: what it asks for is done.
    if (overview.factors.some(({ id }) => id === setup)) {
      return overview.hasUnconfirmedCodes ? showNoCodes(ctx, open, parts) : seeOther(ctx, securityAfter('added'));
    }
    if (overview.totpCount >= mostTotpCredentials) return sendPage(ctx, tooManyAppsPage(props), 422);
    const counted = await countConfirmation(database, account.id, setup);
    if (!counted.ok) return sendPage(ctx, setupExpiredPage(props), 422);

    const { pending } = counted;
    const typed = form.get('code') ?? '';
    const name = form.get('name') ?? '';
    const now = clock.now();
    const result = await factors.totpEnrolment.confirmEnrolment(database, {
      accountId: account.id,
      pending,
      typed,
      name,
      now,
      origin: ownOrigin(ctx, session),
      claim: claimPendingEnrolment(pending.id),
      kept: keptOf(ctx, session, parts),
    });
    if (result.ok) {
      if (result.backupCodes.length === 0) return seeOther(ctx, securityAfter('added'));
      const shown = { issuer: settings.mfaIssuer, madeAt: result.verifiedAt, codes: result.backupCodes };
      return sendPage(ctx, shownCodesPage({ ...props, ...shown, isAskedForCode: isAskedForCode(session) }));
    }
    // Confirmed in another tab, or expired: a key must not appear in the answer to a code that was meant for another.
    if (result.because === 'enrolment_gone') return sendPage(ctx, setupExpiredPage(props), 422);
    sendPage(ctx, await setupPage(open, parts, pending, { refusal: result, typed, name, now }), 422);
  };
}

/** The codes are not shown twice. */
async function showNoCodes(ctx: Context, { session, props }: OpenAccount, { settings }: AccountParts): Promise<void> {
  const shown = { issuer: settings.mfaIssuer, madeAt: session.readAt, codes: 'no_longer_shown' } as const;
  sendPage(ctx, shownCodesPage({ ...props, ...shown, isAskedForCode: isAskedForCode(session) }));
}

/** The next page shows a new key, however young the pending one is. */
function restartEnrolment(): AccountAct {
  return async (ctx, open, _form, parts) => {
    await begin(open, parts, { reuse: false });
    seeOther(ctx, securityPaths.add);
  };
}

function begin({ session }: OpenAccount, { database, factors, settings }: AccountParts, how: { reuse: boolean }) {
  const { account } = session;
  const fresh = factors.totpEnrolment.startEnrolment(account);
  return beginPendingEnrolment(
    database,
    { account, name: '', shownIn: session.recordUid, fresh },
    settings.mfaSetupMinutes,
    how,
  );
}

interface RefusedSetup {
  readonly refusal: Extract<ConfirmResult, { ok: false }>;
  readonly typed: string;
  readonly name: string;
  readonly now: Date;
}

async function setupPage(
  { session, props }: OpenAccount,
  { factors, settings }: AccountParts,
  pending: PendingEnrolment,
  refused?: RefusedSetup,
): Promise<string> {
  const { account } = session;
  const { uri, seed } = factors.totpEnrolment.reopenEnrolment(account, pending);
  const refusal = refused && codeRefusalOf(refused.refusal, { method: 'totp', typed: refused.typed, now: refused.now });
  return addAppPage({
    ...props,
    setup: pending.id,
    isFirst: account.mfaConfiguredAt === null,
    issuer: settings.mfaIssuer,
    key: { uri, seed, qrSvg: await qrCodeSvg(uri) },
    digits,
    periodSeconds,
    name: refused?.name ?? pending.name,
    error: refusal && codeError(props.locale, refusal),
  });
}
