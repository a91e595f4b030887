/** The sentences of the overview in Dutch. */
import type { DashboardMessages } from './en-dashboard.js';

export const nlDashboard: DashboardMessages = {
  title: 'Overzicht',
  adoption: 'Tweestapsverificatie',
  none: 'De accounts zijn nog niet geteld. De eerste telling komt binnen enkele minuten na de start.',
  share: 'van de accounts die kunnen inloggen heeft een tweede factor.',
  asOf: (at) => ['Geteld ', at, '.'],
  standings: {
    enrolled: 'Ingesteld',
    in_grace: 'Met uitstel',
    overdue: 'Te laat',
    exempt: 'Niet vereist',
  },
  means: {
    enrolled: 'hebben een tweede factor',
    in_grace: 'hebben er geen, en hebben nog tijd',
    overdue: 'hebben er geen, en moeten er een instellen om in te loggen',
    exempt: 'hebben er geen, en hoeven er geen',
  },
  barOf: (parts) => `Balk: ${parts}`,
  others: (pending, disabled) => `Daarnaast: ${pending} in afwachting, ${disabled} uitgeschakeld.`,
  columns: { standing: 'Stand', accounts: 'Accounts', share: 'Aandeel', day: 'Dag', role: 'Rol', group: 'Groep' },
  overTime: 'Door de tijd',
  lineOf: (first, last) => `Lijnen van ${first} tot ${last}; de getallen staan in de tabel.`,
  most: (count) => `${count} accounts`,
  byDay: 'Per dag',
  byRole: 'Per rol',
  byGroup: 'Per groep',
  mostOverdue: 'Met de meeste accounts die te laat zijn bovenaan.',
  links: {
    label: 'Wat aandacht vraagt',
    overdue: 'Mensen die te laat zijn',
    without: 'Mensen zonder tweede factor',
    locked: 'Mensen die zijn buitengesloten',
  },
  events: 'Beveiligingsgebeurtenissen',
  noEvents: 'Er is niets gebeurd.',
  allEvents: 'Het hele auditlogboek',
  failures: (count) =>
    count === 1
      ? 'Eén keer inloggen, code of handeling mislukte in de laatste 24 uur.'
      : `${count} keer mislukte inloggen, een code of een handeling in de laatste 24 uur.`,
  manyFailures: (most) => `Meer dan ${most} keer mislukte inloggen, een code of een handeling in de laatste 24 uur.`,
  showFailures: 'Tonen',
  policy: 'Geldend beleid',
  changePolicy: 'Het beleid en wat het zou veranderen',
  rules: { all: 'Iedereen', role: 'Rol', group: 'Groep', grace: 'Uitstel' },
  levels: {
    optional: 'Tweede factor vrijwillig',
    encouraged: 'Tweede factor aangeraden',
    report_only: 'Alleen melden',
    required: 'Tweede factor vereist',
  },
  days: { one: 'dag', other: 'dagen' },
  sources: { environment: 'uit de omgeving', database: 'hier gekozen', default: 'standaard' },
};
