/** Makes an account that nobody can use yet, and sends its activation to the address; the same work whoever has that address. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { ParsedEmail } from '../accounts/email.js';
import type { AuditEvent, AuditOrigin } from '../audit/audit-event.js';
import { auditInsert } from '../audit/audit-store.js';
import { namedParts } from '../database/fragment.js';
import type { Connection } from '../database/schema.js';
import type { Locale } from '../language/locale.js';
import { queueMail } from '../mail/mail-store.js';
import { fewLately } from './mail-limits-store.js';

export interface SignUp {
  readonly email: Extract<ParsedEmail, { ok: true }>;
  readonly name: string;
  readonly locale: Locale;
  readonly origin: AuditOrigin;
}

/** Minutes for which an activation link works. */
const activationMinutes = 24 * 60;

/**
 * Two statements in a transaction, the same two for every address. One that nobody has becomes a pending account; one that waits
 * for its activation gets another link, and nothing else of it changes; an account in use is told by mail. At most three mails an
 * hour. Whoever signed up learns none of it here.
 */
export async function signUp(connection: Connection, { email, name, locale, origin }: SignUp): Promise<void> {
  await connection.transaction().execute(async (transaction) => {
    const { rows } = await sql<{ id: string }>`SELECT id FROM account WHERE email_key = ${email.key}
      FOR NO KEY UPDATE`.execute(transaction);
    const known = rows[0]?.id ?? null;
    const id = known ?? randomUUID();
    const about = { ...origin, type: 'user.created' } as const;
    const made: AuditEvent[] = [
      { ...about, subjectId: id, outcome: 'success', detail: { roles: [], status: 'pending', by: 'sign_up' } },
    ];
    const refused: AuditEvent[] = [
      { ...about, subjectId: known, outcome: 'failure', detail: { because: 'email_taken' } },
    ];
    const parts = namedParts({
      created: sql`INSERT INTO account (id, email, email_key, email_verified_at, name, locale, status)
        SELECT ${id}::uuid, ${email.email}, ${email.key}, NULL, ${name}, ${locale}, 'pending'
        WHERE ${known}::uuid IS NULL ON CONFLICT (email_key) DO NOTHING RETURNING id, generation`,
      waiting: sql`SELECT a.id, a.generation FROM account a WHERE a.id = ${known}::uuid AND a.status = 'pending'
        AND a.email_verified_at IS NULL AND ${fewLately('activation')}`,
      newcomer: sql`SELECT id, generation FROM created UNION ALL SELECT id, generation FROM waiting`,
      owner: sql`SELECT a.id, a.generation FROM account a WHERE a.id = ${known}::uuid AND a.status = 'active'
        AND ${fewLately('sign_up_known_address')}`,
      activation: queueMail('activation', { from: sql.ref('newcomer'), linkMinutes: activationMinutes }),
      known_address: queueMail('sign_up_known_address', { from: sql.ref('owner') }),
      taken: sql`SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM created)`,
      audited: auditInsert(made, sql.ref('created')),
      audited_refusal: auditInsert(refused, sql.ref('taken')),
    });
    await sql`WITH ${parts} SELECT 1`.execute(transaction);
  });
}
