/** The last events that whoever looks after the installation should have seen. */
import { sql } from 'kysely';
import type { Connection } from '../database/schema.js';
import type { AuditEventType } from './audit-event.js';
import type { AuditEventJson } from './event-list-store.js';

/** Rare on a good day. Wrong passwords and codes are not: they are counted instead. */
export const securityEventTypes: readonly AuditEventType[] = [
  'user.locked',
  'user.deleted',
  'user.compromise_reported',
  'mfa.locked',
  'mfa.disabled',
  'mfa.reset',
  'mfa.admin_enrolled',
  'mfa.grace_extended',
  'admin.role_changed',
  'client.secret_rotated',
  'policy.changed',
  'keys.rotated',
];

/** Failures that are counted; with more than that the number is not the point. */
export const mostFailures = 1000;

export interface SecurityOverview {
  /** Newest first. */
  readonly events: readonly AuditEventJson[];
  /** Sign-ins and codes refused in the last 24 hours, and whatever else failed; at most `mostFailures`. */
  readonly failures: number;
}

type Row = Omit<AuditEventJson, 'at' | 'actor'> & { at: Date; actor_type: string; actor_id: string | null };

/**
 * Two statements. By type, each along its index: the last of a rare type is found at once, however much happened since.
 */
export async function readSecurityOverview(connection: Connection, limit: number): Promise<SecurityOverview> {
  const { rows } = await sql<Row>`
    SELECT e.id::text AS id, e.at, e.type, e.actor_type, e.actor_id, e.subject_id, e.client_id, e.ip, e.user_agent,
      e.outcome, e.detail
    FROM unnest(${[...securityEventTypes]}::text[]) AS wanted(type), LATERAL (
      SELECT * FROM audit_event a WHERE a.type = wanted.type ORDER BY a.at DESC, a.id DESC LIMIT ${limit}::int
    ) AS e
    ORDER BY e.at DESC, e.id DESC LIMIT ${limit}::int`.execute(connection);
  const counted = await sql<{ failures: number }>`SELECT count(*)::int AS failures FROM (
      SELECT 1 FROM audit_event e WHERE e.outcome = 'failure' AND e.at > now() - interval '24 hours'
      LIMIT ${mostFailures}::int
    ) AS recent`.execute(connection);
  return {
    events: rows.map(({ at, actor_type, actor_id, ...rest }) => ({
      ...rest,
      at: at.toISOString(),
      actor: { type: actor_type, id: actor_id },
    })),
    failures: counted.rows[0]?.failures ?? 0,
  };
}
