/** `policy show`. */
import { effectivePolicy } from '../../mfa/effective-policy.js';
import { readStoredPolicy } from '../../mfa/policy-change-store.js';
import { defineCommand } from '../command.js';
import { openInstallation } from '../installation.js';
import { policyAnswer } from '../policy-json.js';

export const policyShow = defineCommand({
  words: 'policy show',
  summary: 'Show when a second factor is required, since when, and who decides it',
  place: 'beside-database',
  options: {},
  async run(context) {
    const { database } = await openInstallation(context);
    const policy = await context.policy();
    const effective = effectivePolicy(policy, await readStoredPolicy(database));
    const admins = effective.roles.filter(({ role }) => role === 'admin' || role === 'super_admin');
    return policyAnswer(effective, {
      mfa_policy: effective.all.level,
      require_mfa: effective.all.level === 'required',
      require_admin_mfa: admins.every(({ level }) => level === 'required'),
      mfa_grace_period_days: effective.gracePeriodDays.value,
      mfa_allow_self_disable: context.settings.mfaAllowSelfDisable,
      required_for_all_since: effective.all.since?.toISOString() ?? null,
      required_for_admins_since: policy.requiredForAdminsSince?.toISOString() ?? null,
    });
  },
});
