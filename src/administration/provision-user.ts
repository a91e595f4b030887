/** Accounts made by administrators. */
import { randomUUID } from 'node:crypto';
import type { AccountStatus } from '../accounts/account.js';
import { createAccount, type NewAccount } from '../accounts/account-store.js';
import { changesAdminRoles } from '../accounts/administration.js';
import type { PasswordHasher } from '../accounts/password-hash.js';
import { passwordProblems } from '../accounts/password-policy.js';
import type { Connection, Database } from '../database/schema.js';
import { Problem } from '../http/problem.js';
import { inviteToChoosePassword } from '../mail/administered-account-store.js';
import type { Settings } from '../settings/settings.js';
import { type Administrator, performNew } from './administer.js';

export interface ProvisionParts {
  readonly database: Database;
  readonly hasher: PasswordHasher;
  readonly settings: Pick<Settings, 'passwordMinLength'>;
}

export interface NewUser {
  readonly email: NewAccount['email'];
  readonly name: string;
  readonly roles: readonly string[];
  readonly status: AccountStatus;
  /** Undefined: an active account gets a mail with which the person chooses one. */
  readonly password: string | undefined;
}

/** Problems: `email_taken`, `password_refused`. Throws Overloaded. */
export async function provisionUser<Answer>(
  parts: ProvisionParts,
  administrator: Administrator,
  { email, name, roles, status, password }: NewUser,
  after: (transaction: Connection, id: string) => Promise<Answer>,
): Promise<Answer> {
  const passwordHash = password === undefined ? null : await hashed(password, { email: email.email, name }, parts);
  const id = randomUUID();
  return performNew(parts.database, administrator, { id, roles }, async (transaction, event) => {
    const events = [event('user.created', { roles, status })];
    if (changesAdminRoles([], roles)) events.push(event('admin.role_changed', { from: [], to: roles }));
    const created = await createAccount(transaction, { id, email, name, roles, status, passwordHash }, events);
    if (!created.ok) throw new Problem(409, 'email_taken', 'There is an account with this e-mail address already.');
    if (passwordHash === null && status === 'active') await inviteToChoosePassword(transaction, id);
    return after(transaction, id);
  });
}

async function hashed(
  password: string,
  whose: { readonly email: string; readonly name: string },
  { hasher, settings }: ProvisionParts,
): Promise<string> {
  const problems = await passwordProblems(password, { ...whose, minLength: settings.passwordMinLength });
  if (problems.length === 0) return hasher.hash(password);
  throw new Problem(422, 'password_refused', 'The password does not meet the policy for passwords.', {
    members: { problems: problems.map(({ because }) => because) },
  });
}
