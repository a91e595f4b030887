/** Makes an account: what `user create`, `create-admin` and `user invite` have in common. */
import { randomUUID } from 'node:crypto';
import { createAccount, type NewAccount } from '../accounts/account-store.js';
import { changesAdminRoles } from '../accounts/administration.js';
import { parseEmail } from '../accounts/email.js';
import type { Connection } from '../database/schema.js';
import { inviteToChoosePassword } from '../mail/administered-account-store.js';
import { accountJson } from './account-json.js';
import { done } from './audited.js';
import { choosePassword } from './chosen-password.js';
import { type Answer, type CommandContext, CommandRefused } from './command.js';
import { openInstallation } from './installation.js';
import { fields } from './printable.js';

export interface AskedAccount {
  readonly email: string;
  readonly name: string;
  readonly roles: readonly string[];
}

/** Active at once. The generated password, if any, is in the answer and nowhere else. */
export async function makeAccount(context: CommandContext, asked: AskedAccount): Promise<Answer> {
  const email = addressOf(asked);
  const { database } = await openInstallation(context);
  const { passwordHash, generated } = await choosePassword(context, { email: email.email, name: asked.name });
  const id = await store(context, database, { ...asked, email, passwordHash });
  const answer = await made(context, database, id);
  if (generated === undefined) return answer;
  return {
    json: { ...answer.json, password: generated },
    text: fields({ ...answer.shown, password: generated }),
    note: 'The password was generated and is not shown again.',
  };
}

/** Active at once, without a password: the person gets a mail with a link to choose one. One transaction. */
export async function inviteAccount(context: CommandContext, asked: AskedAccount): Promise<Answer> {
  const email = addressOf(asked);
  const { database } = await openInstallation(context);
  const id = await database.transaction().execute(async (transaction) => {
    const stored = await store(context, transaction, { ...asked, email, passwordHash: null });
    await inviteToChoosePassword(transaction, stored);
    return stored;
  });
  return { ...(await made(context, database, id)), note: `A mail with a link for 24 hours goes to ${email.email}.` };
}

/** Throws CommandRefused. */
function addressOf({ email }: AskedAccount): NewAccount['email'] {
  const parsed = parseEmail(email);
  if (!parsed.ok) throw new CommandRefused(parsed.because, 'This is not an e-mail address.');
  return parsed;
}

type Stored = Omit<NewAccount, 'id' | 'status'>;

/** One statement; gives the id. Throws CommandRefused when the address is taken. */
async function store(context: CommandContext, connection: Connection, account: Stored): Promise<string> {
  const id = randomUUID();
  const { roles } = account;
  const events = [done(context, 'user.created', { subjectId: id, detail: { roles, status: 'active' } })];
  if (changesAdminRoles([], roles)) {
    events.push(done(context, 'admin.role_changed', { subjectId: id, detail: { from: [], to: roles } }));
  }
  const created = await createAccount(connection, { ...account, id, status: 'active' }, events);
  if (created.ok) return id;
  throw new CommandRefused(created.because, 'There is an account with this e-mail address already.');
}

async function made(context: CommandContext, connection: Connection, id: string) {
  const account = await accountJson(connection, id, await context.policy());
  const shown = { id, email: account.email, name: account.name, roles: account.roles };
  return { json: { ...account }, text: fields(shown), shown };
}
