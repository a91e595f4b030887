/** Signing keys as people look at them: which signs, which waits, which is only remembered, until when. Never the keys themselves. */
import { sql } from 'kysely';
import type { Connection } from '../database/schema.js';
import type { SigningAlgorithm } from './signing-keys.js';

export interface SigningKeyState {
  readonly kid: string;
  readonly algorithm: SigningAlgorithm;
  /** `waiting` is published and does not sign yet; `verifies` has a successor; `retired` is published no more. */
  readonly state: 'waiting' | 'signs' | 'verifies' | 'retired';
  readonly createdAt: Date;
  readonly signsFrom: Date;
  /** When it is published no more; null while nothing is about to replace it. */
  readonly publishedUntil: Date | null;
}

/** One statement; the newest first. */
export async function listSigningKeys(
  connection: Connection,
  rememberedSeconds: number,
): Promise<readonly SigningKeyState[]> {
  const { rows } = await sql<SigningKeyState>`SELECT k.kid, k.algorithm,
      CASE WHEN k.retired_at <= now() THEN 'retired'
        WHEN k.signs_from > now() THEN 'waiting'
        WHEN n.signs_from <= now() THEN 'verifies'
        ELSE 'signs' END AS state,
      k.created_at AS "createdAt", k.signs_from AS "signsFrom",
      coalesce(k.retired_at, n.signs_from + make_interval(secs => ${rememberedSeconds}::float8)) AS "publishedUntil"
    FROM signing_key k
    LEFT JOIN LATERAL (
      SELECT min(s.signs_from) AS signs_from FROM signing_key s
      WHERE s.algorithm = k.algorithm AND s.signs_from > k.signs_from
    ) n ON true
    ORDER BY k.algorithm DESC, k.signs_from DESC, k.kid`.execute(connection);
  return rows;
}
