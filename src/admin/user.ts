/** The page `/admin/users/:id`: what there is to know about an account, and the way to everything that can be done with it. */
import type { Notice } from '../../interactions/views/notices.js';
import { findAccountById } from '../accounts/account-store.js';
import { decideAdministration } from '../accounts/administration.js';
import { accountNotFound } from '../administration/administration-problems.js';
import { isLockedOut, readUserStanding } from '../administration/user-standing-store.js';
import { listAuditEvents } from '../audit/event-list-store.js';
import { sendPage } from '../http/send-page.js';
import { describeRequirement } from '../mfa/describe-requirement.js';
import { readMfaState } from '../mfa/mfa-state-store.js';
import { listSessions } from '../oidc/sessions.js';
import type { AdminPage } from './admin-parts.js';
import { userMessages } from './messages/user-catalogue.js';
import { type UserDone, userDone } from './user-act.js';
import type { UserFacts } from './views/user-facts.js';
import { userPage } from './views/user-page.js';

/** Events shown; the audit log has the rest. */
const eventCount = 10;

export const user: AdminPage = {
  path: '/admin/users/:id',
  needsFreshSignIn: false,
  /** Six statements: the session and its account, the other account, its factors, what is refused, its sessions, what happened. */
  async show(ctx, { session, props, params }, { database, keyRing, policy, settings }) {
    const reading = await findAccountById(database, params.id ?? '');
    if (reading === undefined) throw accountNotFound();
    const { account, readAt } = reading;
    const [mfa, standing, sessions, { events }] = await Promise.all([
      readMfaState(database, account.id),
      readUserStanding(database, keyRing, account, { dailyAttempts: settings.mfaDailyAttempts }),
      listSessions(database, keyRing, account.id),
      listAuditEvents(database, { subjectId: account.id }, { limit: eventCount, after: undefined }),
    ]);
    const facts: UserFacts = {
      user: account,
      now: readAt,
      requirement: describeRequirement(policy)(account),
      mfa,
      standing,
      sessions,
      events,
      permission: decideAdministration(session.account, account, { onOneself: false }),
    };
    sendPage(ctx, userPage({ ...props, ...facts, notice: noticeOf(ctx.query.done, facts, props.locale) }));
  },
};

/** Anybody can make a link with `done` in it: what the page contradicts is not said. */
function noticeOf(done: unknown, facts: UserFacts, locale: Parameters<typeof userMessages>[0]): Notice | undefined {
  const name = userDone.find((known) => known === done);
  if (name === undefined || !isTrue(name, facts)) return undefined;
  return { tone: 'success', text: userMessages(locale).notices[name] };
}

function isTrue(done: UserDone, { user: account, standing, sessions, now }: UserFacts): boolean {
  switch (done) {
    case 'disable':
      return account.mfaConfiguredAt === null && account.enrolmentDemandedAt === null;
    case 'reset':
      return account.mfaConfiguredAt === null && account.enrolmentDemandedAt !== null;
    case 'grace':
      return account.graceExtendedUntil !== null && account.graceExtendedUntil > now;
    case 'unlocked':
      return !isLockedOut(standing);
    case 'everywhere':
      return sessions.length === 0;
    case 'session':
    case 'changed':
    case 'created':
      return true;
  }
}
