/** Takes an account's second factors away: what `mfa disable` and `mfa reset` have in common. */
import { disableUserMfa, resetUserMfa } from '../administration/user-mfa.js';
import { performNamed } from './administered.js';
import type { Answer, CommandContext } from './command.js';
import { required, textUpTo } from './option.js';

/** Kept in the audit log, for whoever asks later. */
export const reasonOption = required('R', 'Why; kept in the audit log', textUpTo(500));

/** Whoever can type the command owns the machine, so it also works on administrators. */
export async function takeAwayMfa(
  context: CommandContext,
  asked: { readonly user: string; readonly reason: string; readonly demandEnrolment: boolean },
): Promise<Answer> {
  const { user, reason, demandEnrolment } = asked;
  const act = demandEnrolment ? resetUserMfa : disableUserMfa;
  const { account } = await performNamed(context, { user, act, input: { reason } });
  return {
    json: { id: account.id, email: account.email, mfa_enabled: false },
    text: demandEnrolment
      ? `${account.email} has no second factor now and must set one up at the next sign-in.`
      : `${account.email} has no second factor now.`,
  };
}
