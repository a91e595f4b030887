/** Browsers that an account has signed in with before. Only a hash of the cookie is kept. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Fragment } from '../database/fragment.js';
import type { Connection } from '../database/schema.js';
import type { AttemptKey } from './login-attempt-store.js';

export interface KnownBrowser {
  readonly id: string;
  readonly accountId: string;
  readonly generation: number;
  readonly userAgent: string;
  /** Whether this sign-in verified a second factor: only then the browser gets a budget of wrong codes of its own. */
  readonly factorVerified: boolean;
  /** Id of the row that the browser's former cookie stands for; it is replaced when it is this account's. */
  readonly replaces: string | null;
}

/** The row's id for a cookie's secret. */
export function browserIdOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

/**
 * Statements that keep a browser and forget its former cookie, to commit with the sign-in that `finished` yields. It stays the
 * browser that was first seen when it was.
 */
export function keepKnownBrowser(browser: KnownBrowser, finished: Fragment): Fragment[] {
  const kept = sql`INSERT INTO known_browser (id, account_id, generation, user_agent, factor_verified, created_at)
    SELECT ${browser.id}, f.id, ${browser.generation}, ${browser.userAgent}, ${browser.factorVerified},
      coalesce((SELECT b.created_at FROM known_browser b WHERE b.id = ${browser.replaces}::text AND b.account_id = f.id), now())
    FROM ${finished} f RETURNING 1`;
  if (browser.replaces === null) return [kept];
  const forgotten = sql`DELETE FROM known_browser
    WHERE id = ${browser.replaces} AND account_id IN (SELECT f.id FROM ${finished} f) RETURNING 1`;
  return [kept, forgotten];
}

/** One statement: whether the account, as it is in this sign-in, has signed in with this browser before. */
export async function isKnownBrowser(
  connection: Connection,
  browserId: string,
  { accountId, generation }: Pick<AttemptKey, 'accountId' | 'generation'>,
): Promise<boolean> {
  const { rows } = await sql`SELECT 1 FROM known_browser
    WHERE id = ${browserId} AND account_id = ${accountId} AND generation = ${generation}`.execute(connection);
  return rows.length > 0;
}
