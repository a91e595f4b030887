/** Changes protocol records: a request's writes in one statement, and the deciding ones (consume, revoke, once-only) at once. */
import { sql } from 'kysely';
import type { AuditEvent } from '../audit/audit-event.js';
import { auditInsert, recordEvents } from '../audit/audit-store.js';
import { type Fragment, namedParts } from '../database/fragment.js';
import type { Connection } from '../database/schema.js';
import { clientsGivenTokens, noteUse } from './client-use-store.js';
import type { SealedRecord } from './record-lookup-store.js';

export interface RecordWrite {
  readonly record: SealedRecord;
  /** Seconds from the database's now, or null for ever. */
  readonly expiresIn: number | null;
  /**
   * False for a row that the request had read: it is changed but not made again, so that what was ended meanwhile (signed
   * out, revoked) stays ended. A session may then also live on under its uid, when another tab changed its id.
   */
  readonly isNew: boolean;
}

export interface RecordAddressById {
  readonly model: string;
  readonly id: string;
}

/** SQLSTATEs after which the same statement may succeed: a session's uid taken by another tab, deadlock, serialization. */
const repeatable: ReadonlySet<unknown> = new Set(['23505', '40P01', '40001']);
const mostAttempts = 4;

/** One statement, repeated only when another request changed the same rows at the same moment. The events commit with it. */
export async function writeRecords(
  connection: Connection,
  writes: readonly RecordWrite[],
  removals: readonly RecordAddressById[],
  events: readonly AuditEvent[] = [],
): Promise<void> {
  if (writes.length === 0 && removals.length === 0) return reportAlone(connection, events);
  let batch: Batch = { writes, removals, events };
  for (let attempt = 1; ; attempt += 1) {
    try {
      const missing = await writeOnce(connection, batch);
      if (missing.length === 0 || attempt === mostAttempts) return;
      // The session's former row went away while the statement waited for it. If another tab gave it a new id, another
      // look finds it by its uid; if the person signed out, it finds nothing, and nothing is what should be written.
      batch = { writes: missing, removals: [], events: [] };
    } catch (error) {
      if (attempt === mostAttempts || !repeatable.has((error as { code?: unknown }).code)) throw error;
    }
  }
}

/** A JWT access token leaves nothing behind but its event. */
async function reportAlone(connection: Connection, events: readonly AuditEvent[]): Promise<void> {
  const clients = clientsGivenTokens(events);
  if (clients.length === 0) return recordEvents(connection, events);
  const parts = namedParts({ audited: auditInsert(events), used: noteUse(clients) });
  await sql`WITH ${parts} SELECT 1`.execute(connection);
}

interface Batch {
  readonly writes: readonly RecordWrite[];
  readonly removals: readonly RecordAddressById[];
  readonly events: readonly AuditEvent[];
}

/** Returns those sessions that were to live on and were not found, with the grants that were to begin in them. */
async function writeOnce(connection: Connection, { writes, removals, events }: Batch): Promise<readonly RecordWrite[]> {
  const clients = clientsGivenTokens(events);
  const { rows } = await sql<RecordAddressById>`WITH
    v AS (SELECT * FROM ${recordset(writes)}),
    d AS (SELECT * FROM jsonb_to_recordset(${JSON.stringify(removals)}::jsonb) AS d(model text, id text)),
    gone AS (DELETE FROM oidc_record r USING d WHERE r.model = d.model AND r.id = d.id RETURNING r.uid),
    -- A session keeps its uid under a new id; the row that had it before must let go first, for the uid is unique.
    yielded AS (UPDATE oidc_record r SET uid = NULL FROM v
      WHERE r.uid = v.uid AND (r.model, r.id) <> (v.model, v.id)
        AND NOT EXISTS (SELECT 1 FROM d WHERE d.model = r.model AND d.id = r.id)
      RETURNING v.uid),
    held AS (SELECT r.model, r.id FROM oidc_record r JOIN v ON r.model = v.model AND r.id = v.id
      WHERE NOT v.is_new ORDER BY r.model, r.id FOR UPDATE OF r),
    counts AS (SELECT v.* FROM v
      WHERE (SELECT count(*) FROM gone) + (SELECT count(*) FROM yielded) >= 0 -- both are finished before the first row
        AND (v.is_new OR EXISTS (SELECT 1 FROM held h WHERE h.model = v.model AND h.id = v.id)
          OR v.uid IN (SELECT uid FROM gone) OR v.uid IN (SELECT uid FROM yielded)))
    ${events.length === 0 ? sql`` : sql`, audited AS (${auditInsert(events)})`}
    ${clients.length === 0 ? sql`` : sql`, used AS (${noteUse(clients)})`}
    INSERT INTO oidc_record AS r
      (model, id, payload_sealed, account_id, generation, client_id, grant_id, session_uid, uid, user_code, expires_at)
    SELECT v.model, v.id, v.payload_sealed, v.account_id, v.generation, v.client_id, v.grant_id, v.session_uid, v.uid,
      v.user_code, now() + make_interval(secs => v.expires_in)
    FROM counts v
    WHERE (v.account_id IS NULL OR EXISTS (SELECT 1 FROM account a WHERE a.id = v.account_id))
      -- A session signed out at this moment takes the grant along that was about to begin in it: nothing else would end it.
      AND (v.model = 'Grant' AND v.session_uid IN (SELECT uid FROM v WHERE model = 'Session' AND NOT is_new)
        AND v.session_uid NOT IN (SELECT uid FROM counts WHERE model = 'Session' AND uid IS NOT NULL)) IS NOT TRUE
    ORDER BY v.model, v.id
    ON CONFLICT (model, id) DO UPDATE SET ${replaced}
    RETURNING r.model, r.id`.execute(connection);
  const written = new Set(rows.map(({ model, id }) => `${model}:${id}`));
  const unwritten = writes.filter(({ record }) => !written.has(`${record.model}:${record.id}`));
  const missing = unwritten.filter(({ record, isNew }) => !isNew && record.uid !== null);
  const uids = new Set(missing.map(({ record }) => record.uid));
  return unwritten.filter((write) => missing.includes(write) || isGrantIn(uids, write));
}

function isGrantIn(sessionUids: ReadonlySet<string | null>, { record }: RecordWrite): boolean {
  return record.model === 'Grant' && record.sessionUid !== null && sessionUids.has(record.sessionUid);
}

/**
 * One statement; for what must not be used twice. False when a row of that id is there and has not expired: someone was
 * faster.
 */
export async function insertOnce(connection: Connection, write: RecordWrite): Promise<boolean> {
  const { rows } = await sql`INSERT INTO oidc_record AS r
      (model, id, payload_sealed, account_id, generation, client_id, grant_id, session_uid, uid, user_code, expires_at)
    SELECT v.model, v.id, v.payload_sealed, v.account_id, v.generation, v.client_id, v.grant_id, v.session_uid, v.uid,
      v.user_code, now() + make_interval(secs => v.expires_in)
    FROM ${recordset([write])}
    ON CONFLICT (model, id) DO UPDATE SET ${replaced} WHERE r.expires_at <= now()
    RETURNING 1`.execute(connection);
  return rows.length === 1;
}

/**
 * One statement that decides who redeems a code or refresh token. The time in seconds since 1970 for the one who does;
 * undefined for everyone else: used before, gone, expired, or its account no longer what it was.
 */
export async function consumeRecord(connection: Connection, at: RecordAddressById): Promise<number | undefined> {
  const { rows } = await sql<{ consumed: number }>`UPDATE oidc_record r SET consumed_at = now()
    WHERE r.model = ${at.model} AND r.id = ${at.id} AND r.consumed_at IS NULL
      AND (r.expires_at IS NULL OR r.expires_at > now())
      AND (r.account_id IS NULL OR EXISTS (SELECT 1 FROM account a
        WHERE a.id = r.account_id AND a.status = 'active' AND a.generation = r.generation))
    RETURNING floor(extract(epoch FROM r.consumed_at))::int8 AS consumed`.execute(connection);
  return rows[0]?.consumed;
}

/** One statement: all codes and tokens of a grant. Interactions name a grant too, but do not end with it. */
export async function deleteByGrant(connection: Connection, grantId: string): Promise<void> {
  await sql`DELETE FROM oidc_record WHERE grant_id = ${grantId} AND model <> 'Interaction'`.execute(connection);
}

/**
 * `consumed_at` stays: nothing makes a redeemed code new again. A row that was carried on to a newer generation after this
 * request had read it keeps the newer one.
 */
const replaced = sql`payload_sealed = excluded.payload_sealed, account_id = excluded.account_id,
  generation = CASE WHEN r.account_id = excluded.account_id
    THEN greatest(r.generation, excluded.generation) ELSE excluded.generation END,
  client_id = excluded.client_id, grant_id = excluded.grant_id, session_uid = excluded.session_uid, uid = excluded.uid,
  user_code = excluded.user_code, expires_at = excluded.expires_at`;

/** The writes as a table named v: one parameter, so that the statement's text never changes. */
function recordset(writes: readonly RecordWrite[]): Fragment {
  const rows = writes.map(({ record, expiresIn, isNew }) => ({
    model: record.model,
    id: record.id,
    payload_sealed: record.payloadSealed,
    account_id: record.accountId,
    generation: record.generation,
    client_id: record.clientId,
    grant_id: record.grantId,
    session_uid: record.sessionUid,
    uid: record.uid,
    user_code: record.userCode,
    expires_in: expiresIn,
    is_new: isNew,
  }));
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS v(model text, id text, payload_sealed text,
    account_id uuid, generation integer, client_id text, grant_id text, session_uid text, uid text, user_code text,
    expires_in float8, is_new boolean)`;
}
