/** How many mails strangers can have sent to one account. */
import { sql } from 'kysely';
import type { MailKind } from '../audit/mail-kind.js';
import type { Fragment } from '../database/fragment.js';

/** Mails of one kind, to one account, in any hour. */
const mostInAnHour = 3;

/**
 * A condition on the account `a`. Holds when it is asked behind the account's lock. One more is allowed when the link of none of
 * them works any more: else whoever asks before the owner, again and again, would leave the owner without one that does.
 */
export function fewLately(kind: MailKind): Fragment {
  const lately = sql`mail m WHERE m.account_id = a.id AND m.kind = ${kind} AND m.created_at > now() - interval '1 hour'`;
  const works = sql`m.link_used_at IS NULL AND coalesce(m.link_expires_at > now() AND m.generation = a.generation, true)`;
  return sql`((SELECT count(*) FROM ${lately}) < ${mostInAnHour}::int OR NOT EXISTS (SELECT 1 FROM ${lately} AND ${works}))`;
}
