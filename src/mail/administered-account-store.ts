/** Mails that come with what an administrator does to an account, queued in the transaction of the change. */
import { sql } from 'kysely';
import { namedParts } from '../database/fragment.js';
import type { Connection } from '../database/schema.js';
import { queueMail } from './mail-store.js';

/** Minutes for which the first link to choose a password works: nobody waits for this mail. */
const invitationMinutes = 24 * 60;

/** One statement: a mail with which the person chooses the first password. */
export async function inviteToChoosePassword(transaction: Connection, accountId: string): Promise<void> {
  const detail = { because: 'account_created' };
  const invited = queueMail('password_reset', { accountId, detail, linkMinutes: invitationMinutes });
  await sql`WITH ${namedParts({ invited })} SELECT 1`.execute(transaction);
}

/** One statement: a mail that says that the account can be used now. */
export async function tellOfActivation(transaction: Connection, accountId: string): Promise<void> {
  await sql`WITH ${namedParts({ told: queueMail('account_activated', { accountId }) })} SELECT 1`.execute(transaction);
}
