/** Accounts, events and mails for tests of the post room's database side. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Account } from '../../src/accounts/account.js';
import { createAccount } from '../../src/accounts/account-store.js';
import { parseEmail } from '../../src/accounts/email.js';
import type { AuditEvent } from '../../src/audit/audit-event.js';
import type { Database } from '../../src/database/schema.js';

/** One row of mail, as tests look at it. */
export interface MailRow {
  id: string;
  account_id: string;
  kind: string;
  detail: Record<string, unknown>;
  generation: number | null;
  created_at: Date;
  due_at: Date;
  attempts: number;
  sent_at: Date | null;
  given_up_at: Date | null;
  link_expires_at: Date | null;
  link_used_at: Date | null;
}

export async function addAccount(
  database: Database,
  { roles = [], status = 'active' }: { roles?: string[]; status?: 'active' | 'pending' | 'disabled' } = {},
): Promise<Account> {
  const email = parseEmail(`person-${randomUUID().slice(0, 8)}@example.com`);
  if (!email.ok) throw new Error('no address');
  const account = { id: randomUUID(), email, name: '', roles, status, passwordHash: null };
  const created = await createAccount(database, account, []);
  if (!created.ok) throw new Error(created.because);
  return created.account;
}

export async function mailsOf(database: Database, { id }: Pick<Account, 'id'>): Promise<MailRow[]> {
  const { rows } = await sql<MailRow>`SELECT id, account_id, kind, detail, generation, created_at, due_at, attempts,
      sent_at, given_up_at, link_expires_at, link_used_at
    FROM mail WHERE account_id = ${id}::uuid ORDER BY created_at, kind`.execute(database);
  return rows;
}

/** Something that happened to the account in its own hands. */
export function eventOf(
  { id }: Pick<Account, 'id'>,
  type: AuditEvent['type'],
  more: Partial<AuditEvent> = {},
): AuditEvent {
  return {
    type,
    actor: { type: 'account', id },
    subjectId: id,
    ip: '203.0.113.7',
    userAgent: 'Firefox',
    outcome: 'success',
    ...more,
  };
}

/** All mails, and what is noted of them, are so many minutes older. */
export async function ageMails(database: Database, minutes: number): Promise<void> {
  const older = sql`make_interval(mins => ${minutes}::int)`;
  await sql`UPDATE mail SET created_at = created_at - ${older}, due_at = due_at - ${older}, sent_at = sent_at - ${older},
    given_up_at = given_up_at - ${older}, link_expires_at = link_expires_at - ${older}`.execute(database);
}
