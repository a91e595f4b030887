/** `policy set`. */
import { applyPolicyChange } from '../../administration/change-policy.js';
import { forceOption } from '../administered.js';
import { done } from '../audited.js';
import { CommandRefused, defineCommand } from '../command.js';
import { groupNamed } from '../group-lookup.js';
import { openInstallation } from '../installation.js';
import { reasonOption } from '../mfa-removal.js';
import { list, optional } from '../option.js';
import { policyAnswer } from '../policy-json.js';
import { daysOrDefault, groupLevel, levelOrDefault, roleLevel } from '../policy-options.js';

export const policySet = defineCommand({
  words: 'policy set',
  summary: 'Change who must have a second factor; counts at once, on every node',
  place: 'beside-database',
  options: {
    all: optional('LEVEL', 'For everybody: optional, encouraged, report_only, required or default', levelOrDefault),
    role: list('ROLE=LEVEL', 'For a role', roleLevel),
    group: list('GROUP=LEVEL', 'For a group, by its name or id', groupLevel),
    'grace-days': optional('N', 'Days of grace, 0-90, or default', daysOrDefault),
    reason: reasonOption,
    force: forceOption,
  },
  async run(context, { all, role: roles, group, 'grace-days': gracePeriodDays, reason, force }) {
    if (all === undefined && gracePeriodDays === undefined && roles.length + group.length === 0) {
      throw new CommandRefused('nothing_to_change', 'Say what to change; see --help.');
    }
    const { database } = await openInstallation(context);
    const policy = await context.policy();
    const named = await Promise.all(
      group.map(async ({ group: name, level }) => ({ id: (await groupNamed(database, name)).id, level })),
    );
    const change = { all, roles, groups: named, gracePeriodDays };
    const changed = await database
      .transaction()
      .execute((transaction) =>
        applyPolicyChange(transaction, policy, { change, reason, force }, (detail) =>
          done(context, 'policy.changed', { detail }),
        ),
      );
    return policyAnswer(changed);
  },
});
