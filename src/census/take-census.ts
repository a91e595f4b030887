/** Counts all accounts, now. */

import type { Clock } from '../clock.js';
import { readDatabaseTime } from '../database/database-time-store.js';
import type { Connection, Database } from '../database/schema.js';
import type { MfaPolicy } from '../mfa/policy.js';
import { type Census, Tally } from './census.js';
import { countedAccounts } from './census-store.js';
import { standingOf } from './standing.js';

/** One statement for every two thousand accounts. */
export async function takeCensus(connection: Connection, policy: MfaPolicy): Promise<Census> {
  const takenAt = await readDatabaseTime(connection);
  const tally = new Tally();
  for await (const { accounts, readAt } of countedAccounts(connection)) {
    for (const account of accounts) {
      const { standing } = standingOf(account, policy, readAt);
      tally.count(
        standing,
        account.subject.roles,
        account.groups.map(({ name }) => name),
      );
    }
  }
  return tally.census(takenAt);
}

/** Milliseconds for which a count is shown again: whoever reloads a page shall not count a hundred thousand accounts each time. */
const freshMilliseconds = 60_000;

/** The census as it was a minute ago at most. Those who ask at once wait for the same count. */
export function createCensusOffice(parts: {
  readonly database: Database;
  readonly policy: MfaPolicy;
  readonly clock: Clock;
}): () => Promise<Census> {
  let latest: { readonly at: number; readonly census: Promise<Census> } | undefined;
  return () => {
    const at = parts.clock.now().getTime();
    if (latest !== undefined && at >= latest.at && at - latest.at < freshMilliseconds) return latest.census;
    const census = takeCensus(parts.database, parts.policy);
    const taken = { at, census };
    latest = taken;
    census.catch(() => {
      if (latest === taken) latest = undefined;
    });
    return census;
  };
}
