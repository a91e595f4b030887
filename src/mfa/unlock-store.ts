/** Lets an account try again: an administrator's "unlock", from the API and from the command line. */
import type { Account } from '../accounts/account.js';
import type { AuditEvent } from '../audit/audit-event.js';
import type { Connection } from '../database/schema.js';
import { unlockEmail } from '../lockout/password-failure-store.js';
import type { KeyRing } from '../secrets/key-ring.js';
import { clearBudgets } from './budget-store.js';
import { forgetConfirmations } from './handed-over-store.js';

/** Three statements, for a transaction: wrong passwords and wrong codes are forgotten, from wherever they came. */
export async function unlockAccount(
  transaction: Connection,
  keyRing: KeyRing,
  { id, email }: Pick<Account, 'id' | 'email'>,
  events: readonly AuditEvent[],
): Promise<void> {
  await unlockEmail(transaction, keyRing, { email, events });
  await clearBudgets(transaction, id);
  await forgetConfirmations(transaction, id);
}
