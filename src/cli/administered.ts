/** The acts of administrators, done by whoever can type commands: the same as over the API, without the limits of a role. */
import type { Account } from '../accounts/account.js';
import { holdAdministered } from '../accounts/hold-administered-store.js';
import type { HeldUser, UserAct } from '../administration/administer.js';
import { accountNamed, accountNotFound } from './account-lookup.js';
import { done } from './audited.js';
import type { CommandContext } from './command.js';
import { openInstallation } from './installation.js';
import { flag } from './option.js';

/** For acts that can leave an installation without administrators. */
export const forceOption = flag('Even when no administrator is left afterwards');

interface Asked<Input, Result> {
  /** E-mail address or id of the account. */
  readonly user: string;
  readonly act: Pick<UserAct<Input, Result>, 'run'>;
  readonly input: Input;
  /** Why, for acts that have no place for it themselves. Kept in the audit log. */
  readonly reason?: string;
  /** Whether the last administrator may go. */
  readonly force?: boolean | undefined;
}

/**
 * One transaction: the account is locked, and with an administrator all others, so that the act sees what is. Whoever can type
 * the command owns the machine, so nobody's role is asked for. Throws CommandRefused, and what the act throws.
 */
export async function performNamed<Input, Result>(
  context: CommandContext,
  { user, act, input, reason, force = false }: Asked<Input, Result>,
): Promise<{ readonly account: Account; readonly result: Result }> {
  const { database } = await openInstallation(context);
  const { account } = await accountNamed(database, user);
  const marked = { ...(reason === undefined ? {} : { reason }), ...(force ? { forced: true } : {}) };
  const both = { actorId: account.id, targetId: account.id };
  return holdAdministered(database, both, async (transaction, { target, otherAdmins }) => {
    if (target === undefined) throw accountNotFound();
    const held: HeldUser = {
      transaction,
      target,
      otherAdmins: force ? [...otherAdmins, { ...target, roles: ['super_admin'] }] : otherAdmins,
      event: (type, detail = {}) => done(context, type, { subjectId: target.id, detail: { ...detail, ...marked } }),
    };
    return { account: target, result: await act.run(held, input) };
  });
}
