/** Clients in the database: registered, changed, given new secrets and removed. */
import { randomUUID } from 'node:crypto';
import { type Selectable, sql } from 'kysely';
import type { AuditEvent } from '../audit/audit-event.js';
import { auditInsert } from '../audit/audit-store.js';
import { type Fragment, namedParts } from '../database/fragment.js';
import type { ClientTable } from '../database/protocol-tables.js';
import type { Connection } from '../database/schema.js';
import { type Client, type ClientMetadata, isClientId } from './client.js';
import {
  type ClientChange,
  type ClientDifference,
  type ClientState,
  changedRegistration,
  clientDifference,
} from './client-difference.js';
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
  'last_used_at',
] as const;

/** A client row under the names that `clientColumns` gives; every column null when an outer join found none. */
export type ClientRow = {
  readonly [Name in
    | (typeof columnNames)[number]
    | 'previous_secret_hash'
    | 'previous_secret_expires_at' as `client_${Name}`]: Selectable<ClientTable>[Name];
};

/** `c.id AS client_id, …` for a SELECT or RETURNING on the table or part named `alias`. */
export function clientColumns(alias: string): Fragment {
  const column = (name: string) => sql.ref(`${alias}.${name}`);
  const live = sql`${column('previous_secret_expires_at')} > now()`;
  return sql.join([
    ...columnNames.map((name) => sql`${column(name)} AS ${sql.ref(`client_${name}`)}`),
    // Past its time by the database's clock a former secret is not even read.
    sql`CASE WHEN ${live} THEN ${column('previous_secret_hash')} END AS client_previous_secret_hash`,
    sql`CASE WHEN ${live} THEN ${column('previous_secret_expires_at')} END AS client_previous_secret_expires_at`,
  ]);
}

const returned = sql.join(
  [...columnNames, 'previous_secret_hash', 'previous_secret_expires_at'].map((name) => sql.ref(name)),
);

/** The value of a row that `clientColumns` selected. */
export function toClient(row: ClientRow): Client {
  return {
    id: row.client_id,
    metadata: row.client_metadata as unknown as ClientMetadata,
    secretHash: row.client_secret_hash,
    previousSecretHash: row.client_previous_secret_hash,
    previousSecretExpiresAt: row.client_previous_secret_expires_at,
    requireMfa: row.client_require_mfa,
    minAcr: row.client_min_acr,
    skipConsent: row.client_skip_consent,
    createdAt: row.client_created_at,
    updatedAt: row.client_updated_at,
    lastUsedAt: row.client_last_used_at,
  };
}

type Refused = Extract<CheckedClient, { ok: false }>;
export type ClientNotFound = { readonly ok: false; readonly because: 'client_not_found' };
/** The secret is given out this once. */
export type ClientWithSecret = { readonly ok: true; readonly client: Client; readonly clientSecret?: string };

const everybody = () => {};

/** One statement. Events are made with the new client's id; `permit` throws what forbids such a client. */
export async function createClient(
  connection: Connection,
  asked: ClientRegistration,
  events: (clientId: string) => readonly AuditEvent[] = () => [],
  permit: (after: ClientState) => void = everybody,
): Promise<ClientWithSecret | Refused> {
  const checked = checkClient(asked);
  if (!checked.ok) return checked;
  const { metadata, policy } = checked;
  permit({ metadata, ...policy });
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

/**
 * Two statements; one when nothing changes, and then there are no events. A client that from now on proves itself in a way
 * that needs a secret, and has none, gets one. Events are made with what changes; `permit` throws what forbids the change.
 */
export async function updateClient(
  connection: Connection,
  id: string,
  change: ClientChange,
  events: (change: ClientDifference) => readonly AuditEvent[] = () => [],
  permit: (after: ClientState, before: Client) => void = everybody,
): Promise<ClientWithSecret | Refused | ClientNotFound> {
  const before = await findClientById(connection, id);
  if (before === undefined) return notFound;
  const checked = checkClient(changedRegistration(before, change));
  if (!checked.ok) return checked;
  const { metadata, policy } = checked;
  const difference = clientDifference(before, { metadata, ...policy });
  if (difference.fields.length === 0) return { ok: true, client: before };
  permit({ metadata, ...policy }, before);
  const secret = hasSecret(metadata) && before.secretHash === null ? generateClientSecret() : undefined;
  const kept = (column: string) => (hasSecret(metadata) ? sql.ref(column) : sql`NULL`);
  const client = await writing(
    connection,
    sql`UPDATE client SET metadata = ${JSON.stringify(metadata)}::jsonb,
        secret_hash = ${secret === undefined ? kept('secret_hash') : hashClientSecret(secret)},
        previous_secret_hash = ${kept('previous_secret_hash')},
        previous_secret_expires_at = ${kept('previous_secret_expires_at')}, require_mfa = ${policy.requireMfa},
        min_acr = ${policy.minAcr}, skip_consent = ${policy.skipConsent}, updated_at = now()
      WHERE id = ${id} AND ${isStill(before)} RETURNING ${returned}`,
    events(difference),
  );
  // Someone else changed it in between: their change is the newer "before".
  if (client === undefined) return updateClient(connection, id, change, events, permit);
  return { ok: true, client, ...(secret === undefined ? {} : { clientSecret: secret }) };
}

/** Whether the row is what was read. Its time of change would not do: two changes can have the same. */
function isStill({ metadata, requireMfa, minAcr, skipConsent, secretHash }: Client): Fragment {
  return sql`metadata = ${JSON.stringify(metadata)}::jsonb AND require_mfa = ${requireMfa} AND skip_consent = ${skipConsent}
    AND min_acr IS NOT DISTINCT FROM ${minAcr}::text AND (secret_hash IS NULL) = ${secretHash === null}`;
}

type SecretNotRotated = { readonly ok: false; readonly because: 'client_has_no_secret' | 'client_changed' };

/** A Date has milliseconds, the column more. */
function isOf(updatedAt: Date | undefined): Fragment {
  return updatedAt === undefined ? sql`true` : sql`date_trunc('milliseconds', updated_at) = ${updatedAt}::timestamptz`;
}

/**
 * One statement. The former secret is dead from that moment, or opens for `overlapSeconds` more; one that was former already is
 * dead in any case. `unchangedSince`: the `updatedAt` that somebody saw, if it must still be that.
 */
export async function rotateClientSecret(
  connection: Connection,
  id: string,
  {
    overlapSeconds = 0,
    unchangedSince,
    events = [],
  }: {
    readonly overlapSeconds?: number;
    readonly unchangedSince?: Date | undefined;
    readonly events?: readonly AuditEvent[];
  } = {},
): Promise<ClientWithSecret | ClientNotFound | SecretNotRotated> {
  if (!isClientId(id)) return notFound;
  const clientSecret = generateClientSecret();
  const client = await writing(
    connection,
    sql`UPDATE client SET secret_hash = ${hashClientSecret(clientSecret)}, updated_at = now(),
        previous_secret_hash = CASE WHEN ${overlapSeconds}::int > 0 THEN secret_hash END,
        previous_secret_expires_at = CASE WHEN ${overlapSeconds}::int > 0
          THEN now() + make_interval(secs => ${overlapSeconds}::int) END
      WHERE id = ${id} AND secret_hash IS NOT NULL AND ${isOf(unchangedSince)} RETURNING ${returned}`,
    events,
  );
  if (client !== undefined) return { ok: true, client, clientSecret };
  const found = await findClientById(connection, id);
  if (found === undefined) return notFound;
  return { ok: false, because: found.secretHash === null ? 'client_has_no_secret' : 'client_changed' };
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
    ON CONFLICT (id) DO UPDATE SET secret_hash = excluded.secret_hash, previous_secret_hash = NULL,
      previous_secret_expires_at = NULL, metadata = excluded.metadata, updated_at = now()`.execute(connection);
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
