/** Turns a pending account into one that can be used: by whoever reads its mail, or by an administrator. */
import { sql } from 'kysely';
import type { AuditEvent, AuditOrigin } from '../audit/audit-event.js';
import { auditInsert } from '../audit/audit-store.js';
import { namedParts } from '../database/fragment.js';
import type { Connection } from '../database/schema.js';
import { activeAdmins, type MailLink, queueMail, useMailLink } from '../mail/mail-store.js';

export interface Activation {
  readonly link: MailLink;
  readonly name: string;
  readonly passwordHash: string;
  /** Whether an administrator has to agree: then the address is proved, the administrators hear of it, and the account waits. */
  readonly needsApproval: boolean;
  readonly origin: AuditOrigin;
}

/**
 * One statement: the link is used and the account gets its password and name from whoever holds the mail. What was typed when
 * somebody signed up with this address does not count: it may have been somebody else.
 */
export async function activateByMail(
  connection: Connection,
  { link, name, passwordHash, needsApproval, origin }: Activation,
): Promise<{ readonly ok: true } | { readonly ok: false; readonly because: 'link_dead' }> {
  const { id, email } = link.account;
  const activated = sql.ref('activated');
  const about = { ...origin, subjectId: id, outcome: 'success' } as const;
  const events: AuditEvent[] = needsApproval
    ? [{ ...about, type: 'user.updated', detail: { fields: ['email_verified', 'name', 'password'] } }]
    : [{ ...about, type: 'user.activated', detail: { by: 'mail' } }];
  const parts = namedParts({
    used: useMailLink(link.mailId, 'activation'),
    activated: sql`UPDATE account a SET status = ${needsApproval ? 'pending' : 'active'}, name = ${name},
        password_hash = ${passwordHash}, email_verified_at = now(), generation = a.generation + 1, updated_at = now()
      FROM used WHERE a.id = used.account_id AND a.status = 'pending' AND a.email_verified_at IS NULL
      RETURNING a.id, a.generation`,
    ...(needsApproval
      ? {
          admins: activeAdmins(activated),
          told: queueMail('approval_wanted', {
            from: sql.ref('admins'),
            detail: { concerned: email, concerned_id: id },
          }),
        }
      : {}),
    audited: auditInsert(events, activated),
  });
  const { rows } = await sql`WITH ${parts} SELECT id FROM activated`.execute(connection);
  return rows.length === 1 ? { ok: true } : { ok: false, because: 'link_dead' };
}

export type ApproveResult =
  | { readonly ok: true; readonly hasPassword: boolean }
  | { readonly ok: false; readonly because: 'account_not_pending' };

/** One statement: an administrator lets a pending account in, and vouches for its address if nobody has proved it. The person gets a mail. */
export async function approveAccount(
  connection: Connection,
  accountId: string,
  events: readonly AuditEvent[],
): Promise<ApproveResult> {
  const activated = sql.ref('activated');
  const parts = namedParts({
    activated: sql`UPDATE account SET status = 'active', email_verified_at = coalesce(email_verified_at, now()),
        generation = generation + 1, updated_at = now()
      WHERE id = ${accountId}::uuid AND status = 'pending' RETURNING id, generation, password_hash IS NOT NULL AS has_password`,
    told: queueMail('account_activated', { from: activated }),
    audited: auditInsert(events, activated),
  });
  const { rows } = await sql<{ has_password: boolean }>`WITH ${parts} SELECT has_password FROM activated`.execute(
    connection,
  );
  const row = rows[0];
  return row === undefined
    ? { ok: false, because: 'account_not_pending' }
    : { ok: true, hasPassword: row.has_password };
}
