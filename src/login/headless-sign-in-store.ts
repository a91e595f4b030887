/** Sign-ins without pages: the same rows as those with pages, but here nothing may begin without the password. */
import { sql } from 'kysely';
import type { AuditEvent } from '../audit/audit-event.js';
import { auditInsert } from '../audit/audit-store.js';
import { type Fragment, namedParts } from '../database/fragment.js';
import type { Connection } from '../database/schema.js';
import type { AttemptKey } from './login-attempt-store.js';

/**
 * Counts one more code, before it is checked. As `countCode`, but the row must be there and wait for a code: a sign-in that was
 * finished or sent back meanwhile cannot come back by being counted. Of codes sent together with the right one, none is counted
 * after it, so that they cannot undo it. A fragment for VerifyRequest.onlyIf.
 */
export function countCodeAfterPassword(key: AttemptKey, maxAttempts: number): Fragment {
  return sql`UPDATE login_attempt l SET wrong_codes = l.wrong_codes + 1
    WHERE l.id = ${key.id} AND l.account_id = ${key.accountId} AND l.generation = ${key.generation}
      AND l.password_verified_at IS NOT NULL AND l.factor_verified_at IS NULL
      AND l.wrong_codes < ${maxAttempts}::int AND l.expires_at > now()
    RETURNING l.wrong_codes`;
}

/**
 * Ends a sign-in whose password and second factor are in: once, because its row goes with it, and only if the account has not
 * changed since. Returns whether this request was the one. Locks the account first, as every statement that takes both rows.
 */
export async function takeFinished(
  connection: Connection,
  key: AttemptKey,
  events: readonly AuditEvent[],
): Promise<boolean> {
  const parts = namedParts({
    held: sql`SELECT id FROM account
      WHERE id = ${key.accountId} AND generation = ${key.generation} AND status = 'active' FOR NO KEY UPDATE`,
    taken: sql`DELETE FROM login_attempt l USING held
      WHERE l.id = ${key.id} AND l.account_id = held.id AND l.generation = ${key.generation}
        AND l.password_verified_at IS NOT NULL AND l.factor_verified_at IS NOT NULL
      RETURNING l.account_id`,
    finished: sql`UPDATE account a SET last_sign_in_at = now() FROM taken WHERE a.id = taken.account_id RETURNING a.id`,
    audit: auditInsert(events, sql.ref('finished')),
  });
  const { rows } = await sql`WITH ${parts} SELECT id FROM finished`.execute(connection);
  return rows.length > 0;
}

/** One statement: what a right password changes when its sign-in goes on elsewhere, together with the events. */
export async function recordPasswordOnly(
  connection: Connection,
  change: Fragment,
  events: readonly AuditEvent[],
): Promise<void> {
  const parts = namedParts({ changed: change, audit: auditInsert(events) });
  await sql`WITH ${parts} SELECT 1`.execute(connection);
}
