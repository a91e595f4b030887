/** Clients in the database: registered, changed, given new secrets and removed. */
import { randomUUID } from 'node:crypto';
import { type Selectable, sql } from 'kysely';
import type { AuditEvent } from '../audit/audit-event.js';
import { auditInsert } from '../audit/audit-store.js';
import { type Fragment, namedParts } from '../database/fragment.js';
import type { ClientTable, Connection } from '../database/schema.js';
import { type Client, type ClientMetadata, isClientId } from './client.js';
import { type CheckedClient, type ClientRegistration, checkClient } from './client-registration.js';
import { generateClientSecret, hashClientSecret, isHashedClientSecret } from './client-secret.js';

const columnNames = [
  'id',
  'secret_hash',
  'metadata',
  'require_mfa',
  'min_acr',
  'skip_consent',
  'created_at',
  'updated_at',
] as const;

/** A client row under the names that `clientColumns` gives; every column null when an outer join found none. */
export type ClientRow = {
  readonly [Name in (typeof columnNames)[number] as `client_${Name}`]: Selectable<ClientTable>[Name];
};

/** `c.id AS client_id, …` for a SELECT or RETURNING on the table or part named `alias`. */
export function clientColumns(alias: string): Fragment {
  return sql.join(columnNames.map((name) => sql`${sql.ref(`${alias}.${name}`)} AS ${sql.ref(`client_${name}`)}`));
}

const returned = sql.join(columnNames.map((name) => sql.ref(name)));

/** The value of a row that `clientColumns` selected. */
export function toClient(row: ClientRow): Client {
  return {
    id: row.client_id,
    metadata: row.client_metadata as unknown as ClientMetadata,
    secretHash: row.client_secret_hash,
    requireMfa: row.client_require_mfa,
    minAcr: row.client_min_acr,
    skipConsent: row.client_skip_consent,
    createdAt: row.client_created_at,
    updatedAt: row.client_updated_at,
  };
}

type Refused = Extract<CheckedClient, { ok: false }>;
export type ClientNotFound = { readonly ok: false; readonly because: 'client_not_found' };
/** The secret is given out this once. */
export type ClientWithSecret = { readonly ok: true; readonly client: Client; readonly clientSecret?: string };

/** One statement. Events are made with the new client's id. */
export async function createClient(
  connection: Connection,
  asked: ClientRegistration,
  events: (clientId: string) => readonly AuditEvent[] = () => [],
): Promise<ClientWithSecret | Refused> {
  const checked = checkClient(asked);
  if (!checked.ok) return checked;
  const { metadata, policy } = checked;
  const id = randomUUID();
  const secret = hasSecret(metadata) ? generateClientSecret() : undefined;
  const secretHash = secret === undefined ? null : hashClientSecret(secret);
  const client = await writing(
    connection,
    sql`INSERT INTO client (id, secret_hash, metadata, require_mfa, min_acr, skip_consent)
      VALUES (${id}, ${secretHash}, ${JSON.stringify(metadata)}::jsonb, ${policy.requireMfa}, ${policy.minAcr}, ${policy.skipConsent})
      RETURNING ${returned}`,
    events(id),
  );
  if (client === undefined) throw new Error('The new client was not returned by its INSERT.');
  return { ok: true, client, ...(secret === undefined ? {} : { clientSecret: secret }) };
}

/** One statement. Text that can be no client id finds nothing. */
export async function findClientById(connection: Connection, id: string): Promise<Client | undefined> {
  if (!isClientId(id)) return undefined;
  const { rows } = await sql<ClientRow>`SELECT ${clientColumns('c')} FROM client c WHERE c.id = ${id}`.execute(
    connection,
  );
  return rows[0] === undefined ? undefined : toClient(rows[0]);
}

/** One statement. Oldest first; `after` is the last id of the page before. */
export async function listClients(
  connection: Connection,
  { limit = 200, after }: { readonly limit?: number; readonly after?: string } = {},
): Promise<readonly Client[]> {
  const from =
    after === undefined
      ? sql``
      : sql`WHERE (c.created_at, c.id) > (SELECT l.created_at, l.id FROM client l
      WHERE l.id = ${isClientId(after) ? after : ''})`;
  const { rows } = await sql<ClientRow>`SELECT ${clientColumns('c')} FROM client c ${from}
    ORDER BY c.created_at, c.id LIMIT ${limit}::int`.execute(connection);
  return rows.map(toClient);
}

/**
 * Two statements. What the change leaves out stays. A client that from now on proves itself in a way that needs a
 * secret, and has none, gets one.
 */
export async function updateClient(
  connection: Connection,
  id: string,
  change: Partial<ClientRegistration>,
  events: readonly AuditEvent[] = [],
): Promise<ClientWithSecret | Refused | ClientNotFound> {
  const before = await findClientById(connection, id);
  if (before === undefined) return notFound;
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const policyNow = { require_mfa: before.requireMfa, min_acr: before.minAcr, skip_consent: before.skipConsent };
  const checked = checkClient({ ...before.metadata, ...policyNow, ...given });
  if (!checked.ok) return checked;
  const { metadata, policy } = checked;
  const secret = hasSecret(metadata) && before.secretHash === null ? generateClientSecret() : undefined;
  const kept = hasSecret(metadata) ? before.secretHash : null;
  const client = await writing(
    connection,
    sql`UPDATE client SET metadata = ${JSON.stringify(metadata)}::jsonb,
        secret_hash = ${secret === undefined ? kept : hashClientSecret(secret)}, require_mfa = ${policy.requireMfa},
        min_acr = ${policy.minAcr}, skip_consent = ${policy.skipConsent}, updated_at = now()
      WHERE id = ${id} AND date_trunc('milliseconds', updated_at) = ${before.updatedAt} RETURNING ${returned}`,
    events,
  );
  // Someone else changed it in between: their change is the newer "before".
  if (client === undefined) return updateClient(connection, id, change, events);
  return { ok: true, client, ...(secret === undefined ? {} : { clientSecret: secret }) };
}

/** One statement; the former secret is dead from that moment. */
export async function rotateClientSecret(
  connection: Connection,
  id: string,
  events: readonly AuditEvent[] = [],
): Promise<ClientWithSecret | ClientNotFound | { readonly ok: false; readonly because: 'client_has_no_secret' }> {
  if (!isClientId(id)) return notFound;
  const clientSecret = generateClientSecret();
  const client = await writing(
    connection,
    sql`UPDATE client SET secret_hash = ${hashClientSecret(clientSecret)}, updated_at = now()
      WHERE id = ${id} AND secret_hash IS NOT NULL RETURNING ${returned}`,
    events,
  );
  if (client !== undefined) return { ok: true, client, clientSecret };
  const found = await findClientById(connection, id);
  return found === undefined ? notFound : { ok: false, because: 'client_has_no_secret' };
}

/** One statement. Its sessions' grants, tokens and remembered consents go with it. */
export async function deleteClient(
  connection: Connection,
  id: string,
  events: readonly AuditEvent[] = [],
): Promise<{ readonly ok: true } | ClientNotFound> {
  if (!isClientId(id)) return notFound;
  const parts = namedParts({
    written: sql`DELETE FROM client WHERE id = ${id} RETURNING id`,
    ended: sql`DELETE FROM oidc_record r USING written w WHERE r.client_id = w.id RETURNING 1`,
    audited: auditInsert(events, sql.ref('written')),
  });
  const { rows } = await sql`WITH ${parts} SELECT id FROM written`.execute(connection);
  return rows.length === 1 ? { ok: true } : notFound;
}

/**
 * One statement. What the engine's dynamic registration wants kept: it never touches our own members, so that nobody can
 * register a client without consent or with less than the demanded factor.
 */
export async function saveRegisteredClient(
  connection: Connection,
  { id, secret, metadata }: { readonly id: string; readonly secret: string | undefined; readonly metadata: object },
): Promise<void> {
  const secretHash = secret === undefined || isHashedClientSecret(secret) ? (secret ?? null) : hashClientSecret(secret);
  await sql`INSERT INTO client (id, secret_hash, metadata) VALUES (${id}, ${secretHash}, ${JSON.stringify(metadata)}::jsonb)
    ON CONFLICT (id) DO UPDATE SET secret_hash = excluded.secret_hash, metadata = excluded.metadata, updated_at = now()`.execute(
    connection,
  );
}

const notFound: ClientNotFound = { ok: false, because: 'client_not_found' };

function hasSecret({ token_endpoint_auth_method: method }: ClientMetadata): boolean {
  return method === 'client_secret_basic' || method === 'client_secret_post';
}

/** Runs a change that returns client rows, with its audit events in the same statement. */
async function writing(
  connection: Connection,
  change: Fragment,
  events: readonly AuditEvent[],
): Promise<Client | undefined> {
  const parts = namedParts({ written: change, audited: auditInsert(events, sql.ref('written')) });
  const { rows } = await sql<ClientRow>`WITH ${parts} SELECT ${clientColumns('written')} FROM written`.execute(
    connection,
  );
  return rows[0] === undefined ? undefined : toClient(rows[0]);
}
