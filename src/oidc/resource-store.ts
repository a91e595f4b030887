/** Resource servers in the database: registered, found, changed and removed. The built-in one is not a row. */
import { type Selectable, sql } from 'kysely';
import type { AuditEvent } from '../audit/audit-event.js';
import { auditInsert } from '../audit/audit-store.js';
import { type Fragment, namedParts } from '../database/fragment.js';
import type { ResourceTable } from '../database/protocol-tables.js';
import type { Connection } from '../database/schema.js';
import { isUuid } from '../database/uuid.js';
import { currentScope } from './current-scope.js';
import {
  apiResource,
  identifierProblem,
  type RegisteredResource,
  type Resource,
  type ResourceMemberProblem,
  type ResourceProblem,
} from './resource.js';
import { checkMembers, type ResourceChange, type ResourceDifference, resourceDifference } from './resource-members.js';

const columns = sql.raw('id, identifier, scope, token_format, min_acr, access_token_ttl, created_at, updated_at');

type Refused<Because> = { readonly ok: false; readonly because: Because };
export type CreateResourceResult =
  | { readonly ok: true; readonly resource: RegisteredResource }
  | Refused<ResourceProblem | 'identifier_taken'>;

/** How a resource is named: the API has ids, the command line identifiers. */
export type ResourceAddress = { readonly id: string } | { readonly identifier: string };

/** One statement. */
export async function createResource(
  connection: Connection,
  issuer: string,
  asked: Pick<Resource, 'identifier' | 'scope'> & Partial<Resource>,
  events: readonly AuditEvent[] = [],
): Promise<CreateResourceResult> {
  const { identifier, scope: wanted, tokenFormat: format = 'jwt', minAcr = null, accessTokenTtlSeconds = null } = asked;
  const problem = identifierProblem(identifier);
  if (problem !== undefined) return { ok: false, because: problem };
  if (identifier === apiResource(issuer).identifier) return { ok: false, because: 'reserved' };
  const checked = checkMembers({ scope: wanted, tokenFormat: format, minAcr, accessTokenTtlSeconds });
  if (!checked.ok) return checked;
  const { scope } = checked.members;
  const resource = await writing(
    connection,
    sql`INSERT INTO resource (identifier, scope, token_format, min_acr, access_token_ttl)
      VALUES (${identifier}, ${scope}, ${format}, ${minAcr}, ${accessTokenTtlSeconds})
      ON CONFLICT (identifier) DO NOTHING RETURNING ${columns}`,
    events,
  );
  return resource === undefined ? { ok: false, because: 'identifier_taken' } : { ok: true, resource };
}

/** None for the built-in resource and within a request that asked before, else one statement. */
export async function findResource(
  connection: Connection,
  issuer: string,
  identifier: string,
): Promise<Resource | undefined> {
  const builtIn = apiResource(issuer);
  if (identifier === builtIn.identifier) return builtIn;
  if (identifierProblem(identifier) !== undefined) return undefined;
  const read = () => findRegisteredResource(connection, { identifier });
  return currentScope()?.once(`resource ${identifier}`, read) ?? read();
}

/** One statement. Text that can be no id finds nothing. */
export async function findRegisteredResource(
  connection: Connection,
  address: ResourceAddress,
): Promise<RegisteredResource | undefined> {
  const { rows } = await sql<ResourceRow>`SELECT ${columns} FROM resource WHERE ${at(address)}`.execute(connection);
  return rows[0] === undefined ? undefined : toResource(rows[0]);
}

export type UpdateResourceResult =
  | { readonly ok: true; readonly resource: RegisteredResource }
  | Refused<ResourceMemberProblem | 'resource_not_found'>;

/** Two statements; one when nothing changes, and then there are no events. Events are made with what changes. */
export async function updateResource(
  connection: Connection,
  address: ResourceAddress,
  change: ResourceChange,
  events: (resource: Resource, change: ResourceDifference) => readonly AuditEvent[] = () => [],
): Promise<UpdateResourceResult> {
  const before = await findRegisteredResource(connection, address);
  if (before === undefined) return { ok: false, because: 'resource_not_found' };
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const checked = checkMembers({ ...before, ...given });
  if (!checked.ok) return checked;
  const { scope, tokenFormat, minAcr, accessTokenTtlSeconds } = checked.members;
  const difference = resourceDifference(before, checked.members);
  if (difference.fields.length === 0) return { ok: true, resource: before };
  const resource = await writing(
    connection,
    sql`UPDATE resource SET scope = ${scope}, token_format = ${tokenFormat}, min_acr = ${minAcr},
        access_token_ttl = ${accessTokenTtlSeconds}, updated_at = now()
      WHERE id = ${before.id}::uuid AND scope = ${before.scope} AND token_format = ${before.tokenFormat}
        AND min_acr IS NOT DISTINCT FROM ${before.minAcr}::text
        AND access_token_ttl IS NOT DISTINCT FROM ${before.accessTokenTtlSeconds}::int
      RETURNING ${columns}`,
    events(before, difference),
  );
  // Someone else changed it in between: their change is the newer "before".
  return resource === undefined ? updateResource(connection, address, change, events) : { ok: true, resource };
}

/** One statement. Its tokens are refused from then on wherever this server is asked about them; see resource-introspection. */
export async function deleteResource(
  connection: Connection,
  address: ResourceAddress,
  events: readonly AuditEvent[] = [],
): Promise<{ readonly ok: true; readonly resource: RegisteredResource } | Refused<'resource_not_found'>> {
  const change = sql`DELETE FROM resource WHERE ${at(address)} RETURNING ${columns}`;
  const resource = await writing(connection, change, events);
  return resource === undefined ? { ok: false, because: 'resource_not_found' } : { ok: true, resource };
}

function at(address: ResourceAddress): Fragment {
  if ('id' in address) return isUuid(address.id) ? sql`id = ${address.id}::uuid` : sql`false`;
  return identifierProblem(address.identifier) === undefined ? sql`identifier = ${address.identifier}` : sql`false`;
}

/** Runs a change that returns resource rows, with its audit events in the same statement. */
async function writing(
  connection: Connection,
  change: Fragment,
  events: readonly AuditEvent[],
): Promise<RegisteredResource | undefined> {
  const parts = namedParts({ written: change, audited: auditInsert(events, sql.ref('written')) });
  const { rows } = await sql<ResourceRow>`WITH ${parts} SELECT ${columns} FROM written`.execute(connection);
  return rows[0] === undefined ? undefined : toResource(rows[0]);
}

export type ResourceRow = Selectable<ResourceTable>;

export function toResource(row: ResourceRow): RegisteredResource {
  return {
    id: row.id,
    identifier: row.identifier,
    scope: row.scope,
    tokenFormat: row.token_format,
    minAcr: row.min_acr,
    accessTokenTtlSeconds: row.access_token_ttl,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
