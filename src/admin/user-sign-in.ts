/** The pages `/admin/users/:id/unlock` and `/admin/users/:id/sessions`: how an account gets in, or stops being in. */
import type { Context } from 'koa';
import { endUserSessions, unlockUser } from '../administration/user-access.js';
import { sendPage } from '../http/send-page.js';
import { listSessions } from '../oidc/sessions.js';
import type { AdminAct, AdminPage } from './admin-parts.js';
import { actOnUser, backToUser, userOf } from './user-act.js';
import { unlockPage } from './views/unlock-page.js';
import { userSessionsPage } from './views/user-sessions-page.js';

export const unlock: AdminPage = {
  path: '/admin/users/:id/unlock',
  needsFreshSignIn: true,
  /** Two statements: the session and its account, the other account. */
  async show(ctx, open, parts) {
    sendPage(ctx, unlockPage({ ...open.props, user: await userOf(open, parts) }));
  },
  acts: {
    async unlock(ctx, open, _form, parts) {
      const user = await userOf(open, parts);
      const page = (error: Parameters<typeof unlockPage>[0]['error']) => unlockPage({ ...open.props, user, error });
      const ended = await actOnUser(ctx, open, parts, { act: unlockUser(parts.keyRing), user, input: {}, page });
      if (ended !== undefined) backToUser(ctx, user, 'unlocked');
    },
  },
};

export const userSessions: AdminPage = {
  path: '/admin/users/:id/sessions',
  needsFreshSignIn: true,
  /** Three statements: the session and its account, the other account, its sessions. */
  async show(ctx, open, parts) {
    const user = await userOf(open, parts);
    const sessions = await listSessions(parts.database, parts.keyRing, user.id);
    sendPage(ctx, userSessionsPage({ ...open.props, user, sessions }));
  },
  acts: { sign_out: signOut('session'), sign_out_everywhere: signOut('everywhere') },
};

/** A session of another account is as good as none. */
function signOut(what: 'session' | 'everywhere'): AdminAct {
  return async (ctx: Context, open, form, parts) => {
    const user = await userOf(open, parts);
    const sessions = await listSessions(parts.database, parts.keyRing, user.id);
    const session = what === 'session' ? (form.get('session') ?? '') : undefined;
    const ended = await actOnUser(ctx, open, parts, {
      act: endUserSessions,
      user,
      input: { session },
      page: (error) => userSessionsPage({ ...open.props, user, sessions, error }),
    });
    if (ended !== undefined) backToUser(ctx, user, what);
  };
}
