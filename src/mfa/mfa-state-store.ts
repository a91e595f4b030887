/** Reads what an account has of second factors. */
import { sql } from 'kysely';
import type { Connection } from '../database/schema.js';
import type { MfaState } from './mfa-state.js';

interface StateRow {
  id: string | null;
  name: string;
  created_at: Date;
  last_used_at: Date | null;
  remaining: number;
}

/** One statement. An account without factors, or none at all, has an empty state. */
export async function readMfaState(connection: Connection, accountId: string): Promise<MfaState> {
  const { rows } = await sql<StateRow>`SELECT c.id, c.name, c.created_at, c.last_used_at, codes.remaining
    FROM (SELECT count(*)::int AS remaining FROM backup_code WHERE account_id = ${accountId}::uuid AND used_at IS NULL) codes
    LEFT JOIN totp_credential c ON c.account_id = ${accountId}::uuid
    ORDER BY c.created_at, c.id`.execute(connection);
  const factors = rows.flatMap(({ id, name, created_at, last_used_at }) =>
    id === null ? [] : [{ id, type: 'totp' as const, name, createdAt: created_at, lastUsedAt: last_used_at }],
  );
  return { factors, totpCount: factors.length, backupCodesRemaining: rows[0]?.remaining ?? 0 };
}
