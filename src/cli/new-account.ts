/** Makes an account: what `user create` and `create-admin` have in common. */
import { randomUUID } from 'node:crypto';
import { createAccount } from '../accounts/account-store.js';
import { changesAdminRoles } from '../accounts/administration.js';
import { parseEmail } from '../accounts/email.js';
import { accountJson } from './account-json.js';
import { done } from './audited.js';
import { choosePassword } from './chosen-password.js';
import { type Answer, type CommandContext, CommandRefused } from './command.js';
import { openInstallation } from './installation.js';
import { fields } from './printable.js';

/** Active at once. The generated password, if any, is in the answer and nowhere else. */
export async function makeAccount(
  context: CommandContext,
  asked: { readonly email: string; readonly name: string; readonly roles: readonly string[] },
): Promise<Answer> {
  const { name, roles } = asked;
  const email = parseEmail(asked.email);
  if (!email.ok) throw new CommandRefused(email.because, 'This is not an e-mail address.');
  const { database } = await openInstallation(context);
  const { passwordHash, generated } = await choosePassword(context, { email: email.email, name });
  const id = randomUUID();
  const events = [done(context, 'user.created', { subjectId: id, detail: { roles, status: 'active' } })];
  if (changesAdminRoles([], roles)) {
    events.push(done(context, 'admin.role_changed', { subjectId: id, detail: { from: [], to: roles } }));
  }
  const fresh = { id, email, name, roles, status: 'active', passwordHash } as const;
  const created = await createAccount(database, fresh, events);
  if (!created.ok) throw new CommandRefused(created.because, 'There is an account with this e-mail address already.');
  const account = await accountJson(database, id, await context.policy());
  const shown = { id, email: account.email, name: account.name, roles: account.roles };
  return {
    json: { ...account, ...(generated === undefined ? {} : { password: generated }) },
    text: fields({ ...shown, ...(generated === undefined ? {} : { password: generated }) }),
    ...(generated === undefined ? {} : { note: 'The password was generated and is not shown again.' }),
  };
}
