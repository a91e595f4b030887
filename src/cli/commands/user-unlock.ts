/** `user unlock`: wrong passwords and wrong codes are forgotten, from wherever they came. */
import { unlockAccount } from '../../mfa/unlock-store.js';
import { accountNamed, userOption } from '../account-lookup.js';
import { done } from '../audited.js';
import { defineCommand } from '../command.js';
import { openInstallation } from '../installation.js';

export const userUnlock = defineCommand({
  words: 'user unlock',
  summary: 'Forget the wrong passwords and codes that lock an account',
  place: 'beside-database',
  options: { user: userOption },
  plainWord: 'user',
  async run(context, { user }) {
    const { database, keyRing } = await openInstallation(context);
    const { account } = await accountNamed(database, user);
    const events = [done(context, 'user.unlocked', { subjectId: account.id })];
    await database.transaction().execute((transaction) => unlockAccount(transaction, keyRing, account, events));
    return {
      json: { id: account.id, email: account.email, unlocked: true },
      text: `${account.email} can try again, with the password and with codes.`,
    };
  },
});
