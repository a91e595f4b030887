/** Administrators of every kind, and accounts they look after. */
import { sql } from 'kysely';
import type { Database } from '../../src/database/schema.js';
import type { Sent } from '../http/tiny-server.js';
import { type AccountFixture, type ApiServer, makeAccount, type TokenFixture } from './api-server.js';

export interface Staff {
  readonly id: string;
  /** Scope `admin`, both factors proved a moment ago. */
  readonly token: string;
  /** Another token of this administrator. */
  issue(token: Partial<TokenFixture>): string;
}

let people = 0;

/** An address nobody had before. */
export function newEmail(): string {
  people += 1;
  return `person-${people}@example.com`;
}

export async function newStaff(
  api: ApiServer,
  database: Database,
  role: string,
  fixture: Partial<AccountFixture> = {},
): Promise<Staff> {
  const id = await makeAccount(database, { email: newEmail(), roles: [role], withMfa: true, ...fixture });
  const now = Math.floor(Date.now() / 1000);
  const issue = (token: Partial<TokenFixture>) =>
    api.issue({ accountId: id, scopes: ['admin'], authTime: now, mfaTime: now, mfaVerified: true, ...token });
  return { id, token: issue({}), issue };
}

/** Events about an account, oldest first. */
export async function eventsAbout(
  database: Database,
  id: string,
): Promise<{ type: string; actor_id: string | null; detail: Record<string, unknown>; mail_kind: string | null }[]> {
  const { rows } = await sql<{
    type: string;
    actor_id: string | null;
    detail: Record<string, unknown>;
    mail_kind: string | null;
  }>`SELECT type, actor_id, detail, mail_kind FROM audit_event WHERE subject_id = ${id}::uuid ORDER BY id`.execute(
    database,
  );
  return rows;
}

export interface Row {
  readonly generation: number;
  readonly roles: readonly string[];
  readonly status: string;
  readonly name: string;
  readonly mfa_configured_at: Date | null;
  readonly email_verified_at: Date | null;
}

/** The account in the database; undefined when it is gone. */
export async function rowOf(database: Database, id: string): Promise<Row | undefined> {
  const { rows } = await sql<Row>`SELECT generation, roles, status, name, mfa_configured_at, email_verified_at
    FROM account WHERE id = ${id}::uuid`.execute(database);
  return rows[0];
}

/** Body of an answer with this status. */
export function bodyOf(sent: Sent, status = 200): Record<string, unknown> {
  if (sent.status !== status) throw new Error(`${sent.status} ${sent.text}`);
  return JSON.parse(sent.text);
}

/** Mails queued for an account. */
export async function mailsTo(
  database: Database,
  id: string,
): Promise<{ kind: string; detail: object; minutes: number }[]> {
  const { rows } = await sql<{ kind: string; detail: object; minutes: number }>`
    SELECT kind, detail, (extract(epoch FROM link_expires_at - created_at) / 60)::int AS minutes FROM mail
    WHERE account_id = ${id}::uuid ORDER BY created_at`.execute(database);
  return rows;
}
