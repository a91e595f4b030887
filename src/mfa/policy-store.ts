/** Remembers when each requirement first applied to this installation, once and for ever, by the database's clock. */
import { sql } from 'kysely';
import type { Database } from '../database/schema.js';
import type { Settings } from '../settings/settings.js';
import type { MfaPolicy } from './policy.js';

/** Keys in `installation`: since when everybody, and since when administrators must have a second factor. */
export const requiredForAll = 'mfa_required_for_all';
export const requiredForAdmins = 'mfa_required_for_admins';

/**
 * The policy in force. A requirement that applies now for the first time is recorded; switching it off and on again, or a
 * restart, renews nothing. One statement; to be called at start, and again when the policy changes.
 */
export async function loadPolicy(
  database: Database,
  settings: Pick<Settings, 'requireMfa' | 'requireAdminMfa' | 'mfaPolicy' | 'mfaGracePeriodDays' | 'mfaFixed'>,
): Promise<MfaPolicy> {
  const applying = [
    ...(settings.requireMfa ? [requiredForAll] : []),
    ...(settings.requireAdminMfa ? [requiredForAdmins] : []),
  ];
  const { rows } = await sql<{ key: string; at: Date }>`
    WITH recorded AS (
      INSERT INTO installation (key, value) SELECT name, 'first applied' FROM unnest(${applying}::text[]) AS name
      ON CONFLICT (key) DO NOTHING RETURNING key, at
    )
    SELECT key, at FROM recorded
    UNION SELECT key, at FROM installation WHERE key IN (${requiredForAll}, ${requiredForAdmins})`.execute(database);
  const since = (key: string) => rows.find((row) => row.key === key)?.at ?? null;
  return {
    requireMfa: settings.requireMfa,
    requireAdminMfa: settings.requireAdminMfa,
    encouraged: settings.mfaPolicy === 'encouraged',
    gracePeriodDays: settings.mfaGracePeriodDays,
    requiredForAllSince: since(requiredForAll),
    requiredForAdminsSince: since(requiredForAdmins),
    fixed: settings.mfaFixed,
  };
}
