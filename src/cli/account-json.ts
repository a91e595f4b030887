/** An account as commands print it: the same fields as in the API, from the same views. */
import { findUserRow } from '../administration/user-query-store.js';
import { type User, userFields } from '../api/user-schema.js';
import { columnsOf, showUser } from '../api/user-view.js';
import type { Connection } from '../database/schema.js';
import { describeRequirement } from '../mfa/describe-requirement.js';
import type { MfaPolicy } from '../mfa/policy.js';
import { accountNotFound } from './account-lookup.js';

/** One statement. Throws CommandRefused when the account is gone. */
export async function accountJson(connection: Connection, id: string, policy: MfaPolicy): Promise<User> {
  const row = await findUserRow(connection, id, columnsOf(userFields));
  if (row === undefined) throw accountNotFound();
  return showUser(row, userFields, describeRequirement(policy)) as User;
}
