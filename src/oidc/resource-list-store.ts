/** Resource servers in the database, by their identifiers. */
import { sql } from 'kysely';
import type { Connection } from '../database/schema.js';
import { apiResource, type RegisteredResource, type Resource } from './resource.js';
import { type ResourceRow, toResource } from './resource-store.js';

export interface ResourceFilter {
  /** What the identifier begins with, letter by letter. */
  readonly identifierPrefix?: string | undefined;
  readonly tokenFormat?: Resource['tokenFormat'] | undefined;
}

export interface ResourcePage {
  readonly resources: readonly RegisteredResource[];
  /** Identifier of the last one; null on the last page. */
  readonly next: string | null;
}

/** One statement. `after` is the `next` of the page before; it need not exist any more. */
export async function listResourcePage(
  connection: Connection,
  { identifierPrefix: prefix, tokenFormat }: ResourceFilter,
  { limit, after }: { readonly limit: number; readonly after: string | undefined },
): Promise<ResourcePage> {
  const conditions = [sql`true`];
  if (after !== undefined) conditions.push(sql`identifier COLLATE "C" > ${after}`);
  // No identifier has a character beyond ~.
  if (prefix !== undefined)
    conditions.push(sql`identifier COLLATE "C" >= ${prefix} AND identifier COLLATE "C" < ${`${prefix}\u007f`}`);
  if (tokenFormat !== undefined) conditions.push(sql`token_format = ${tokenFormat}`);
  const { rows } = await sql<ResourceRow>`
    SELECT id, identifier, scope, token_format, min_acr, access_token_ttl, created_at, updated_at FROM resource
    WHERE ${sql.join(conditions, sql` AND `)} ORDER BY identifier COLLATE "C" LIMIT ${limit + 1}::int`.execute(
    connection,
  );
  const shown = rows.slice(0, limit);
  const next = rows.length > limit ? (shown.at(-1)?.identifier ?? null) : null;
  return { resources: shown.map(toResource), next };
}

/** One statement: all of them, the built-in resource first. */
export async function listResources(connection: Connection, issuer: string): Promise<readonly Resource[]> {
  const { resources } = await listResourcePage(connection, {}, { limit: 100_000, after: undefined });
  return [apiResource(issuer), ...resources];
}
