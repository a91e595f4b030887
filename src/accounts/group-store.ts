/** Groups of accounts, each with its own rule about second factors. */
import { sql } from 'kysely';
import type { AuditEvent } from '../audit/audit-event.js';
import { auditInsert } from '../audit/audit-store.js';
import { namedParts } from '../database/fragment.js';
import type { Connection } from '../database/schema.js';
import { isUuid } from '../database/uuid.js';
import type { MfaLevel } from './account-rules.js';

export interface Group {
  readonly id: string;
  readonly name: string;
  readonly mfaPolicy: MfaLevel;
  /** When its rule first required something. */
  readonly requiredSince: Date | null;
  readonly createdAt: Date;
}

interface GroupRow {
  readonly id: string;
  readonly name: string;
  readonly mfa_policy: MfaLevel;
  readonly mfa_required_since: Date | null;
  readonly created_at: Date;
}

/** One page of groups, and where the next begins. */
export interface GroupPage {
  readonly groups: readonly Group[];
  readonly next: string | null;
}

const columns = sql`g.id, g.name, g.mfa_policy, g.mfa_required_since, g.created_at`;

export type SaveGroupResult =
  | { readonly ok: true; readonly group: Group }
  | { readonly ok: false; readonly because: 'group_not_found' | 'name_taken' };

/** One statement. Two names that differ in capitals alone are one name. */
export async function createGroup(
  connection: Connection,
  { id, name }: { readonly id: string; readonly name: string },
  events: readonly AuditEvent[],
): Promise<SaveGroupResult> {
  const parts = namedParts({
    created: sql`INSERT INTO account_group AS g (id, name) VALUES (${id}::uuid, ${name})
      ON CONFLICT (lower(name)) DO NOTHING RETURNING ${columns}`,
    audited: auditInsert(events, sql.ref('created')),
  });
  const { rows } = await sql<GroupRow>`WITH ${parts} SELECT * FROM created`.execute(connection);
  return rows[0] === undefined ? { ok: false, because: 'name_taken' } : { ok: true, group: toGroup(rows[0]) };
}

/** One statement, where no other change of a group happens meanwhile. */
export async function renameGroup(
  transaction: Connection,
  { id, name }: { readonly id: string; readonly name: string },
  events: readonly AuditEvent[],
): Promise<SaveGroupResult> {
  const parts = namedParts({
    renamed: sql`UPDATE account_group g SET name = ${name} WHERE g.id = ${id}::uuid
      AND NOT EXISTS (SELECT 1 FROM account_group o WHERE lower(o.name) = lower(${name}) AND o.id <> g.id)
      RETURNING ${columns}`,
    audited: auditInsert(events, sql.ref('renamed')),
  });
  const { rows } = await sql<GroupRow>`WITH ${parts} SELECT * FROM renamed`.execute(transaction);
  if (rows[0] !== undefined) return { ok: true, group: toGroup(rows[0]) };
  const found = await findGroup(transaction, id);
  return { ok: false, because: found === undefined ? 'group_not_found' : 'name_taken' };
}

/** One statement. Its members stay what they are without it. */
export async function deleteGroup(connection: Connection, id: string, events: readonly AuditEvent[]): Promise<void> {
  const parts = namedParts({
    deleted: sql`DELETE FROM account_group WHERE id = ${id}::uuid RETURNING id`,
    audited: auditInsert(events, sql.ref('deleted')),
  });
  await sql`WITH ${parts} SELECT id FROM deleted`.execute(connection);
}

/** One statement. By its id or by its name; text that is neither finds nothing. */
export async function findGroup(connection: Connection, idOrName: string): Promise<Group | undefined> {
  const isId = isUuid(idOrName);
  const { rows } = await sql<GroupRow>`SELECT ${columns} FROM account_group g
    WHERE ${isId ? sql`g.id = ${idOrName}::uuid` : sql`lower(g.name) = lower(${idOrName})`}`.execute(connection);
  return rows[0] && toGroup(rows[0]);
}

/** One statement, by name. With `accountId` only the groups of that account. */
export async function listGroups(
  connection: Connection,
  { accountId }: { readonly accountId?: string | undefined },
  page: { readonly limit: number; readonly after: string | undefined },
): Promise<GroupPage> {
  const { rows } = await sql<GroupRow & { position: string }>`
    SELECT ${columns}, lower(g.name) AS position FROM account_group g
    WHERE ${page.after === undefined ? sql`true` : sql`lower(g.name) > ${page.after}`}
      AND ${accountId === undefined ? sql`true` : sql`EXISTS (SELECT 1 FROM account_group_member m WHERE m.group_id = g.id AND m.account_id = ${accountId}::uuid)`}
    ORDER BY lower(g.name) LIMIT ${page.limit + 1}::int`.execute(connection);
  const shown = rows.slice(0, page.limit);
  return {
    groups: shown.map(toGroup),
    next: rows.length > page.limit ? (shown.at(-1)?.position ?? null) : null,
  };
}

function toGroup(row: GroupRow): Group {
  const { id, name, mfa_policy: mfaPolicy, mfa_required_since: requiredSince, created_at: createdAt } = row;
  return { id, name, mfaPolicy, requiredSince, createdAt };
}
