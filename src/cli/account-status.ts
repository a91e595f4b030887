/** Shuts an account, or opens it again: what `user disable` and `user enable` have in common. */
import { changeAccount } from '../accounts/account-change-store.js';
import { accountNamed, accountNotFound } from './account-lookup.js';
import { done } from './audited.js';
import { type Answer, type CommandContext, CommandRefused } from './command.js';
import { openInstallation } from './installation.js';

/** Refuses an account that waits for approval: that one is activated, or simply left alone. */
export async function setStatus(context: CommandContext, user: string, status: 'active' | 'disabled'): Promise<Answer> {
  const { database } = await openInstallation(context);
  const { account } = await accountNamed(database, user);
  if (account.status === 'pending' && status === 'active') {
    throw new CommandRefused('account_pending', `${account.email} waits for approval: use "user activate".`);
  }
  const events = [done(context, 'user.updated', { subjectId: account.id, detail: { fields: ['status'], status } })];
  const changed = await changeAccount(database, account.id, { status }, events);
  if (!changed.ok) throw accountNotFound();
  const sentence =
    status === 'active'
      ? 'can sign in again.'
      : 'is signed out everywhere, and can neither sign in nor ask for a new password.';
  return { json: { id: account.id, email: account.email, status }, text: `${account.email} ${sentence}` };
}
