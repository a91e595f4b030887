/**
 * The page `/account/sessions`: where one is signed in, with which browsers one has been, and an end to any of it. Nothing here asks
 * for a fresh sign-in, not even signing others out: it only takes away, and whoever found an open computer could do no worse with it
 * than its owner can mend by signing in; while an owner in a hurry must not be stopped by a phone that was stolen.
 */
import type { Context } from 'koa';
import type { Notice } from '../../interactions/views/notices.js';
import { raiseGeneration } from '../accounts/generation-store.js';
import type { AuditEvent } from '../audit/audit-event.js';
import { browserIdFrom } from '../http/browser-cookie.js';
import { seeOther } from '../http/see-other.js';
import { sendPage } from '../http/send-page.js';
import { forgetBrowser, listKnownBrowsers } from '../login/known-browser-list-store.js';
import { endSession } from '../oidc/session-list-store.js';
import { type ListedSession, listSessions } from '../oidc/sessions.js';
import type { AccountAct, AccountPage, AccountParts, OpenAccount } from './account-parts.js';
import type { SessionsMessages } from './messages/en-sessions.js';
import { sessionsMessages } from './messages/list-catalogues.js';
import { keptOf, ownOrigin } from './own-proof.js';
import { sessionsPage } from './views/sessions-page.js';

const path = '/account/sessions';
/** The engine's page that says that one is signed out. */
const signedOutPath = '/logout/success';

export const sessions: AccountPage = {
  path,
  needsFreshSignIn: false,
  show,
  acts: {
    sign_out: signOut(),
    sign_out_everywhere: signOutEverywhere(),
    forget_browser: forget(),
  },
};

/** Three statements: the session and its account, the sessions, the browsers. */
async function show(ctx: Context, { session, props }: OpenAccount, parts: AccountParts): Promise<void> {
  const { database, keyRing } = parts;
  const listed = await listSessions(database, keyRing, session.account.id);
  const browsers = await listKnownBrowsers(database, session.account.id);
  const notice = noticeOf(ctx.query.done, sessionsMessages(props.locale), {
    isElsewhere: isElsewhere(listed, session.recordUid),
  });
  const ownBrowser = browserIdFrom(ctx, parts);
  sendPage(
    ctx,
    sessionsPage({ ...props, notice, sessions: listed, ownSession: session.recordUid, browsers, ownBrowser }),
  );
}

function isElsewhere(listed: readonly ListedSession[], own: string): boolean {
  return listed.some(({ id }) => id !== own);
}

/** Anybody can make a link with `done` in it: what the list contradicts is not said. */
function noticeOf(
  done: unknown,
  { notices }: SessionsMessages,
  { isElsewhere }: { readonly isElsewhere: boolean },
): Notice | undefined {
  if (done !== 'session' && done !== 'everywhere' && done !== 'browser') return undefined;
  if (done === 'everywhere' && isElsewhere) return undefined;
  return { tone: 'success', text: notices[done] };
}

/** Act `sign_out`: one statement. Somebody else's session is as good as none. */
function signOut(): AccountAct {
  return async (ctx, open, form, { database }) => {
    const id = form.get('session') ?? '';
    const event: AuditEvent = {
      ...ownOrigin(ctx, open.session),
      subjectId: open.session.account.id,
      type: 'session.revoked',
      outcome: 'success',
    };
    const { account, recordUid } = open.session;
    const isEnded = await endSession(database, account.id, id, [event]);
    if (isEnded && id === recordUid) return seeOther(ctx, signedOutPath);
    seeOther(ctx, isEnded ? `${path}?done=session` : path);
  };
}

/** Act `sign_out_everywhere`: one statement. With `here`, this browser too. */
function signOutEverywhere(): AccountAct {
  return async (ctx, open, form, parts) => {
    const isHereToo = form.get('here') === 'yes';
    const { account } = open.session;
    const kept = isHereToo ? {} : keptOf(ctx, open.session, parts);
    const detail = { everywhere: true, here: isHereToo };
    const event: AuditEvent = {
      ...ownOrigin(ctx, open.session),
      subjectId: open.session.account.id,
      type: 'session.revoked',
      outcome: 'success',
      detail,
    };
    await raiseGeneration(parts.database, account.id, { kept, events: [event] });
    seeOther(ctx, isHereToo ? signedOutPath : `${path}?done=everywhere`);
  };
}

/** Act `forget_browser`: one statement. This browser may be forgotten too; it stays signed in. */
function forget(): AccountAct {
  return async (ctx, open, form, { database }) => {
    const id = form.get('browser') ?? '';
    const event: AuditEvent = {
      ...ownOrigin(ctx, open.session),
      subjectId: open.session.account.id,
      type: 'browser.forgotten',
      outcome: 'success',
    };
    const isForgotten = await forgetBrowser(database, open.session.account.id, id, [event]);
    seeOther(ctx, isForgotten ? `${path}?done=browser` : path);
  };
}
