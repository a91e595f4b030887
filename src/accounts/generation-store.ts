/** Raises an account's authentication generation, and ends what carries an older one. */
import { sql } from 'kysely';
import type { AuditEvent } from '../audit/audit-event.js';
import { auditInsert } from '../audit/audit-store.js';
import { type Fragment, namedParts } from '../database/fragment.js';
import type { Connection } from '../database/schema.js';

/** What the person is using at this moment, and what therefore goes on under the new generation. All optional. */
export interface Kept {
  /** login_attempt.id of the sign-in in which the change is made. */
  readonly loginAttemptId?: string;
  /** oidc_record.id values: the interaction of that sign-in, or the session of this browser. */
  readonly recordIds?: readonly string[];
  /** oidc_record.uid of this browser's session, which stays while another tab gives the session a new id. */
  readonly sessionUids?: readonly string[];
  /** known_browser.id of this browser. */
  readonly browserId?: string;
}

/**
 * Parts that delete the account's protocol records, sign-ins in progress and known browsers, except what is kept. They read
 * from the part named `raised`, which yields `id` and `generation` of the account after the raise, or no row.
 * `ended_attempts` is one of the names: what is locked after sign-ins in progress must read from it, so that two
 * changes at the same moment never wait for each other (order of locks: account, login_attempt, factor_budget).
 */
export function endingParts(raised: Fragment, kept: Kept = {}): Record<string, Fragment> {
  const records = [...(kept.recordIds ?? [])];
  const sessions = [...(kept.sessionUids ?? [])];
  return {
    ended_records: sql`DELETE FROM oidc_record r USING ${raised} a
      WHERE r.account_id = a.id AND r.id <> ALL (${records}::text[])
        AND (r.uid IS NULL OR r.uid <> ALL (${sessions}::text[])) RETURNING 1`,
    ended_attempts: sql`DELETE FROM login_attempt l USING ${raised} a
      WHERE l.account_id = a.id AND l.id <> ${kept.loginAttemptId ?? ''} RETURNING 1`,
    ended_browsers: sql`DELETE FROM known_browser b USING ${raised} a
      WHERE b.account_id = a.id AND b.generation < a.generation AND b.id <> ${kept.browserId ?? ''} RETURNING 1`,
  };
}

/** Parts that carry what is kept over to the new generation. */
export function keepingParts(raised: Fragment, kept: Kept = {}): Record<string, Fragment> {
  const parts: Record<string, Fragment> = {};
  const records = [...(kept.recordIds ?? [])];
  const sessions = [...(kept.sessionUids ?? [])];
  if (records.length + sessions.length > 0) {
    // Only what was good until now: a row of an older generation is not lifted.
    parts.kept_records = sql`UPDATE oidc_record r SET generation = a.generation FROM ${raised} a
      WHERE r.account_id = a.id AND r.generation = a.generation - 1
        AND (r.id = ANY (${records}::text[]) OR r.uid = ANY (${sessions}::text[])) RETURNING 1`;
  }
  if (kept.loginAttemptId !== undefined) {
    parts.kept_attempt = sql`UPDATE login_attempt l SET generation = a.generation FROM ${raised} a
      WHERE l.account_id = a.id AND l.id = ${kept.loginAttemptId} RETURNING 1`;
  }
  if (kept.browserId !== undefined) {
    parts.kept_browser = sql`UPDATE known_browser b SET generation = a.generation FROM ${raised} a
      WHERE b.account_id = a.id AND b.id = ${kept.browserId} RETURNING 1`;
  }
  return parts;
}

/** One statement: everything signed in as this account is signed out, but for what is kept. Returns the new generation. */
export async function raiseGeneration(
  connection: Connection,
  accountId: string,
  { kept = {}, events = [] }: { readonly kept?: Kept; readonly events?: readonly AuditEvent[] } = {},
): Promise<
  { readonly ok: true; readonly generation: number } | { readonly ok: false; readonly because: 'account_not_found' }
> {
  const raised = sql.ref('raised');
  const parts = namedParts({
    raised: sql`UPDATE account SET generation = generation + 1, updated_at = now()
      WHERE id = ${accountId}::uuid RETURNING id, generation`,
    ...endingParts(raised, kept),
    ...keepingParts(raised, kept),
    audited: auditInsert(events, raised),
  });
  const { rows } = await sql<{ generation: number }>`WITH ${parts} SELECT generation FROM raised`.execute(connection);
  const row = rows[0];
  return row === undefined ? { ok: false, because: 'account_not_found' } : { ok: true, generation: row.generation };
}
