/** The page `/account/security/rename?factor=…`: what the person calls an authenticator app. */
import { seeOther } from '../http/see-other.js';
import { sendPage } from '../http/send-page.js';
import { renameFactor } from '../mfa/rename-factor-store.js';
import type { AccountAct, AccountPage } from './account-parts.js';
import { factorAsked, factorIdAsked, pathAbout } from './asked-factor.js';
import { securityMessages } from './messages/security-catalogue.js';
import { ownOrigin } from './own-proof.js';
import { securityAfter } from './security-done.js';
import { renameAppPage } from './views/factor-pages.js';
import { securityPaths } from './views/security-parts.js';

export const renameApp: AccountPage = {
  path: securityPaths.rename,
  needsFreshSignIn: false,
  async show(ctx, { session, props }, { database }) {
    const found = await factorAsked(ctx, session, database);
    if (found === undefined) return seeOther(ctx, securityPaths.overview);
    const { factor } = found;
    sendPage(ctx, renameAppPage({ ...props, action: pathAbout(securityPaths.rename, factor.id), name: factor.name }));
  },
  acts: { rename: rename() },
};

/** Two statements in a transaction. Another account's factor is not found. */
function rename(): AccountAct {
  return async (ctx, { session, props }, form, { database }) => {
    const name = form.get('name') ?? '';
    const factorId = factorIdAsked(ctx);
    const texts = securityMessages(props.locale).rename;
    const refuse = (message: string) => {
      const action = pathAbout(securityPaths.rename, factorId);
      sendPage(ctx, renameAppPage({ ...props, action, name, error: { field: 'name', message } }), 422);
    };
    if (name.trim() === '') return refuse(texts.missing);
    const { account } = session;
    const event = { ...ownOrigin(ctx, session), subjectId: account.id, outcome: 'success' } as const;
    const detail = { method: 'totp', factor_id: factorId };
    const result = await renameFactor(database, {
      accountId: account.id,
      factorId,
      name,
      events: [{ ...event, type: 'mfa.factor_renamed', detail }],
    });
    if (!result.ok && result.because === 'name_taken') return refuse(texts.taken);
    seeOther(ctx, result.ok ? securityAfter('renamed') : securityPaths.overview);
  };
}
