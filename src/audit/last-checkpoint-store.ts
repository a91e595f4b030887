/** Reads when the log was last sealed for good, to be shown to administrators. Proves nothing: `verifyChain` does. */
import type { Connection } from '../database/schema.js';

export interface LastCheckpoint {
  readonly number: number;
  readonly at: Date;
}

/** One statement. Null before the first checkpoint. */
export async function readLastCheckpoint(connection: Connection): Promise<LastCheckpoint | null> {
  const row = await connection
    .selectFrom('audit_checkpoint')
    .select(['number', 'at'])
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}
