/** What the post room does in the database: makes mails of events, takes those that are due, and notes how it went. */
import { sql } from 'kysely';
import type { Account } from '../accounts/account.js';
import { type AccountRow, accountColumns, toAccount } from '../accounts/account-store.js';
import type { MailKind } from '../audit/mail-kind.js';
import type { Connection, Database } from '../database/schema.js';

/** Strangers can cause these at will: at most one mail to an account in 24 hours, which counts what happened. */
const gatheredKinds: readonly MailKind[] = ['wrong_codes', 'account_locked'];

/** Days for which "This wasn't me" works. */
const noticeLinkDays = 7;

/** Any number that no other advisory lock of ours has. */
const collectingLock = 7_112_604;

/**
 * Makes mails of at most `batchSize` events. Returns how many events were taken; call it again while that equals `batchSize`.
 * One node at a time, so that two cannot each send the one mail of the day; the others go on with what is due.
 */
export async function collectMail(database: Database, batchSize: number): Promise<number> {
  const { rows } = await sql<{ pending: boolean }>`
    SELECT EXISTS (SELECT 1 FROM audit_event WHERE mail_kind IS NOT NULL) AS pending`.execute(database);
  if (!rows[0]?.pending) return 0;
  return database.transaction().execute(async (transaction) => {
    // A statement of its own: the next one must see what the node before has committed.
    const turn = await sql<{ ours: boolean }>`
      SELECT pg_try_advisory_xact_lock(${collectingLock}::bigint) AS ours`.execute(transaction);
    return turn.rows[0]?.ours ? makeMails(transaction, batchSize) : 0;
  });
}

/** Events of accounts that are gone make no mail. What an administrator did says nothing of the administrator's own place. */
async function makeMails(transaction: Connection, batchSize: number): Promise<number> {
  const gathered = sql`${[...gatheredKinds]}::text[]`;
  const linkLife = sql`make_interval(days => ${noticeLinkDays}::int)`;
  const { rows } = await sql<{ taken: number }>`
    WITH taken AS (
      SELECT e.id, e.subject_id, e.mail_kind, e.at, e.detail, e.ip, e.user_agent,
        e.actor_type IN ('cli', 'client') OR (e.actor_type = 'account' AND e.actor_id <> e.subject_id::text) AS by_other
      FROM audit_event e WHERE e.mail_kind IS NOT NULL ORDER BY e.id LIMIT ${batchSize}::int FOR UPDATE SKIP LOCKED
    ),
    settled AS (UPDATE audit_event e SET mail_kind = NULL FROM taken t WHERE e.id = t.id RETURNING 1),
    told AS (
      SELECT t.id AS event_id, a.id AS account_id, t.mail_kind AS kind, t.at, jsonb_strip_nulls(jsonb_build_object(
          'factor', coalesce(t.detail->>'factor_name', c.name),
          'by_other', CASE WHEN t.by_other THEN true END,
          'ip', CASE WHEN NOT t.by_other THEN t.ip END,
          'user_agent', CASE WHEN NOT t.by_other THEN t.user_agent END)) AS detail
      FROM taken t JOIN account a ON a.id = t.subject_id
        LEFT JOIN totp_credential c ON c.account_id = a.id AND c.id::text = t.detail->>'factor_id'
    ),
    made AS (
      INSERT INTO mail (account_id, kind, detail, created_at, link_expires_at)
      SELECT account_id, kind, detail, at, at + ${linkLife} FROM told WHERE kind <> ALL (${gathered}) RETURNING 1
    ),
    bundle AS (
      SELECT account_id, kind, max(at) AS at, count(*)::int AS events,
        (array_agg(detail ORDER BY event_id DESC))[1] AS detail
      FROM told WHERE kind = ANY (${gathered}) GROUP BY account_id, kind
    ),
    earlier AS (
      SELECT DISTINCT ON (m.account_id, m.kind) m.id, m.account_id, m.kind, b.events
      FROM mail m JOIN bundle b ON b.account_id = m.account_id AND b.kind = m.kind
      WHERE m.created_at > now() - interval '24 hours' ORDER BY m.account_id, m.kind, m.created_at DESC
    ),
    counted AS (
      UPDATE mail m SET detail = m.detail || jsonb_build_object('events', (m.detail->>'events')::int + x.events)
      FROM earlier x WHERE m.id = x.id RETURNING 1
    ),
    bundled AS (
      INSERT INTO mail (account_id, kind, detail, created_at, link_expires_at)
      SELECT b.account_id, b.kind, b.detail || jsonb_build_object('events', b.events), b.at, b.at + ${linkLife}
      FROM bundle b WHERE NOT EXISTS (SELECT 1 FROM earlier x WHERE x.account_id = b.account_id AND x.kind = b.kind)
      RETURNING 1
    )
    SELECT count(*)::int AS taken FROM taken`.execute(transaction);
  return rows[0]?.taken ?? 0;
}

/** A mail that this node, and no other, sends now. */
export interface DueMail {
  readonly id: string;
  readonly kind: MailKind;
  readonly account: Account;
  readonly detail: Readonly<Record<string, unknown>>;
  /** When what it tells of happened. */
  readonly createdAt: Date;
  /** This attempt included. */
  readonly attempts: number;
  /** Whether its link, if it has one, would still work. */
  readonly isLinkUsable: boolean;
  readonly backupCodesLeft: number;
}

/**
 * One statement takes mails and sets them due again `claimMinutes` later: no other node finds them meanwhile, and when this
 * one dies, another sends them then.
 */
export async function takeDueMail(
  connection: Connection,
  { batchSize, claimMinutes }: { readonly batchSize: number; readonly claimMinutes: number },
): Promise<readonly DueMail[]> {
  const { rows } = await sql<
    AccountRow & {
      mail_id: string;
      kind: MailKind;
      detail: Record<string, unknown>;
      mail_created_at: Date;
      attempts: number;
      usable: boolean | null;
      codes_left: number;
    }
  >`WITH due AS (
      SELECT id FROM mail WHERE sent_at IS NULL AND given_up_at IS NULL AND due_at <= now()
      ORDER BY due_at LIMIT ${batchSize}::int FOR UPDATE SKIP LOCKED
    )
    UPDATE mail m SET due_at = now() + make_interval(mins => ${claimMinutes}::int), attempts = m.attempts + 1
    FROM due, account a WHERE m.id = due.id AND a.id = m.account_id
    RETURNING ${accountColumns('a')}, m.id AS mail_id, m.kind, m.detail, m.created_at AS mail_created_at, m.attempts,
      m.link_expires_at > now() AND (m.kind <> 'password_reset' OR m.generation = a.generation) AS usable,
      (SELECT count(*)::int FROM backup_code b WHERE b.account_id = a.id AND b.used_at IS NULL) AS codes_left`.execute(
    connection,
  );
  return rows.map((row) => ({
    id: row.mail_id,
    kind: row.kind,
    account: toAccount(row),
    detail: row.detail,
    createdAt: row.mail_created_at,
    attempts: row.attempts,
    isLinkUsable: row.usable ?? false,
    backupCodesLeft: row.codes_left,
  }));
}

/** One statement. */
export async function markSent(connection: Connection, mailId: string): Promise<void> {
  await sql`UPDATE mail SET sent_at = now() WHERE id = ${mailId}::uuid`.execute(connection);
}

/** One statement: due again after so many minutes, or, without, given up. Nothing when another attempt has begun meanwhile. */
export async function putOff(
  connection: Connection,
  { id, attempts }: Pick<DueMail, 'id' | 'attempts'>,
  afterMinutes: number | undefined,
): Promise<void> {
  const minutes = afterMinutes ?? null;
  await sql`UPDATE mail SET
      due_at = now() + make_interval(mins => coalesce(${minutes}::int, 0)),
      given_up_at = CASE WHEN ${minutes}::int IS NULL THEN now() END
    WHERE id = ${id}::uuid AND attempts = ${attempts}::int AND sent_at IS NULL`.execute(connection);
}
