/** The servers that run on this database, as far as one must know of the others: which encryption keys each has. */
import { sql } from 'kysely';
import type { Connection } from './schema.js';

/** A running server. */
export interface NodeFacts {
  readonly id: string;
  /** Ids of its encryption keys; the first seals. */
  readonly encryptionKeyIds: readonly string[];
}

/** A server as another process finds it. */
export interface SeenNode extends NodeFacts {
  readonly seenAt: Date;
}

/** Seconds after which a server that says nothing is taken for ended: it speaks every minute. */
export const silentSeconds = 150;

/** One statement: says that this server runs, and forgets those that have long been silent. */
export async function announceNode(connection: Connection, { id, encryptionKeyIds }: NodeFacts): Promise<void> {
  await sql`WITH gone AS (DELETE FROM node WHERE seen_at < now() - interval '1 day' AND id <> ${id}::uuid)
    INSERT INTO node (id, encryption_key_ids) VALUES (${id}::uuid, ${[...encryptionKeyIds]}::text[])
    ON CONFLICT (id) DO UPDATE SET seen_at = now(), encryption_key_ids = excluded.encryption_key_ids`.execute(
    connection,
  );
}

/** One statement; for a server that stops. */
export async function forgetNode(connection: Connection, id: string): Promise<void> {
  await sql`DELETE FROM node WHERE id = ${id}::uuid`.execute(connection);
}

/** One statement: the servers that were not silent for longer than `silentSeconds`. */
export async function runningNodes(connection: Connection): Promise<readonly SeenNode[]> {
  const { rows } = await sql<{ id: string; encryption_key_ids: string[]; seen_at: Date }>`
    SELECT id, encryption_key_ids, seen_at FROM node
    WHERE seen_at > now() - make_interval(secs => ${silentSeconds}::float8) ORDER BY seen_at DESC, id`.execute(
    connection,
  );
  return rows.map((row) => ({ id: row.id, encryptionKeyIds: row.encryption_key_ids, seenAt: row.seen_at }));
}
