/** The pages `/admin/bulk/extend-grace` and `/admin/bulk/remind`: one act on the ticked accounts, or on all that a search finds. */

import type { Context } from 'koa';
import type { FieldError } from '../../interactions/views/page-context.js';
import { longestGraceExtensionDays } from '../accounts/grace-store.js';
import type { BulkInput, BulkKind } from '../administration/bulk-job.js';
import { beginBulkJob, countUsers } from '../administration/bulk-job-store.js';
import { seeOther } from '../http/see-other.js';
import { sendPage } from '../http/send-page.js';
import type { Locale } from '../language/locale.js';
import type { AdminPage, AdminParts, OpenAdmin } from './admin-parts.js';
import { dayOf, dayRange, endOfDay } from './last-day.js';
import { userActsMessages } from './messages/user-catalogue.js';
import { readAskedUsers } from './user-search.js';
import { type BulkPageProps, bulkPage } from './views/bulk-page.js';
import { readReason } from './views/reason-field.js';

export const bulkExtendGrace = bulk('extend_grace', '/admin/bulk/extend-grace');
export const bulkRemind = bulk('remind', '/admin/bulk/remind');

/** Days ahead that the page suggests. */
const suggestedDays = 14;

function bulk(kind: BulkKind, path: string): AdminPage {
  return {
    path,
    needsFreshSignIn: true,
    /** Two statements: the session and its account, how many accounts it is about. */
    async show(ctx, open, parts) {
      sendPage(ctx, bulkPage(await propsOf(ctx, open, parts, kind)));
    },
    acts: {
      /** Whom it is about stands in the address, as it was shown. */
      async begin(ctx, open, form, parts) {
        const props = await propsOf(ctx, open, parts, kind);
        const read = readInput(kind, form, { locale: props.locale, now: open.session.readAt });
        if (!read.ok) {
          const typed = { until: form.get('until') ?? '', reason: form.get('reason') };
          return sendPage(ctx, bulkPage({ ...props, ...typed, error: read.error }), 422);
        }
        const { search } = props;
        const job = { kind, search, input: read.input };
        const id = await beginBulkJob(parts.database, open.administrator, job, parts.settings.mfaDailyAttempts);
        seeOther(ctx, `/admin/jobs/${id}`);
      },
    },
  };
}

async function propsOf(ctx: Context, open: OpenAdmin, parts: AdminParts, kind: BulkKind): Promise<BulkPageProps> {
  const { search } = readAskedUsers(ctx.query);
  const count = await countUsers(parts.database, search, parts.settings.mfaDailyAttempts);
  const now = open.session.readAt;
  const range = dayRange(now, longestGraceExtensionDays);
  return { ...open.props, kind, search, count, range, until: dayOf(now, suggestedDays) };
}

type InputReading =
  | { readonly ok: true; readonly input: BulkInput }
  | { readonly ok: false; readonly error: FieldError };

function readInput(
  kind: BulkKind,
  form: ReadonlyMap<string, string>,
  { locale, now }: { readonly locale: Locale; readonly now: Date },
): InputReading {
  if (kind === 'remind') return { ok: true, input: {} };
  const until = endOfDay(form.get('until') ?? '');
  const latest = now.getTime() + longestGraceExtensionDays * 86_400_000;
  if (until === undefined || until <= now || until.getTime() > latest) {
    return { ok: false, error: { field: 'until', message: userActsMessages(locale).grace.untilBad } };
  }
  const read = readReason(form, locale);
  return read.ok ? { ok: true, input: { until: until.toISOString(), reason: read.reason } } : read;
}
