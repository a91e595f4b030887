/** `policy show`. */
import { defineCommand } from '../command.js';
import { openInstallation } from '../installation.js';
import { fields } from '../printable.js';

export const policyShow = defineCommand({
  words: 'policy show',
  summary: 'Show when a second factor is required, and since when',
  place: 'beside-database',
  options: {},
  async run(context) {
    await openInstallation(context);
    const policy = await context.policy();
    const json = {
      mfa_policy: policy.requireMfa ? 'required' : policy.encouraged ? 'encouraged' : 'optional',
      require_mfa: policy.requireMfa,
      require_admin_mfa: policy.requireAdminMfa,
      mfa_grace_period_days: policy.gracePeriodDays,
      mfa_allow_self_disable: context.settings.mfaAllowSelfDisable,
      required_for_all_since: policy.requiredForAllSince?.toISOString() ?? null,
      required_for_admins_since: policy.requiredForAdminsSince?.toISOString() ?? null,
    };
    return { json, text: fields(json) };
  },
});
