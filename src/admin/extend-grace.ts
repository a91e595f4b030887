/** The page `/admin/users/:id/extend-grace`. */
import type { Context } from 'koa';
import { findAccountById } from '../accounts/account-store.js';
import { longestGraceExtensionDays } from '../accounts/grace-store.js';
import { accountNotFound } from '../administration/administration-problems.js';
import { extendUserGrace } from '../administration/user-mfa.js';
import { sendPage } from '../http/send-page.js';
import { describeRequirement } from '../mfa/describe-requirement.js';
import type { AdminPage, AdminParts, OpenAdmin } from './admin-parts.js';
import { dayOf, dayRange, endOfDay } from './last-day.js';
import { userActsMessages } from './messages/user-catalogue.js';
import { actOnUser, backToUser } from './user-act.js';
import { type ExtendGracePageProps, extendGracePage } from './views/extend-grace-page.js';
import { readReason } from './views/reason-field.js';

export const extendGrace: AdminPage = {
  path: '/admin/users/:id/extend-grace',
  needsFreshSignIn: true,
  /** Two statements: the session and its account, the other account. */
  async show(ctx, open, parts) {
    sendPage(ctx, extendGracePage(await propsOf(open, parts)));
  },
  acts: { extend_grace: extend },
};

async function extend(
  ctx: Context,
  open: OpenAdmin,
  form: ReadonlyMap<string, string>,
  parts: AdminParts,
): Promise<void> {
  const props = await propsOf(open, parts);
  const { locale, user } = props;
  const typed = form.get('until') ?? '';
  const shown = { ...props, until: typed, reason: form.get('reason') };
  const until = endOfDay(typed);
  if (until === undefined) {
    const error = { field: 'until', message: userActsMessages(locale).grace.untilBad };
    return sendPage(ctx, extendGracePage({ ...shown, error }), 422);
  }
  const read = readReason(form, locale);
  if (!read.ok) return sendPage(ctx, extendGracePage({ ...shown, error: read.error }), 422);
  const ended = await actOnUser(ctx, open, parts, {
    act: extendUserGrace,
    user,
    input: { until, reason: read.reason },
    field: { date_out_of_range: 'until' },
    page: (error) => extendGracePage({ ...shown, error }),
  });
  if (ended !== undefined) backToUser(ctx, user, 'grace');
}

/** One statement. */
async function propsOf({ props, params }: OpenAdmin, { database, policy }: AdminParts): Promise<ExtendGracePageProps> {
  const reading = await findAccountById(database, params.id ?? '');
  if (reading === undefined) throw accountNotFound();
  const { account: user, readAt: now } = reading;
  return {
    ...props,
    user,
    now,
    requirement: describeRequirement(policy)(user),
    until: dayOf(now, suggestedDays),
    range: dayRange(now, longestGraceExtensionDays),
  };
}

/** Days ahead that the page suggests. */
const suggestedDays = 14;
