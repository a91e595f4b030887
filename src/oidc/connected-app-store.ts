/** The applications that an account has let in: what it consented to and the grants that live, read and taken away per client. */
import { type Selectable, sql } from 'kysely';
import type { AuditEvent } from '../audit/audit-event.js';
import { auditInsert } from '../audit/audit-store.js';
import { namedParts } from '../database/fragment.js';
import type { ClientTable } from '../database/protocol-tables.js';
import type { Connection } from '../database/schema.js';
import type { Granted } from './consent-store.js';
import type { SealedRecord } from './record-lookup-store.js';

/** Clients that are shown at most. */
const mostClients = 200;

export interface ConnectedAppRow {
  readonly clientId: string;
  readonly metadata: Selectable<ClientTable>['metadata'];
  readonly skipConsent: boolean;
  readonly granted: Granted | null;
  readonly consentedAt: Date | null;
  /** The last time it was given tokens, as far back as the audit log reaches. */
  readonly lastUsedAt: Date | null;
  /** Live grants, still sealed. */
  readonly grants: readonly SealedRecord[];
}

/** One statement. Our own pages, which are a client too, have no row and are not among them. */
export async function readConnectedApps(
  connection: Connection,
  accountId: string,
): Promise<readonly ConnectedAppRow[]> {
  const { rows } = await sql<{
    id: string;
    metadata: ConnectedAppRow['metadata'];
    skip_consent: boolean;
    granted: Granted | null;
    consented_at: Date | null;
    last_used_at: Date | null;
    grants: readonly { id: string; payload_sealed: string; generation: number }[] | null;
  }>`
    WITH live AS (
      SELECT g.client_id, jsonb_agg(jsonb_build_object(
          'id', g.id, 'payload_sealed', g.payload_sealed, 'generation', g.generation)) AS grants
      FROM oidc_record g JOIN account a ON a.id = g.account_id AND a.generation = g.generation
      WHERE g.account_id = ${accountId}::uuid AND g.model = 'Grant' AND (g.expires_at IS NULL OR g.expires_at > now())
      GROUP BY g.client_id
    ), used AS (
      SELECT e.client_id, max(e.at) AS at FROM audit_event e
      WHERE e.subject_id = ${accountId}::uuid AND e.type = 'token.issued' GROUP BY e.client_id
    )
    SELECT c.id, c.metadata, c.skip_consent, k.granted, k.created_at AS consented_at, u.at AS last_used_at, l.grants
    FROM client c
    LEFT JOIN consent k ON k.client_id = c.id AND k.account_id = ${accountId}::uuid
    LEFT JOIN live l ON l.client_id = c.id
    LEFT JOIN used u ON u.client_id = c.id
    WHERE k.client_id IS NOT NULL OR l.client_id IS NOT NULL
    ORDER BY u.at DESC NULLS LAST, c.id LIMIT ${mostClients}::int`.execute(connection);
  return rows.map((row) => ({
    clientId: row.id,
    metadata: row.metadata,
    skipConsent: row.skip_consent,
    granted: row.granted,
    consentedAt: row.consented_at,
    lastUsedAt: row.last_used_at,
    grants: (row.grants ?? []).map(({ id, payload_sealed: payloadSealed, generation }) => ({
      model: 'Grant',
      id,
      payloadSealed,
      accountId,
      generation,
      clientId: row.id,
      grantId: null,
      sessionUid: null,
      uid: null,
      userCode: null,
      consumedAt: null,
    })),
  }));
}

/**
 * One statement: the remembered consent, and all grants, codes and tokens of this account and client, in whatever session. A
 * token that is being written at this moment is worth nothing without its grant.
 * @returns whether there was anything to take away
 */
export async function removeAccess(
  connection: Connection,
  accountId: string,
  clientId: string,
  events: readonly AuditEvent[],
): Promise<boolean> {
  const parts = namedParts({
    forgotten: sql`DELETE FROM consent
      WHERE account_id = ${accountId}::uuid AND client_id = ${clientId} RETURNING 1`,
    ended: sql`DELETE FROM oidc_record
      WHERE account_id = ${accountId}::uuid AND client_id = ${clientId} RETURNING 1`,
    removed: sql`SELECT 1 FROM forgotten UNION ALL SELECT 1 FROM ended`,
    audited: auditInsert(events, sql.ref('removed')),
  });
  const { rows } = await sql<{ count: number }>`WITH ${parts} SELECT count(*)::int AS count FROM removed`.execute(
    connection,
  );
  return (rows[0]?.count ?? 0) > 0;
}
