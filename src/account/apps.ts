/** The page `/account/apps`: the applications that one has let in, and an end to the access of any. It only takes away: see sessions. */
import { seeOther } from '../http/see-other.js';
import { sendPage } from '../http/send-page.js';
import { isClientId } from '../oidc/client.js';
import { removeAccess } from '../oidc/connected-app-store.js';
import { listConnectedApps } from '../oidc/connected-apps.js';
import { apiResource } from '../oidc/resource.js';
import type { AccountAct, AccountPage } from './account-parts.js';
import { appsMessages } from './messages/list-catalogues.js';
import { ownOrigin } from './own-proof.js';
import { appsPage } from './views/apps-page.js';

const path = '/account/apps';

export const apps: AccountPage = {
  path,
  needsFreshSignIn: false,
  /** Two statements: the session and its account, the applications. */
  async show(ctx, { session, props }, { database, keyRing, settings }) {
    const listed = await listConnectedApps(database, keyRing, session.account.id);
    const text = appsMessages(props.locale).removed;
    const notice = ctx.query.done === 'removed' ? ({ tone: 'success', text } as const) : undefined;
    const ownResource = apiResource(settings.issuer).identifier;
    sendPage(ctx, appsPage({ ...props, notice, apps: listed, ownResource }));
  },
  acts: { remove_access: remove() },
};

/** Act `remove_access`: one statement. */
function remove(): AccountAct {
  return async (ctx, open, form, { database }) => {
    const clientId = form.get('client') ?? '';
    if (!isClientId(clientId)) return seeOther(ctx, path);
    const event = {
      ...ownOrigin(ctx, open.session),
      subjectId: open.session.account.id,
      clientId,
      type: 'authorization.revoked',
      outcome: 'success',
    } as const;
    const isRemoved = await removeAccess(database, open.session.account.id, clientId, [event]);
    seeOther(ctx, isRemoved ? `${path}?done=removed` : path);
  };
}
