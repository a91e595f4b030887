/** Takes an account's second factors away: what `mfa disable` and `mfa reset` have in common. */
import { removeMfa } from '../mfa/remove-mfa-store.js';
import { accountNamed, accountNotFound } from './account-lookup.js';
import { done } from './audited.js';
import { type Answer, type CommandContext, CommandRefused } from './command.js';
import { openInstallation } from './installation.js';
import { required, textUpTo } from './option.js';

/** Kept in the audit log, for whoever asks later. */
export const reasonOption = required('R', 'Why; kept in the audit log', textUpTo(500));

/** Whoever can type the command owns the machine, so it also works on administrators. */
export async function takeAwayMfa(
  context: CommandContext,
  asked: { readonly user: string; readonly reason: string; readonly demandEnrolment: boolean },
): Promise<Answer> {
  const { user, reason, demandEnrolment } = asked;
  const { database } = await openInstallation(context);
  const { account } = await accountNamed(database, user);
  const type = demandEnrolment ? 'mfa.reset' : 'mfa.disabled';
  const events = [done(context, type, { subjectId: account.id, detail: { reason } })];
  const removed = await removeMfa(database, { accountId: account.id, demandEnrolment, events });
  if (!removed.ok) {
    if (removed.because === 'account_not_found') throw accountNotFound();
    throw new CommandRefused(removed.because, 'MFA not enabled');
  }
  return {
    json: { id: account.id, email: account.email, mfa_enabled: false },
    text: demandEnrolment
      ? `${account.email} has no second factor now and must set one up at the next sign-in.`
      : `${account.email} has no second factor now.`,
  };
}
