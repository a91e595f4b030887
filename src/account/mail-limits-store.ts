/** How many mails strangers can have sent to one account. */
import { sql } from 'kysely';
import type { MailKind } from '../audit/mail-kind.js';
import type { Fragment } from '../database/fragment.js';

/** Mails of one kind, to one account, in any hour. */
const mostInAnHour = 3;

/** A condition on the account `a`. Holds when it is asked behind the account's lock. */
export function fewLately(kind: MailKind): Fragment {
  return sql`(SELECT count(*) FROM mail m WHERE m.account_id = a.id AND m.kind = ${kind}
    AND m.created_at > now() - interval '1 hour') < ${mostInAnHour}::int`;
}
