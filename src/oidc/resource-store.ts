/** Resource servers in the database. The built-in one is not a row. */
import { type Selectable, sql } from 'kysely';
import type { AuditEvent } from '../audit/audit-event.js';
import { auditInsert } from '../audit/audit-store.js';
import { namedParts } from '../database/fragment.js';
import type { ResourceTable } from '../database/protocol-tables.js';
import type { Connection } from '../database/schema.js';
import { levelOfAcr } from '../login/amr.js';
import { currentScope } from './current-scope.js';
import { apiResource, identifierProblem, normalizeScope, type Resource, type ResourceProblem } from './resource.js';

type ResourceRow = Pick<Selectable<ResourceTable>, 'identifier' | 'scope' | 'token_format' | 'min_acr'>;

export type CreateResourceResult =
  | { readonly ok: true; readonly resource: Resource }
  | { readonly ok: false; readonly because: ResourceProblem | 'identifier_taken' };

/** One statement. */
export async function createResource(
  connection: Connection,
  issuer: string,
  asked: Pick<Resource, 'identifier' | 'scope'> & Partial<Resource>,
  events: readonly AuditEvent[] = [],
): Promise<CreateResourceResult> {
  const { identifier, tokenFormat = 'jwt', minAcr = null } = asked;
  const problem = identifierProblem(identifier);
  if (problem !== undefined) return { ok: false, because: problem };
  if (identifier === apiResource(issuer).identifier) return { ok: false, because: 'reserved' };
  const scope = normalizeScope(asked.scope);
  if (scope === undefined) return { ok: false, because: 'invalid_scope' };
  if (minAcr !== null && levelOfAcr(minAcr) === null) return { ok: false, because: 'unknown_acr' };
  const parts = namedParts({
    created: sql`INSERT INTO resource (identifier, scope, token_format, min_acr)
      VALUES (${identifier}, ${scope}, ${tokenFormat}, ${minAcr})
      ON CONFLICT (identifier) DO NOTHING RETURNING identifier`,
    audited: auditInsert(events, sql.ref('created')),
  });
  const { rows } = await sql`WITH ${parts} SELECT identifier FROM created`.execute(connection);
  if (rows.length === 0) return { ok: false, because: 'identifier_taken' };
  return { ok: true, resource: { identifier, scope, tokenFormat, minAcr } };
}

/** One statement. The built-in resource first, then the others by name. */
export async function listResources(connection: Connection, issuer: string): Promise<readonly Resource[]> {
  const { rows } = await sql<ResourceRow>`SELECT identifier, scope, token_format, min_acr FROM resource
    ORDER BY identifier`.execute(connection);
  return [apiResource(issuer), ...rows.map(toResource)];
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
  const read = async () => {
    const { rows } = await sql<ResourceRow>`SELECT identifier, scope, token_format, min_acr FROM resource
      WHERE identifier = ${identifier}`.execute(connection);
    return rows[0] === undefined ? undefined : toResource(rows[0]);
  };
  return currentScope()?.once(`resource ${identifier}`, read) ?? read();
}

function toResource(row: ResourceRow): Resource {
  return { identifier: row.identifier, scope: row.scope, tokenFormat: row.token_format, minAcr: row.min_acr };
}
