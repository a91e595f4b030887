/** Who is in a group. Many come and go in one statement. */
import { sql } from 'kysely';
import type { AuditEvent } from '../audit/audit-event.js';
import { auditInsertForEach } from '../audit/audit-store.js';
import { namedParts } from '../database/fragment.js';
import type { Connection } from '../database/schema.js';

export interface GroupMember {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly joinedAt: Date;
}

/** One page of members, and the id after which the next begins. */
export interface MemberPage {
  readonly members: readonly GroupMember[];
  readonly next: string | null;
}

/** One statement, by id. */
export async function listMembers(
  connection: Connection,
  groupId: string,
  { limit, after }: { readonly limit: number; readonly after: string | undefined },
): Promise<MemberPage> {
  const { rows } = await sql<{ id: string; email: string; name: string; joined_at: Date }>`
    SELECT a.id, a.email, a.name, m.joined_at FROM account_group_member m JOIN account a ON a.id = m.account_id
    WHERE m.group_id = ${groupId}::uuid AND ${after === undefined ? sql`true` : sql`m.account_id > ${after}::uuid`}
    ORDER BY m.account_id LIMIT ${limit + 1}::int`.execute(connection);
  const members = rows.slice(0, limit).map(({ joined_at: joinedAt, ...account }) => ({ ...account, joinedAt }));
  return { members, next: rows.length > limit ? (members.at(-1)?.id ?? null) : null };
}

/** One statement: the accounts of these ids that there are, with their roles. */
export async function findRolesOf(
  connection: Connection,
  ids: readonly string[],
): Promise<readonly { readonly id: string; readonly roles: readonly string[] }[]> {
  const { rows } = await sql<{ id: string; roles: string[] }>`
    SELECT id, roles FROM account WHERE id = ANY (${[...ids]}::uuid[])`.execute(connection);
  return rows;
}

export interface MemberChange {
  readonly groupId: string;
  readonly add: readonly string[];
  readonly remove: readonly string[];
  /** One for each account in `add` and `remove`; written for those that were not, or were, in the group. */
  readonly events: { readonly joined: readonly AuditEvent[]; readonly left: readonly AuditEvent[] };
}

/** One statement. Who is in the group already keeps the moment of joining: nothing begins again. */
export async function changeMembers(
  connection: Connection,
  { groupId, add, remove, events }: MemberChange,
): Promise<{ readonly added: number; readonly removed: number }> {
  const parts = namedParts({
    joined: sql`INSERT INTO account_group_member (account_id, group_id)
      SELECT id, ${groupId}::uuid FROM unnest(${[...add]}::uuid[]) AS id ON CONFLICT DO NOTHING RETURNING account_id AS id`,
    gone: sql`DELETE FROM account_group_member WHERE group_id = ${groupId}::uuid AND account_id = ANY (${[...remove]}::uuid[])
      RETURNING account_id AS id`,
    audited_joined: auditInsertForEach(events.joined, sql.ref('joined')),
    audited_gone: auditInsertForEach(events.left, sql.ref('gone')),
  });
  const { rows } = await sql<{ added: number; removed: number }>`WITH ${parts}
    SELECT (SELECT count(*)::int FROM joined) AS added, (SELECT count(*)::int FROM gone) AS removed`.execute(
    connection,
  );
  return rows[0] ?? { added: 0, removed: 0 };
}
