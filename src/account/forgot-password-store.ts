/** Asks for a mail with which a new password can be chosen; the database does the same work whoever is asked for. */
import { sql } from 'kysely';
import { emailKey } from '../accounts/email.js';
import type { AuditEvent, AuditOrigin } from '../audit/audit-event.js';
import { auditInsert } from '../audit/audit-store.js';
import { namedParts } from '../database/fragment.js';
import type { Connection } from '../database/schema.js';
import { passwordResetMinutes, queueMail } from '../mail/mail-store.js';
import { fewLately } from './mail-limits-store.js';

/** Any number that no other advisory locks of ours have. */
const askingLocks = 7_112_605;

/**
 * Two statements in a transaction, the same two for addresses of no account: the lock makes requests for one address stand in a
 * line, so that its mails can be counted, and an event is written in any case. It is the address's and not the account's, so that
 * many requests at once take as long where there is no account. What differs is the row of the mail, three times an hour at
 * most. Nobody is told, not even the caller.
 */
export async function requestPasswordReset(connection: Connection, email: string, origin: AuditOrigin): Promise<void> {
  await connection.transaction().execute(async (transaction) => {
    const key = emailKey(email);
    const { rows } = await sql<{ id: string | null }>`SELECT (SELECT id FROM account WHERE email_key = ${key}) AS id,
      pg_advisory_xact_lock(${askingLocks}::int, hashtext(${key}))`.execute(transaction);
    const subjectId = rows[0]?.id ?? null;
    const requested = (outcome: AuditEvent['outcome']): AuditEvent[] => [
      { ...origin, type: 'password.reset_requested', subjectId, outcome },
    ];
    const parts = namedParts({
      recipient: sql`SELECT a.id, a.generation FROM account a
        WHERE a.id = ${subjectId}::uuid AND a.status = 'active' AND ${fewLately('password_reset')}`,
      queued: queueMail('password_reset', { from: sql.ref('recipient'), linkMinutes: passwordResetMinutes }),
      refused: sql`SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM recipient)`,
      audited: auditInsert(requested('success'), sql.ref('recipient')),
      audited_refusal: auditInsert(requested('failure'), sql.ref('refused')),
    });
    await sql`WITH ${parts} SELECT 1`.execute(transaction);
  });
}
