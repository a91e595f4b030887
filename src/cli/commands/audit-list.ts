/** `audit list`. */
import { auditEventTypes } from '../../audit/audit-event.js';
import { isEventPosition, listAuditEvents } from '../../audit/event-list-store.js';
import type { Reading } from '../../settings/setting-definition.js';
import { accountNamed } from '../account-lookup.js';
import { defineCommand } from '../command.js';
import { openInstallation } from '../installation.js';
import { readMoment } from '../moment-option.js';
import { anyText, countFrom, optional, textUpTo, wordOf } from '../option.js';
import { table } from '../printable.js';

export const auditList = defineCommand({
  words: 'audit list',
  summary: 'Show the latest audit events, newest first',
  place: 'beside-database',
  options: {
    limit: optional('N', 'How many (1-1000, else 20)', countFrom(1, 1000)),
    type: optional('T', 'Only events of this type, such as mfa.disabled', wordOf(...auditEventTypes)),
    user: optional('E', 'Only events about this account', anyText),
    actor: optional('ID', 'Only what this account, client or user of this machine did, by its id', textUpTo(200)),
    client: optional('ID', 'Only events about or through this client', textUpTo(200)),
    outcome: optional('O', 'success or failure', wordOf('success', 'failure')),
    from: optional('D', 'Not before this day or moment (ISO 8601, UTC)', readMoment),
    to: optional('D', 'Only before this day or moment', readMoment),
    cursor: optional('C', 'Go on where an earlier list ended', readPosition),
  },
  async run(context, { limit = 20, type, user, actor: actorId, client: clientId, outcome, ...others }) {
    const { database } = await openInstallation(context);
    const subjectId = user === undefined ? undefined : (await accountNamed(database, user)).account.id;
    const { from, to, cursor: after } = others;
    const filter = { type, subjectId, actorId, clientId, outcome, from, to };
    const { events, next } = await listAuditEvents(database, filter, { limit, after });
    const rows = events.map(({ actor, ...event }) => ({
      ...event,
      actor: actor.id === null ? actor.type : `${actor.type} ${actor.id}`,
    }));
    const names = ['at', 'type', 'outcome', 'actor', 'subject_id', 'detail'];
    return {
      json: { data: events, next_cursor: next },
      text: table(rows, names, 'There are no such events.'),
      ...(next === null ? {} : { note: `There are more: --cursor ${next}` }),
    };
  },
});

/** What stood behind `--cursor` in the note of the list before. */
function readPosition(text: string): Reading<string> {
  return isEventPosition(text)
    ? { ok: true, value: text }
    : { ok: false, because: 'is damaged: take it as it was given' };
}
