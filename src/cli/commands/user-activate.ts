/** `user activate`: lets somebody in who signed up and waits for approval. */
import { approveAccount } from '../../account/activation-store.js';
import { accountNamed } from '../account-lookup.js';
import { done } from '../audited.js';
import { CommandRefused, defineCommand } from '../command.js';
import { openInstallation } from '../installation.js';
import { anyText, required } from '../option.js';

export const userActivate = defineCommand({
  words: 'user activate',
  summary: 'Let an account in that waits for approval, and tell the person by mail',
  place: 'beside-database',
  options: { email: required('E', 'E-mail address or id of the account', anyText) },
  plainWord: 'email',
  async run(context, { email }) {
    const { database } = await openInstallation(context);
    const { account } = await accountNamed(database, email);
    const events = [done(context, 'user.activated', { subjectId: account.id, detail: { by: 'administrator' } })];
    const approved = await approveAccount(database, account.id, events);
    if (!approved.ok) {
      throw new CommandRefused(
        approved.because,
        `${account.email} does not wait for approval: it is ${account.status}.`,
      );
    }
    const note = 'It has no password yet. The person chooses one with "Forgot your password?".';
    return {
      json: { id: account.id, email: account.email, status: 'active' },
      text: `${account.email} can sign in now.`,
      ...(approved.hasPassword ? {} : { note }),
    };
  },
});
