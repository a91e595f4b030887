/** Shuts an account, or opens it again: what `user disable` and `user enable` have in common. */

import type { HeldUser } from '../administration/administer.js';
import { changeUser, type UserChanges } from '../administration/change-user.js';
import { performNamed } from './administered.js';
import { type Answer, type CommandContext, CommandRefused } from './command.js';

/** Refuses an account that waits for approval: that one is activated, or simply left alone. */
export async function setStatus(
  context: CommandContext,
  { user, status, force }: { readonly user: string; readonly status: 'active' | 'disabled'; readonly force?: boolean },
): Promise<Answer> {
  const act = {
    async run(held: HeldUser, changes: UserChanges): Promise<void> {
      const { email, status: present } = held.target;
      if (present === 'pending' && status === 'active') {
        throw new CommandRefused('account_pending', `${email} waits for approval: use "user activate".`);
      }
      await changeUser.run(held, changes);
    },
  };
  const { account } = await performNamed(context, { user, act, input: { status }, force });
  const sentence =
    status === 'active'
      ? 'can sign in again.'
      : 'is signed out everywhere, and can neither sign in nor ask for a new password.';
  return { json: { id: account.id, email: account.email, status }, text: `${account.email} ${sentence}` };
}
