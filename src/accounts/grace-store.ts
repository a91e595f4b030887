/** The two moments of an account that decide about grace and reminders, written by the database's clock. */
import { sql } from 'kysely';
import type { AuditEvent } from '../audit/audit-event.js';
import { auditInsert } from '../audit/audit-store.js';
import { namedParts } from '../database/fragment.js';
import type { Connection } from '../database/schema.js';

/** Longest extension, in days from now, that an administrator can give. */
export const longestGraceExtensionDays = 90;

/** One statement. Refuses a date that is past or more than 90 days away, by the database's time. */
export async function extendGrace(
  connection: Connection,
  accountId: string,
  { until, events }: { readonly until: Date; readonly events: readonly AuditEvent[] },
): Promise<
  { readonly ok: true } | { readonly ok: false; readonly because: 'date_out_of_range' | 'account_not_found' }
> {
  const parts = namedParts({
    found: sql`SELECT id FROM account WHERE id = ${accountId}::uuid`,
    extended: sql`UPDATE account a SET grace_extended_until = ${until}::timestamptz, updated_at = now()
      FROM found WHERE a.id = found.id AND ${until}::timestamptz > now()
        AND ${until}::timestamptz <= now() + make_interval(days => ${longestGraceExtensionDays}::int) RETURNING a.id`,
    audited: auditInsert(events, sql.ref('extended')),
  });
  const { rows } = await sql<{ found: boolean; extended: boolean }>`WITH ${parts}
    SELECT EXISTS (SELECT 1 FROM found) AS found, EXISTS (SELECT 1 FROM extended) AS extended`.execute(connection);
  const row = rows[0];
  if (row?.extended) return { ok: true };
  return { ok: false, because: row?.found ? 'date_out_of_range' : 'account_not_found' };
}

/** One statement: "Not now" was chosen on the encouragement; it is shown again after 30 days. */
export async function markReminded(connection: Connection, accountId: string): Promise<void> {
  await sql`UPDATE account SET mfa_reminded_at = now() WHERE id = ${accountId}::uuid`.execute(connection);
}
