/** "This wasn't me": what a person who reads their mail can do at once against whoever is in their account. */
import { sql } from 'kysely';
import { endingParts } from '../accounts/generation-store.js';
import type { AuditEvent } from '../audit/audit-event.js';
import { auditInsert } from '../audit/audit-store.js';
import { noticeKinds } from '../audit/mail-kind.js';
import { namedParts } from '../database/fragment.js';
import type { Connection } from '../database/schema.js';
import { activeAdmins, type MailLink, passwordResetMinutes, queueMail, useMailLink } from '../mail/mail-store.js';

/**
 * One statement, once for each mail: everything signed in is signed out, the password stops working, the person gets a mail to
 * choose another, the administrators one that says so. Factors stay: whoever holds them still cannot sign in without a password.
 */
export async function reportCompromise(
  connection: Connection,
  { mailId, kind, account }: MailLink,
  events: readonly AuditEvent[],
): Promise<{ readonly ok: true } | { readonly ok: false; readonly because: 'link_used_up' }> {
  const raised = sql.ref('raised');
  const because = 'compromise_reported';
  const parts = namedParts({
    used: useMailLink(mailId, noticeKinds),
    raised: sql`UPDATE account a SET password_hash = NULL, generation = a.generation + 1, updated_at = now()
      FROM used WHERE a.id = used.account_id RETURNING a.id, a.generation`,
    ...endingParts(raised),
    reset: queueMail('password_reset', { from: raised, detail: { because }, linkMinutes: passwordResetMinutes }),
    admins: activeAdmins(raised),
    told: queueMail('compromise_reported', {
      from: sql.ref('admins'),
      detail: { concerned: account.email, concerned_id: account.id, reported: kind },
    }),
    audited: auditInsert(events, raised),
  });
  const { rows } = await sql`WITH ${parts} SELECT id FROM raised`.execute(connection);
  return rows.length === 1 ? { ok: true } : { ok: false, because: 'link_used_up' };
}
