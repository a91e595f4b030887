/** `policy simulate`. */
import { simulatePolicy } from '../../administration/simulate-policy.js';
import { showSimulation } from '../../api/policy-simulation.js';
import { CommandRefused, defineCommand } from '../command.js';
import { groupNamed } from '../group-lookup.js';
import { openInstallation } from '../installation.js';
import { list, optional } from '../option.js';
import { daysOrDefault, groupLevel, levelOrDefault, roleLevel } from '../policy-options.js';
import { fields, table } from '../printable.js';

export const policySimulate = defineCommand({
  words: 'policy simulate',
  summary: 'Tell what a change of the policy would do, and to whom; changes nothing',
  place: 'beside-database',
  options: {
    all: optional('LEVEL', 'For everybody: optional, encouraged, report_only, required or default', levelOrDefault),
    role: list('ROLE=LEVEL', 'For a role', roleLevel),
    group: list('GROUP=LEVEL', 'For a group, by its name or id', groupLevel),
    'grace-days': optional('N', 'Days of grace, 0-90, or default', daysOrDefault),
  },
  async run(context, { all, role: roles, group, 'grace-days': gracePeriodDays }) {
    if (all === undefined && gracePeriodDays === undefined && roles.length + group.length === 0) {
      throw new CommandRefused('nothing_to_change', 'Say what to change; see --help.');
    }
    const { database } = await openInstallation(context);
    const policy = await context.policy();
    const groups = await Promise.all(
      group.map(async ({ group: name, level }) => ({ id: (await groupNamed(database, name)).id, level })),
    );
    const simulation = await simulatePolicy({ database, policy }, { all, roles, groups, gracePeriodDays });
    const json = showSimulation(simulation);
    return { json, text: inWords(json) };
  },
});

function inWords({ before, after, administrators, affected, ...rest }: ReturnType<typeof showSimulation>): string {
  const counts = (['enrolled', 'in_grace', 'overdue', 'exempt'] as const).map((name) => ({
    accounts: name,
    before: before[name],
    after: after[name],
  }));
  const kinds = (['admin', 'super_admin'] as const).map((kind) => ({
    accounts: `working ${kind}`,
    before: administrators.before[kind],
    after: administrators.after[kind],
  }));
  return [
    table([...counts, ...kinds], ['accounts', 'before', 'after'], ''),
    fields(rest),
    table(affected, ['email', 'from', 'to', 'because', 'of', 'deadline'], 'Nobody would notice.'),
  ].join('\n\n');
}
