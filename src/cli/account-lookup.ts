/** Finds the account that `--user` names. */
import type { AccountReading } from '../accounts/account.js';
import { findAccountByEmail, findAccountById } from '../accounts/account-store.js';
import type { Connection } from '../database/schema.js';
import { isUuid } from '../database/uuid.js';
import { CommandRefused } from './command.js';
import { anyText, required } from './option.js';

/** The option itself, the same for every command about one account. */
export const userOption = required('E', 'E-mail address or id of the account', anyText, 'email');

/** By id or e-mail address. Throws CommandRefused when there is none. */
export async function accountNamed(connection: Connection, who: string): Promise<AccountReading> {
  const reading = isUuid(who) ? await findAccountById(connection, who) : await findAccountByEmail(connection, who);
  if (reading === undefined) throw accountNotFound();
  return reading;
}

/** For an account that vanished between being found and being changed, too. */
export function accountNotFound(): CommandRefused {
  return new CommandRefused('account_not_found', 'There is no such account.');
}
