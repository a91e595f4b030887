/** `user delete`: for good; what happened to the account stays in the audit log. */
import { deleteUser } from '../../administration/change-user.js';
import { userOption } from '../account-lookup.js';
import { forceOption, performNamed } from '../administered.js';
import { defineCommand } from '../command.js';
import { reasonOption } from '../mfa-removal.js';

export const userDelete = defineCommand({
  words: 'user delete',
  summary: 'Remove an account with its factors, sessions and consents, for good',
  place: 'beside-database',
  options: { user: userOption, reason: reasonOption, force: forceOption },
  async run(context, { user, reason, force }) {
    const { account } = await performNamed(context, { user, act: deleteUser, input: {}, reason, force });
    return {
      json: { id: account.id, email: account.email, deleted: true },
      text: `${account.email} is removed.`,
    };
  },
});
