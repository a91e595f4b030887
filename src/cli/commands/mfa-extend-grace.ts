/** `mfa extend-grace`. */
import { extendUserGrace } from '../../administration/user-mfa.js';
import { accountJson } from '../account-json.js';
import { userOption } from '../account-lookup.js';
import { performNamed } from '../administered.js';
import { defineCommand } from '../command.js';
import { openInstallation } from '../installation.js';
import { reasonOption } from '../mfa-removal.js';
import { readMoment } from '../moment-option.js';
import { required } from '../option.js';

export const mfaExtendGrace = defineCommand({
  words: 'mfa extend-grace',
  summary: 'Let an account sign in without the required second factor for longer, at most 90 days',
  place: 'beside-database',
  options: {
    user: userOption,
    until: required('D', 'A day such as 2026-12-31 (its beginning, UTC), or a moment in ISO 8601', readMoment),
    reason: reasonOption,
  },
  async run(context, { user, until, reason }) {
    const { account } = await performNamed(context, { user, act: extendUserGrace, input: { until, reason } });
    const { database } = await openInstallation(context);
    const { id, email, mfa_grace_ends_at } = await accountJson(database, account.id, await context.policy());
    return {
      json: { id, email, mfa_grace_ends_at },
      text: `${email} may sign in without a second factor until ${until.toISOString()}.`,
    };
  },
});
