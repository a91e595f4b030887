/** The page `/admin/users/:id/extend-grace`. */
import type { Context } from 'koa';
import { findAccountById } from '../accounts/account-store.js';
import { longestGraceExtensionDays } from '../accounts/grace-store.js';
import { accountNotFound } from '../administration/administration-problems.js';
import { extendUserGrace } from '../administration/user-mfa.js';
import { sendPage } from '../http/send-page.js';
import { describeRequirement } from '../mfa/describe-requirement.js';
import type { AdminPage, AdminParts, OpenAdmin } from './admin-parts.js';
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

const dayMilliseconds = 86_400_000;

/** One statement. */
async function propsOf({ props, params }: OpenAdmin, { database, policy }: AdminParts): Promise<ExtendGracePageProps> {
  const reading = await findAccountById(database, params.id ?? '');
  if (reading === undefined) throw accountNotFound();
  const { account: user, readAt: now } = reading;
  const inDays = (days: number) => dayOf(new Date(now.getTime() + days * dayMilliseconds));
  return {
    ...props,
    user,
    now,
    requirement: describeRequirement(policy)(user),
    until: inDays(suggestedDays),
    // The day itself ends after the moment that is 90 days ahead.
    range: { first: inDays(0), last: inDays(longestGraceExtensionDays - 1) },
  };
}

/** Days ahead that the page suggests. */
const suggestedDays = 14;

function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}

/** The last minute of a day as browsers send it, in UTC. Undefined for what is no day. */
export function endOfDay(text: string): Date | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const moment = new Date(`${text}T23:59:00Z`);
  return Number.isNaN(moment.getTime()) || dayOf(moment) !== text ? undefined : moment;
}
