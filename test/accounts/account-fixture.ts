/** Accounts, and what hangs on them, for tests of stores. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Account } from '../../src/accounts/account.js';
import { createAccount, type NewAccount } from '../../src/accounts/account-store.js';
import { parseEmail } from '../../src/accounts/email.js';
import type { AuditOrigin } from '../../src/audit/audit-event.js';
import type { Connection } from '../../src/database/schema.js';

/** The origin of events in tests. */
export const origin: AuditOrigin = {
  actor: { type: 'system', id: null },
  clientId: 'client',
  ip: '192.0.2.1',
  userAgent: 'test',
};

/** A new account with an address of its own. */
export async function givenAccount(
  database: Connection,
  about: Partial<Omit<NewAccount, 'email'>> & { readonly email?: string } = {},
): Promise<Account> {
  const id = about.id ?? randomUUID();
  const email = parseEmail(about.email ?? `${id}@example.test`);
  if (!email.ok) throw new Error('The test gave a malformed address.');
  const usual = { name: 'Ann', roles: [], status: 'active', passwordHash: null } as const;
  const created = await createAccount(database, { ...usual, ...about, id, email }, []);
  if (!created.ok) throw new Error('The test gave an address twice.');
  return created.account;
}

/** What an account leaves behind by signing in: a protocol record, a sign-in in progress and a known browser. */
export async function givenTraces(
  database: Connection,
  account: Pick<Account, 'id' | 'generation'>,
  name: string,
): Promise<void> {
  await sql`INSERT INTO oidc_record (model, id, payload_sealed, account_id, generation)
    VALUES ('Session', ${name}, '', ${account.id}, ${account.generation})`.execute(database);
  await sql`INSERT INTO login_attempt (id, account_id, generation, expires_at)
    VALUES (${name}, ${account.id}, ${account.generation}, now() + interval '1 hour')`.execute(database);
  await sql`INSERT INTO known_browser (id, account_id, generation)
    VALUES (${name}, ${account.id}, ${account.generation})`.execute(database);
}

/** The traces that are left, with their generation: `session a 1`. */
export async function tracesOf(database: Connection, accountId: string): Promise<string[]> {
  const { rows } = await sql<{ trace: string }>`
    SELECT 'record ' || id || ' ' || generation AS trace FROM oidc_record WHERE account_id = ${accountId}::uuid
    UNION ALL SELECT 'attempt ' || id || ' ' || generation FROM login_attempt WHERE account_id = ${accountId}::uuid
    UNION ALL SELECT 'browser ' || id || ' ' || generation FROM known_browser WHERE account_id = ${accountId}::uuid
    ORDER BY trace`.execute(database);
  return rows.map(({ trace }) => trace);
}

/** Types of the audit events about an account, oldest first. */
export async function eventsOf(database: Connection, accountId: string): Promise<string[]> {
  const { rows } = await sql<{ type: string }>`
    SELECT type FROM audit_event WHERE subject_id = ${accountId}::uuid ORDER BY id`.execute(database);
  return rows.map(({ type }) => type);
}
