/** Browsers that have passed an account's second factor before. Only a hash of the cookie is kept. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Fragment } from '../database/fragment.js';

export interface KnownBrowser {
  readonly id: string;
  readonly accountId: string;
  readonly generation: number;
  readonly userAgent: string;
  /** Id of the row that the browser's former cookie stands for; it is replaced when it is this account's. */
  readonly replaces: string | null;
}

/** The row's id for a cookie's secret. */
export function browserIdOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

/** Statements that keep a browser and forget its former cookie, to commit with the sign-in that `finished` yields. */
export function keepKnownBrowser(browser: KnownBrowser, finished: Fragment): Fragment[] {
  const kept = sql`INSERT INTO known_browser (id, account_id, generation, user_agent)
    SELECT ${browser.id}, f.id, ${browser.generation}, ${browser.userAgent} FROM ${finished} f RETURNING 1`;
  if (browser.replaces === null) return [kept];
  const forgotten = sql`DELETE FROM known_browser
    WHERE id = ${browser.replaces} AND account_id IN (SELECT f.id FROM ${finished} f) RETURNING 1`;
  return [kept, forgotten];
}
