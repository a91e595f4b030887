/** `user show`. */
import { accountJson } from '../account-json.js';
import { accountNamed, userOption } from '../account-lookup.js';
import { defineCommand } from '../command.js';
import { openInstallation } from '../installation.js';
import { fields } from '../printable.js';

export const userShow = defineCommand({
  words: 'user show',
  summary: 'Show an account',
  place: 'beside-database',
  options: { user: userOption },
  plainWord: 'user',
  async run(context, { user }) {
    const { database } = await openInstallation(context);
    const { account } = await accountNamed(database, user);
    const json = await accountJson(database, account.id, await context.policy());
    const factors = json.mfa_factors.map(({ type, name }) => `${name} (${type})`);
    return { json, text: fields({ ...json, mfa_factors: factors }) };
  },
});
