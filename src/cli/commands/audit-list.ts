/** `audit list`. */
import { auditEventTypes } from '../../audit/audit-event.js';
import { listAuditEvents } from '../../audit/event-list-store.js';
import { accountNamed } from '../account-lookup.js';
import { defineCommand } from '../command.js';
import { openInstallation } from '../installation.js';
import { anyText, countFrom, optional, wordOf } from '../option.js';
import { table } from '../printable.js';

export const auditList = defineCommand({
  words: 'audit list',
  summary: 'Show the latest audit events, newest first',
  place: 'beside-database',
  options: {
    limit: optional('N', 'How many (1-1000, else 20)', countFrom(1, 1000)),
    type: optional('T', 'Only events of this type, such as mfa.disabled', wordOf(...auditEventTypes)),
    user: optional('E', 'Only events about this account', anyText),
  },
  async run(context, { limit = 20, type, user }) {
    const { database } = await openInstallation(context);
    const subjectId = user === undefined ? undefined : (await accountNamed(database, user)).account.id;
    const { events } = await listAuditEvents(database, { type, subjectId }, { limit, after: undefined });
    const rows = events.map(({ actor, ...event }) => ({
      ...event,
      actor: actor.id === null ? actor.type : `${actor.type} ${actor.id}`,
    }));
    const names = ['at', 'type', 'outcome', 'actor', 'subject_id', 'detail'];
    return { json: { data: events }, text: table(rows, names, 'There are no such events.') };
  },
});
