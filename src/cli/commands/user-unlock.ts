/** `user unlock`: wrong passwords and wrong codes are forgotten, from wherever they came. */
import { unlockUser } from '../../administration/user-access.js';
import { userOption } from '../account-lookup.js';
import { performNamed } from '../administered.js';
import { defineCommand } from '../command.js';

export const userUnlock = defineCommand({
  words: 'user unlock',
  summary: 'Forget the wrong passwords and codes that lock an account',
  place: 'beside-database',
  options: { user: userOption },
  plainWord: 'user',
  async run(context, { user }) {
    const act = unlockUser(await context.keyRing());
    const { account } = await performNamed(context, { user, act, input: {} });
    return {
      json: { id: account.id, email: account.email, unlocked: true },
      text: `${account.email} can try again, with the password and with codes.`,
    };
  },
});
