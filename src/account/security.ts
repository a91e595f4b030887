/** The page `/account/security`: how the account is protected, and where each part of that is changed. */
import { sendPage } from '../http/send-page.js';
import { describeRequirement } from '../mfa/describe-requirement.js';
import { decideSelfDisable } from '../mfa/self-disable.js';
import type { AccountPage } from './account-parts.js';
import { codesSaved } from './codes-saved.js';
import { noticeOfDone } from './security-done.js';
import { readSecurityOverview } from './security-overview-store.js';
import { securityPage } from './views/security-page.js';
import { securityPaths } from './views/security-parts.js';

/** One statement beyond the session. */
export const security: AccountPage = {
  path: securityPaths.overview,
  needsFreshSignIn: false,
  async show(ctx, { session: { account, readAt }, props }, { database, policy, settings }) {
    const html = securityPage({
      ...props,
      notice: noticeOfDone(ctx.query.done, account, props.locale),
      now: readAt,
      configuredAt: account.mfaConfiguredAt,
      overview: await readSecurityOverview(database, account.id),
      requirement: describeRequirement(policy)(account),
      disabling: decideSelfDisable({ account, policy, allowSelfDisable: settings.mfaAllowSelfDisable }),
    });
    sendPage(ctx, html);
  },
  acts: { codes_saved: codesSaved },
};
