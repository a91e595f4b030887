/** Reads, in one statement, what the security page shows beyond the account itself. */
import { sql } from 'kysely';
import type { Connection } from '../database/schema.js';
import type { FactorSummary, MfaState } from '../mfa/mfa-state.js';

export interface SecurityOverview extends MfaState {
  /** The codes that count now were shown, and nobody has said that they are saved. */
  readonly hasUnconfirmedCodes: boolean;
}

interface OverviewRow {
  id: string | null;
  name: string;
  created_at: Date;
  last_used_at: Date | null;
  remaining: number;
  unconfirmed: boolean;
}

/** One statement. An account without factors, or none at all, has an empty overview. */
export async function readSecurityOverview(connection: Connection, accountId: string): Promise<SecurityOverview> {
  const { rows } = await sql<OverviewRow>`
    SELECT c.id, c.name, c.created_at, c.last_used_at, codes.remaining,
      codes.remaining > 0 AND coalesce(a.backup_codes_confirmed_at < codes.made_at, true) AS unconfirmed
    FROM (
      SELECT count(*) FILTER (WHERE used_at IS NULL)::int AS remaining, max(created_at) AS made_at
      FROM backup_code WHERE account_id = ${accountId}::uuid
    ) codes
    LEFT JOIN account a ON a.id = ${accountId}::uuid
    LEFT JOIN totp_credential c ON c.account_id = a.id
    ORDER BY c.created_at, c.id`.execute(connection);
  const factors = rows.flatMap(({ id, name, created_at, last_used_at }): FactorSummary[] =>
    id === null ? [] : [{ id, type: 'totp', name, createdAt: created_at, lastUsedAt: last_used_at }],
  );
  return {
    factors,
    totpCount: factors.length,
    backupCodesRemaining: rows[0]?.remaining ?? 0,
    hasUnconfirmedCodes: rows[0]?.unconfirmed ?? false,
  };
}
