/** Keeps the figures of each day. Called by the background round of every node; the first of the day counts. */
import type { Database } from '../database/schema.js';
import type { MfaPolicy } from '../mfa/policy.js';
import { isDayRecorded, recordDay, sweepDays } from './adoption-store.js';
import { takeCensus } from './take-census.js';

/** One statement on most rounds; a whole census on the first of a day. */
export async function recordAdoption(database: Database, policy: MfaPolicy): Promise<void> {
  if (await isDayRecorded(database)) return;
  await recordDay(database, await takeCensus(database, policy));
  await sweepDays(database);
}
