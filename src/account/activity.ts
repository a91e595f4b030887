/** The page `/account/activity`: what happened to one's account. */
import { readActivity } from '../audit/activity-store.js';
import { sendPage } from '../http/send-page.js';
import type { AccountPage } from './account-parts.js';
import { activityPage } from './views/activity-page.js';

export const activity: AccountPage = {
  path: '/account/activity',
  needsFreshSignIn: false,
  /** Two statements: the session and its account, the events. */
  async show(ctx, { session, props }, { database }) {
    const before = eventIdFrom(ctx.query.before);
    const page = await readActivity(database, session.account.id, { before });
    sendPage(ctx, activityPage({ ...props, activity: page, isNewest: before === undefined }));
  },
  acts: {},
};

/** Anything that is no id shows the newest. 15 digits are fewer than a bigint, and than an exact number, holds. */
function eventIdFrom(text: unknown): number | undefined {
  return typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
