/** The account behind a request, read at most once. */
import type { AccountReading } from '../accounts/account.js';
import { findAccountById } from '../accounts/account-store.js';
import type { Connection } from '../database/schema.js';
import { currentScope } from './current-scope.js';

/** No statement when a session, code or token of this request brought the account along; else one. */
export async function accountOfRequest(connection: Connection, accountId: string): Promise<AccountReading | undefined> {
  const scope = currentScope();
  if (scope === undefined) return findAccountById(connection, accountId);
  const known = scope.account(accountId);
  if (known !== undefined) return known;
  const found = await scope.once(`account ${accountId}`, () => findAccountById(connection, accountId));
  if (found !== undefined) scope.offerAccount(found);
  return found;
}
