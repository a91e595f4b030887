/** `mfa status`. */
import { accountJson } from '../account-json.js';
import { accountNamed, userOption } from '../account-lookup.js';
import { defineCommand } from '../command.js';
import { openInstallation } from '../installation.js';
import { fields } from '../printable.js';

export const mfaStatus = defineCommand({
  words: 'mfa status',
  summary: 'Show what an account has of second factors, and what is required of it',
  place: 'beside-database',
  options: { user: userOption },
  plainWord: 'user',
  async run(context, { user }) {
    const { database } = await openInstallation(context);
    const { account } = await accountNamed(database, user);
    const { mfa_enabled, mfa_configured_at, mfa_required, mfa_grace_ends_at, backup_codes_remaining } =
      await accountJson(database, account.id, await context.policy());
    const status = { mfa_enabled, mfa_configured_at, mfa_required, mfa_grace_ends_at, backup_codes_remaining };
    return { json: status, text: fields(status) };
  },
});
