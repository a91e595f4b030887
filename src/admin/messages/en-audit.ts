/** The sentences of the audit page in English. */
import type { Inline, Sentence } from '../../../interactions/views/messages/sentence.js';
import { enEvents } from './en-events.js';

/** The English catalogue that the other languages must match. */
export const enAudit = {
  title: 'Audit log',
  means: 'What happened, the newest first. Times are in UTC.',
  caption: 'Events',
  events: enEvents,
  unknownEvent: 'Event of a later version',
  failed: 'Failed',
  filters: {
    type: 'What happened',
    user: 'To whom',
    actor: 'By whom',
    outcome: 'Outcome',
    from: 'From day',
    to: 'To day',
    any: 'Anything',
    anyOutcome: 'Any',
    success: 'Success',
    failure: 'Failure',
    personHint: 'E-mail address or id',
    show: 'Show',
    clear: 'Clear all filters',
  },
  problems: {
    no_account: 'There is no account with this e-mail address. Events of a deleted account are found by its id.',
    no_day: 'There is no such day. Write it as 2026-03-31.',
    days_reversed: 'The last day is before the first.',
  },
  columns: { what: 'What', when: 'When', whom: 'To whom', by: 'By whom', where: 'From where' },
  by: {
    self: 'themselves',
    cli: 'the command line',
    system: 'this server',
    anonymous: 'somebody not signed in',
    account: 'an account that is gone',
    client: 'an application',
  },
  byWhom: 'by',
  gone: 'deleted account',
  details: 'Details',
  detailsOf: (what: string) => ` of: ${what}`,
  facts: {
    id: 'Event',
    type: 'Type',
    subject: 'Account',
    actor: 'By',
    client: 'Application',
    browser: 'Browser',
    ip: 'Address',
  },
  none: 'Nothing happened that these filters leave.',
  next: 'Next',
  newest: 'Newest',
  pages: 'Pages',
  exports: 'Export what these filters leave:',
  exportCsv: 'CSV, for spreadsheets',
  exportLines: 'JSON lines, for programs',
  sealed: (number: Inline, at: Inline): Sentence => ['Last checkpoint of the seal: number ', number, ', ', at, '.'],
  notSealed: 'The log has no checkpoint yet.',
  verify: (command: Inline): Sentence => [command, ' finds whether an event was changed, removed or inserted since.'],
};

export type AuditMessages = typeof enAudit;
