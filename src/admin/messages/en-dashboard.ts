/** The sentences of the overview in English. */
import type { Inline, Sentence } from '../../../interactions/views/messages/sentence.js';

/** The English catalogue that the other languages must match. */
export const enDashboard = {
  title: 'Overview',
  adoption: 'Two-factor authentication',
  none: 'Accounts have not been counted yet. The first count comes within minutes of the start.',
  share: 'of accounts that can sign in have a second factor.',
  asOf: (at: Inline): Sentence => ['Counted ', at, '.'],
  standings: {
    enrolled: 'Enrolled',
    in_grace: 'In grace',
    overdue: 'Overdue',
    exempt: 'Not required',
  },
  means: {
    enrolled: 'have a second factor',
    in_grace: 'have none, and still have time',
    overdue: 'have none, and must set one up to sign in',
    exempt: 'have none, and need none',
  },
  barOf: (parts: string): string => `Bar: ${parts}`,
  others: (pending: string, disabled: string): string => `Besides: ${pending} pending, ${disabled} disabled.`,
  columns: { standing: 'Standing', accounts: 'Accounts', share: 'Share', day: 'Day', role: 'Role', group: 'Group' },
  overTime: 'Over time',
  lineOf: (first: string, last: string): string => `Lines from ${first} to ${last}; the numbers are in the table.`,
  most: (count: string): string => `${count} accounts`,
  byDay: 'By day',
  byRole: 'By role',
  byGroup: 'By group',
  mostOverdue: 'Those with the most overdue accounts first.',
  links: {
    label: 'What to look after',
    overdue: 'People who are overdue',
    without: 'People without a second factor',
    locked: 'People who are locked out',
  },
  events: 'Security events',
  noEvents: 'Nothing happened.',
  allEvents: 'The whole audit log',
  failures: (count: number): string =>
    count === 1
      ? 'One sign-in, code or act failed in the last 24 hours.'
      : `${count} sign-ins, codes and acts failed in the last 24 hours.`,
  manyFailures: (most: number): string => `More than ${most} sign-ins, codes and acts failed in the last 24 hours.`,
  showFailures: 'Show them',
  policy: 'Policy in force',
  changePolicy: 'Policy and what it would change',
  rules: { all: 'Everybody', role: 'Role', group: 'Group', grace: 'Grace period' },
  levels: {
    optional: 'Second factor optional',
    encouraged: 'Second factor encouraged',
    report_only: 'Report only',
    required: 'Second factor required',
  },
  days: { one: 'day', other: 'days' },
  sources: { environment: 'from the environment', database: 'chosen here', default: 'default' },
};

export type DashboardMessages = typeof enDashboard;
