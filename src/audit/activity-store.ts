/** What happened to one account, from the audit log, for its owner to read: a page at a time, the newest first. */
import { sql } from 'kysely';
import type { Connection } from '../database/schema.js';
import { type AuditEventType, auditEventTypes } from './audit-event.js';

/** Events of a page. */
const pageSize = 25;

/** Who did it, as far as the owner is told: administrators stay unnamed. */
export type ActivityActor = 'owner' | 'administrator' | 'application' | 'server' | 'somebody';

export interface Activity {
  readonly id: number;
  readonly at: Date;
  readonly type: AuditEventType;
  readonly isFailure: boolean;
  readonly actor: ActivityActor;
  /** Name of the application that it was about or came from. */
  readonly client: string | null;
  /** Null for what was not done in a browser of the owner's, or of somebody who tried to be the owner. */
  readonly where: { readonly ip: string | null; readonly userAgent: string | null } | null;
  /** The member `because` of the detail: chooses between sentences, never shown. */
  readonly because: string | null;
  /** The member `everywhere` of the detail. */
  readonly isEverywhere: boolean;
}

export interface ActivityPage {
  readonly events: readonly Activity[];
  /** What `before` must be for the next page; null when this is the last. */
  readonly olderThan: number | null;
}

/**
 * One statement. What applications do by themselves with the access they have, hour after hour, is left out: it would bury the rest.
 * @param before id of an event: only what happened before it
 */
export async function readActivity(
  connection: Connection,
  accountId: string,
  { before }: { readonly before: number | undefined },
): Promise<ActivityPage> {
  const { rows } = await sql<{
    id: number;
    at: Date;
    type: AuditEventType;
    outcome: 'success' | 'failure';
    actor_type: string;
    is_own: boolean;
    ip: string | null;
    user_agent: string | null;
    because: string | null;
    everywhere: boolean;
    client: string | null;
  }>`
    SELECT e.id, e.at, e.type, e.outcome, e.actor_type, e.actor_id IS NOT DISTINCT FROM e.subject_id::text AS is_own,
      e.ip, e.user_agent, e.detail ->> 'because' AS because, coalesce(e.detail ->> 'everywhere', '') = 'true' AS everywhere,
      CASE WHEN c.id IS NOT NULL THEN coalesce(c.metadata ->> 'client_name', c.id) END AS client
    FROM audit_event e LEFT JOIN client c ON c.id = e.client_id
    WHERE e.subject_id = ${accountId}::uuid AND e.id < coalesce(${before ?? null}::bigint, 9223372036854775807)
      AND e.type = ANY (${[...auditEventTypes]}::text[]) AND NOT (e.type = 'token.issued' AND e.actor_type = 'client')
    ORDER BY e.id DESC LIMIT ${pageSize + 1}::int`.execute(connection);
  const shown = rows.slice(0, pageSize);
  return {
    events: shown.map((row): Activity => {
      const actor = actorOf(row.actor_type, row.is_own);
      const isInBrowser = actor === 'owner' || actor === 'somebody';
      return {
        id: row.id,
        at: row.at,
        type: row.type,
        isFailure: row.outcome === 'failure',
        actor,
        client: row.client,
        where: isInBrowser ? { ip: row.ip, userAgent: row.user_agent } : null,
        because: row.because,
        isEverywhere: row.everywhere,
      };
    }),
    olderThan: rows.length > pageSize ? (shown.at(-1)?.id ?? null) : null,
  };
}

function actorOf(type: string, isOwn: boolean): ActivityActor {
  switch (type) {
    case 'account':
      return isOwn ? 'owner' : 'administrator';
    // Whoever can run commands owns the machine.
    case 'cli':
      return 'administrator';
    case 'client':
      return 'application';
    case 'system':
      return 'server';
    default:
      return 'somebody';
  }
}
