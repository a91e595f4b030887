/** Changes accounts. Whatever changes what a sign-in would yield raises the generation in the same statement. */
import { sql } from 'kysely';
import type { AuditEvent } from '../audit/audit-event.js';
import { auditInsert } from '../audit/audit-store.js';
import { type Fragment, namedParts } from '../database/fragment.js';
import type { Connection } from '../database/schema.js';
import { type Account, type AccountStatus, adminRoles } from './account.js';
import { type AccountRow, accountColumns, accountColumnsOfPart, rolesArray, toAccount } from './account-store.js';
import { endingParts, type Kept, keepingParts } from './generation-store.js';

export interface AccountChanges {
  readonly name?: string | undefined;
  readonly roles?: readonly string[] | undefined;
  readonly status?: AccountStatus | undefined;
  readonly locale?: string;
}

export type ChangeAccountResult =
  | { readonly ok: true; readonly account: Account; readonly sessionsEnded: boolean }
  | { readonly ok: false; readonly because: 'account_not_found' };

/**
 * One statement. Other roles or another status end every session; an admin role newly gained starts that role's grace period.
 * What is not given stays as it is. Who lets a pending account in vouches for its address, if nobody has proved it.
 */
export async function changeAccount(
  connection: Connection,
  accountId: string,
  changes: AccountChanges,
  events: readonly AuditEvent[],
): Promise<ChangeAccountResult> {
  const roles = changes.roles === undefined ? null : rolesArray(changes.roles);
  const admins = [...adminRoles];
  const raised = sql.ref('raised');
  const parts = namedParts({
    old: sql`SELECT id, roles, status FROM account WHERE id = ${accountId}::uuid FOR NO KEY UPDATE`,
    changed: sql`UPDATE account a SET
        name = coalesce(${changes.name ?? null}::text, a.name),
        locale = coalesce(${changes.locale ?? null}::text, a.locale),
        status = coalesce(${changes.status ?? null}::text, a.status),
        email_verified_at = CASE WHEN old.status = 'pending' AND ${changes.status ?? null}::text = 'active'
          THEN coalesce(a.email_verified_at, now()) ELSE a.email_verified_at END,
        roles = coalesce(${roles}::text[], a.roles),
        role_gained_at = CASE WHEN ${roles}::text[] && ${admins}::text[] AND NOT old.roles && ${admins}::text[]
          THEN now() ELSE a.role_gained_at END,
        roles_gained_at = a.roles_gained_at || coalesce((SELECT jsonb_object_agg(gained.role, now())
          FROM unnest(${roles}::text[]) AS gained(role) WHERE gained.role <> ALL (old.roles)), '{}'),
        generation = a.generation + CASE WHEN coalesce(${roles}::text[], old.roles) <> old.roles
          OR coalesce(${changes.status ?? null}::text, old.status) <> old.status THEN 1 ELSE 0 END,
        updated_at = now()
      FROM old WHERE a.id = old.id
      RETURNING ${accountColumns('a')}, (a.roles <> old.roles OR a.status <> old.status) AS sessions_ended`,
    raised: sql`SELECT id, generation FROM changed WHERE sessions_ended`,
    ...endingParts(raised),
    audited: auditInsert(events, sql.ref('changed')),
  });
  const { rows } = await sql<AccountRow & { sessions_ended: boolean }>`WITH ${parts}
    SELECT ${accountColumnsOfPart('changed')}, sessions_ended FROM changed`.execute(connection);
  const row = rows[0];
  if (row === undefined) return { ok: false, because: 'account_not_found' };
  return { ok: true, account: toAccount(row), sessionsEnded: row.sessions_ended };
}

export interface NewPassword {
  /** PHC string. */
  readonly passwordHash: string;
  /** Nothing happens when the account has moved on from this generation: what permitted the change may have ended. */
  readonly onlyIfGeneration?: number;
  readonly kept?: Kept;
  readonly events: readonly AuditEvent[];
  /** Further data-modifying statements with RETURNING. They run whether or not the password is set. */
  readonly also?: readonly Fragment[];
}

export type SetPasswordResult =
  | { readonly ok: true; readonly generation: number }
  | { readonly ok: false; readonly because: 'account_not_found' };

/** One statement: the new password counts, and what was signed in with the old one is signed out, but for what is kept. */
export async function setPassword(
  connection: Connection,
  accountId: string,
  { passwordHash, onlyIfGeneration, kept = {}, events, also = [] }: NewPassword,
): Promise<SetPasswordResult> {
  const raised = sql.ref('raised');
  const permitted = onlyIfGeneration === undefined ? sql`true` : sql`generation = ${onlyIfGeneration}::int`;
  const parts = namedParts({
    raised: sql`UPDATE account SET password_hash = ${passwordHash}, generation = generation + 1, updated_at = now()
      WHERE id = ${accountId}::uuid AND ${permitted} RETURNING id, generation`,
    ...endingParts(raised, kept),
    ...keepingParts(raised, kept),
    ...Object.fromEntries(also.map((part, index) => [`also_${index}`, part])),
    audited: auditInsert(events, raised),
  });
  const { rows } = await sql<{ generation: number }>`WITH ${parts} SELECT generation FROM raised`.execute(connection);
  const row = rows[0];
  return row === undefined ? { ok: false, because: 'account_not_found' } : { ok: true, generation: row.generation };
}

/** One statement: the same password under stronger parameters. Nothing happens when it was changed in the meantime. */
export async function replacePasswordHash(
  connection: Connection,
  accountId: string,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  await sql`UPDATE account SET password_hash = ${to} WHERE id = ${accountId}::uuid AND password_hash = ${from}`.execute(
    connection,
  );
}
