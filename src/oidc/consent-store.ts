/** Remembered consents in the database, one row per account and client. */
import { type Selectable, sql } from 'kysely';
import type { ConsentTable } from '../database/protocol-tables.js';
import type { Connection } from '../database/schema.js';
import { isUuid } from '../database/uuid.js';
import { isClientId } from './client.js';
import { mergeConsent, type RememberedConsent } from './consent.js';

/** How often a consent is merged anew because another tab changed it at the same moment. */
const mostAttempts = 100;

/** The column `granted` as it is read. */
export type Granted = Selectable<ConsentTable>['granted'] | { readonly [name: string]: never };

/** One statement. */
export async function findConsent(
  connection: Connection,
  accountId: string,
  clientId: string,
): Promise<RememberedConsent | undefined> {
  if (!isUuid(accountId) || !isClientId(clientId)) return undefined;
  const { rows } = await sql<{ granted: Granted }>`SELECT granted FROM consent
    WHERE account_id = ${accountId}::uuid AND client_id = ${clientId}`.execute(connection);
  return rows[0] === undefined ? undefined : toConsent(rows[0].granted);
}

/**
 * Adds to what was allowed before. Two statements: the second changes nothing unless what the first read still holds, so
 * that two pages answered at once lose nothing; then both are repeated.
 */
export async function rememberConsent(
  connection: Connection,
  { accountId, clientId, added }: { accountId: string; clientId: string; added: RememberedConsent },
): Promise<RememberedConsent> {
  for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
    const before = await findConsent(connection, accountId, clientId);
    const merged = mergeConsent(before, added);
    const { rows } = await sql`INSERT INTO consent AS c (account_id, client_id, granted)
      VALUES (${accountId}::uuid, ${clientId}, ${toGranted(merged)}::jsonb)
      ON CONFLICT (account_id, client_id) DO UPDATE SET granted = excluded.granted, updated_at = now()
        WHERE c.granted = ${before === undefined ? null : toGranted(before)}::jsonb
      RETURNING 1`.execute(connection);
    if (rows.length === 1) return merged;
  }
  throw new Error('The consent changed each time it was about to be written.');
}

/** One statement. Whether there was anything to forget. */
export async function forgetConsent(connection: Connection, accountId: string, clientId: string): Promise<boolean> {
  if (!isUuid(accountId) || !isClientId(clientId)) return false;
  const { rows } = await sql`DELETE FROM consent
    WHERE account_id = ${accountId}::uuid AND client_id = ${clientId} RETURNING 1`.execute(connection);
  return rows.length === 1;
}

function toGranted({ scope, claims, resources }: RememberedConsent): string {
  return JSON.stringify({ openid: { scope, claims }, resources });
}

/** The value of the column `granted`. */
export function toConsent({ openid, resources }: Granted): RememberedConsent {
  return { scope: openid?.scope ?? '', claims: openid?.claims ?? [], resources: resources ?? {} };
}
