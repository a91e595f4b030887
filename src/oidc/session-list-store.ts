/** An account's live sessions: read together with the applications in them, and ended one by one with all that belongs to them. */
import { sql } from 'kysely';
import type { AuditEvent } from '../audit/audit-event.js';
import { auditInsert } from '../audit/audit-store.js';
import { namedParts } from '../database/fragment.js';
import type { Connection } from '../database/schema.js';
import type { SealedRecord } from './record-lookup-store.js';

/** Rows of one account that are shown at most; a person who sees so many signs out everywhere. */
const mostSessions = 200;

/** A session whose payload is still sealed. */
export interface SessionRow {
  readonly record: SealedRecord & { readonly uid: string };
  readonly clients: readonly { readonly id: string; readonly name: string }[];
}

/** One statement. Those of the account's present generation that have not expired, with the clients that hold a grant in them. */
export async function readSessions(connection: Connection, accountId: string): Promise<readonly SessionRow[]> {
  const { rows } = await sql<{
    id: string;
    uid: string;
    payload_sealed: string;
    generation: number;
    clients: SessionRow['clients'];
  }>`
    SELECT s.id, s.uid, s.payload_sealed, s.generation, coalesce((
        SELECT jsonb_agg(DISTINCT jsonb_build_object('name', coalesce(c.metadata ->> 'client_name', c.id), 'id', c.id))
        FROM oidc_record g JOIN client c ON c.id = g.client_id
        WHERE g.model = 'Grant' AND g.session_uid = s.uid AND g.account_id = s.account_id
          AND g.generation = s.generation AND (g.expires_at IS NULL OR g.expires_at > now())
      ), '[]') AS clients
    FROM oidc_record s JOIN account a ON a.id = s.account_id AND a.generation = s.generation
    WHERE s.model = 'Session' AND s.account_id = ${accountId}::uuid AND s.uid IS NOT NULL
      AND (s.expires_at IS NULL OR s.expires_at > now())
    ORDER BY s.expires_at DESC NULLS FIRST LIMIT ${mostSessions}::int`.execute(connection);
  return rows.map(({ id, uid, payload_sealed: payloadSealed, generation, clients }) => ({
    record: {
      model: 'Session',
      id,
      payloadSealed,
      accountId,
      generation,
      clientId: null,
      grantId: null,
      sessionUid: null,
      uid,
      userCode: null,
      consumedAt: null,
    },
    clients,
  }));
}

/**
 * One statement: the session, its interactions, its grants and every code and token of theirs, those with `offline_access` too:
 * whoever signs a lost computer out means all that was signed in on it. Somebody else's session, or none, changes nothing; then
 * it looks once more, because a tab may at that moment have given the session a new row under the same uid.
 * @param recordUid oidc_record.uid
 * @returns whether there was such a session
 */
export async function endSession(
  connection: Connection,
  accountId: string,
  recordUid: string,
  events: readonly AuditEvent[],
): Promise<boolean> {
  const parts = namedParts({
    ended: sql`DELETE FROM oidc_record
      WHERE model = 'Session' AND account_id = ${accountId}::uuid AND uid = ${recordUid} RETURNING uid`,
    grants: sql`SELECT g.id FROM oidc_record g JOIN ended e ON g.session_uid = e.uid
      WHERE g.model = 'Grant' AND g.account_id = ${accountId}::uuid`,
    bound: sql`DELETE FROM oidc_record r USING ended e WHERE r.session_uid = e.uid RETURNING 1`,
    // Bound to the grant alone. What has both was deleted by the part before; no row may be changed by two.
    granted: sql`DELETE FROM oidc_record r
      WHERE r.grant_id IN (SELECT id FROM grants) AND r.session_uid IS NULL RETURNING 1`,
    audited: auditInsert(events, sql.ref('ended')),
  });
  const end = async () => (await sql`WITH ${parts} SELECT uid FROM ended`.execute(connection)).rows.length > 0;
  return (await end()) || (await end());
}
