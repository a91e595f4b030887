/** The round that works off what administrators do to many accounts. */
import type { Database } from '../database/schema.js';
import { workOffBatch } from './bulk-work-store.js';
import type { SearchParts } from './user-search-store.js';

/** Accounts of one transaction: their rows are locked while it lasts. */
const batchSize = 200;

/** Until nothing is left, or `isStopped` says so between two batches. Throws when the database is away; what was done stays done. */
export async function workOffBulkJobs(
  database: Database,
  parts: SearchParts,
  isStopped: () => boolean = () => false,
): Promise<void> {
  while (!isStopped() && (await workOffBatch(database, parts, batchSize)));
}
