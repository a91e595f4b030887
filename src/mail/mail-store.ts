/** Mails as rows: queued in the statement of the change they tell of, their links used in the statement of the change they allow. */
import { sql } from 'kysely';
import { type Account, adminRoles } from '../accounts/account.js';
import { type AccountRow, accountColumns, toAccount } from '../accounts/account-store.js';
import { type MailKind, noticeKinds } from '../audit/mail-kind.js';
import type { Fragment } from '../database/fragment.js';
import type { Connection } from '../database/schema.js';
import { isUuid } from '../database/uuid.js';

/** Minutes for which a link to choose a new password works. */
export const passwordResetMinutes = 30;

/** Whom a mail is for: one account as the database has it, or the accounts that a part of the statement yields. */
export type MailRecipient =
  | { readonly accountId: string }
  /** Name of a part that yields `id` and `generation`, such as `raised`: one mail for each row, none for none. */
  | { readonly from: Fragment };

export type MailOrder = MailRecipient & {
  /** What the words need, `concerned` being the e-mail address of the account that a mail to administrators is about. Never a secret. */
  readonly detail?: Readonly<Record<string, unknown>>;
  /** Minutes for which the mail's link works; none for a mail without a link. */
  readonly linkMinutes?: number;
};

/** An INSERT as a part of another statement; yields `id` and `account_id`. The post room sends what it finds. */
export function queueMail(kind: MailKind, order: MailOrder): Fragment {
  const recipients =
    'from' in order
      ? sql`${order.from}`
      : sql`(SELECT id, generation FROM account WHERE id = ${order.accountId}::uuid) AS recipient`;
  return sql`INSERT INTO mail (account_id, kind, detail, generation, link_expires_at)
    SELECT id, ${kind}, ${JSON.stringify(order.detail ?? {})}::jsonb, generation,
      now() + make_interval(mins => ${order.linkMinutes ?? null}::int)
    FROM ${recipients} RETURNING id, account_id`;
}

/** A part that yields `id` and `generation` of every active administrator; none unless the part `onlyIf` yields a row. */
export function activeAdmins(onlyIf: Fragment): Fragment {
  return sql`SELECT id, generation FROM account WHERE status = 'active' AND roles && ${[...adminRoles]}::text[]
    AND EXISTS (SELECT 1 FROM ${onlyIf})`;
}

/**
 * An UPDATE as a part of another statement: uses the link of this mail, once. Yields `account_id` and `generation`, or no row
 * when it was used, has expired, or is of another kind. A change of password or factors ends a password reset's link: let the
 * change itself also ask for `account.generation = used.generation`, for one that happens at the same moment.
 */
export function useMailLink(mailId: string, kinds: MailKind | readonly MailKind[]): Fragment {
  // The account before its mail, as whatever removes the account locks them: in the other order each would wait for the other.
  return sql`UPDATE mail m SET link_used_at = now()
    FROM (SELECT a.id FROM account a WHERE a.id = (SELECT o.account_id FROM mail o WHERE o.id = ${mailId}::uuid)
      FOR NO KEY UPDATE OF a) AS owner
    WHERE m.id = ${mailId}::uuid AND m.account_id = owner.id AND m.kind = ANY (${[kinds].flat()}::text[])
      AND m.link_used_at IS NULL AND m.link_expires_at > now() AND ${isOfPresentGeneration} AND NOT ${isReportedSince}
    RETURNING m.account_id, m.generation`;
}

/** What a link leads to. */
export interface MailLink<Kind extends MailKind = MailKind> {
  readonly mailId: string;
  readonly kind: Kind;
  readonly account: Account;
  /** account.generation when the mail was queued. */
  readonly generation: number | null;
  readonly detail: Readonly<Record<string, unknown>>;
  /** When what the mail tells of happened. */
  readonly createdAt: Date;
}

export type MailLinkReading<Kind extends MailKind = MailKind> =
  | { readonly ok: true; readonly link: MailLink<Kind> }
  | { readonly ok: false; readonly because: 'unknown' | 'used' | 'expired' };

/** One statement; uses nothing up, so that programs that look into mails for people spoil no link. */
export async function findMailLink<Kind extends MailKind>(
  connection: Connection,
  mailId: string,
  kinds: Kind | readonly Kind[],
): Promise<MailLinkReading<Kind>> {
  if (!isUuid(mailId)) return { ok: false, because: 'unknown' };
  const { rows } = await sql<
    AccountRow & {
      kind: Kind;
      mail_generation: number | null;
      detail: Record<string, unknown>;
      mail_created_at: Date;
      used: boolean;
      usable: boolean;
    }
  >`SELECT ${accountColumns('a')}, m.kind, m.generation AS mail_generation, m.detail, m.created_at AS mail_created_at,
      (m.link_used_at IS NOT NULL OR ${isReportedSince}) AS used, m.link_expires_at > now() AND ${isOfPresentGeneration} AS usable
    FROM mail m JOIN account a ON a.id = m.account_id
    WHERE m.id = ${mailId}::uuid AND m.kind = ANY (${[kinds].flat()}::text[]) AND m.link_expires_at IS NOT NULL`.execute(
    connection,
  );
  const row = rows[0];
  if (row === undefined) return { ok: false, because: 'unknown' };
  if (row.used) return { ok: false, because: 'used' };
  if (!row.usable) return { ok: false, because: 'expired' };
  const { kind, mail_generation: generation, detail, mail_created_at: createdAt } = row;
  return { ok: true, link: { mailId, kind, account: toAccount(row), generation, detail, createdAt } };
}

/** A link that sets a new password is worth what the account was when it was asked for. */
const isOfPresentGeneration = sql`(m.kind <> 'password_reset' OR EXISTS (
  SELECT 1 FROM account present WHERE present.id = m.account_id AND present.generation = m.generation))`;

/**
 * What happened before a report was reported with it: its links end, or each of them, for a week, would take away the password
 * that the owner has chosen since.
 */
const isReportedSince = sql`(m.kind = ANY (${[...noticeKinds]}::text[]) AND EXISTS (
  SELECT 1 FROM mail later WHERE later.account_id = m.account_id AND later.kind = 'password_reset'
    AND later.detail->>'because' = 'compromise_reported' AND later.created_at >= m.created_at))`;
