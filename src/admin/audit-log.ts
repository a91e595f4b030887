/** The pages `/admin/audit`, and `/admin/audit/export`, which is all of it as a file. */
import { readEventNames } from '../administration/event-names-store.js';
import { auditStream, csv, ndjson } from '../audit/audit-export.js';
import { listAuditEvents } from '../audit/event-list-store.js';
import { readLastCheckpoint } from '../audit/last-checkpoint-store.js';
import { writeCursor } from '../http/cursor.js';
import { seeOther } from '../http/see-other.js';
import { sendPage } from '../http/send-page.js';
import type { AdminPage } from './admin-parts.js';
import { auditQueryOf, auditWishesOf, readAuditFilter, readQueryFields } from './audit-filter.js';
import { auditMessages } from './messages/audit-catalogue.js';
import { auditPage } from './views/audit-page.js';

/** Events of a page. */
const pageSize = 50;

export const auditLog: AdminPage = {
  path: '/admin/audit',
  needsFreshSignIn: false,
  /** Four statements: session and account, checkpoint, events, names; and one for each e-mail address that is asked for. */
  async show(ctx, { props }, { database }) {
    const fields = readQueryFields(ctx);
    const wishes = auditWishesOf(fields);
    const shown = { ...props, wishes, checkpoint: await readLastCheckpoint(database) };
    const reading = await readAuditFilter(database, wishes, fields.get('cursor'));
    if (!reading.ok) {
      const message = auditMessages(props.locale).problems[reading.because];
      const error = { field: reading.field, message };
      return sendPage(ctx, auditPage({ ...shown, error, list: undefined, isNewest: true }), 422);
    }
    const { filter, after } = reading;
    const { events, next } = await listAuditEvents(database, filter, { limit: pageSize, after });
    const names = await readEventNames(database, events);
    const list = { events, names, next: next === null ? null : writeCursor(next) };
    sendPage(ctx, auditPage({ ...shown, list, isNewest: after === undefined }));
  },
};

const formats = {
  csv: { format: csv, mediaType: 'text/csv; charset=utf-8; header=present' },
  ndjson: { format: ndjson, mediaType: 'application/x-ndjson' },
} as const;

export const auditLogExport: AdminPage = {
  path: '/admin/audit/export',
  needsFreshSignIn: false,
  /** The session and its account; then a statement for every batch of events. */
  async show(ctx, _open, { database }) {
    const fields = readQueryFields(ctx);
    const wishes = auditWishesOf(fields);
    const reading = await readAuditFilter(database, wishes, undefined);
    // The page says what is wrong with the filters.
    if (!reading.ok) return seeOther(ctx, `/admin/audit?${auditQueryOf(wishes)}`);
    const kind = fields.get('format') === 'ndjson' ? 'ndjson' : 'csv';
    const { format, mediaType } = formats[kind];
    ctx.status = 200;
    ctx.set('Content-Type', mediaType);
    ctx.set('Content-Disposition', `attachment; filename="audit-events.${kind}"`);
    ctx.body = auditStream(database, {
      filter: reading.filter,
      format,
      after: undefined,
      limit: Number.POSITIVE_INFINITY,
    });
  },
};
