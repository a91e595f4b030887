/** `report adoption`. */
import { dayOf, showAdoption, usualDays } from '../../api/adoption-report.js';
import { listDays } from '../../census/adoption-store.js';
import { takeCensus } from '../../census/take-census.js';
import { defineCommand } from '../command.js';
import { openInstallation } from '../installation.js';
import { countFrom, optional } from '../option.js';
import { table } from '../printable.js';

const names = ['of', 'enrolled', 'in_grace', 'overdue', 'exempt', 'pending', 'disabled'];

const dayMilliseconds = 86_400_000;

export const reportAdoption = defineCommand({
  words: 'report adoption',
  summary: 'Count how many accounts have a second factor, may wait, are overdue or exempt, now and day by day',
  place: 'beside-database',
  options: { days: optional('N', `Days back (1-1100, else ${usualDays})`, countFrom(1, 1100)) },
  async run(context, { days: back = usualDays }) {
    const { database } = await openInstallation(context);
    const now = await takeCensus(database, await context.policy());
    const from = dayOf(new Date(now.takenAt.getTime() - (back - 1) * dayMilliseconds));
    const of = { scope: 'all', name: '' } as const;
    const days = await listDays(database, { from, to: dayOf(now.takenAt), of });
    const rows = [
      { of: 'all', ...now.all },
      ...now.roles.map(({ name, ...counts }) => ({ of: `role ${name}`, ...counts })),
      ...now.groups.map(({ name, ...counts }) => ({ of: `group ${name}`, ...counts })),
      ...days.map(({ day, scope, name, ...counts }) => ({ of: day, ...counts })),
    ];
    return { json: showAdoption(now, days), text: table(rows, names, '') };
  },
});
