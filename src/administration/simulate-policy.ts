/** Tells what a change of the rules would do to whom. Changes nothing. */
import { findNames } from '../census/account-name-store.js';
import { countedAccounts } from '../census/census-store.js';
import { previewRules } from '../census/rule-book-store.js';
import { type AffectedAccount, type Simulation, Simulator } from '../census/simulation.js';
import { readDatabaseTime } from '../database/database-time-store.js';
import type { Database } from '../database/schema.js';
import type { MfaPolicy } from '../mfa/policy.js';
import type { PolicyChange } from '../mfa/policy-change-store.js';
import { groupNotFound } from './administration-problems.js';
import { permitByEnvironment } from './change-policy.js';

export interface NamedAffected extends AffectedAccount {
  readonly email: string;
  readonly name: string;
}

export interface PolicySimulation extends Omit<Simulation, 'affected'> {
  readonly affected: readonly NamedAffected[];
  /** Whether the change would be refused unless forced: see `keepingAdministrators`. */
  readonly leavesNoAdministrator: boolean;
}

/** Counts all accounts. Problems as those of the change itself: `fixed_by_environment`, `group_not_found`. */
export async function simulatePolicy(
  { database, policy }: { readonly database: Database; readonly policy: MfaPolicy },
  change: PolicyChange,
): Promise<PolicySimulation> {
  permitByEnvironment(policy, change);
  const preview = await previewRules(database, change);
  if (!preview.ok) throw groupNotFound();
  const simulator = new Simulator(policy, preview.book);
  const takenAt = await readDatabaseTime(database);
  for await (const { accounts, readAt } of countedAccounts(database)) {
    for (const account of accounts) simulator.look(account, readAt);
  }
  const { affected, ...simulation } = simulator.result(takenAt);
  const names = await findNames(
    database,
    affected.map(({ id }) => id),
  );
  const { before, after } = simulation.administrators;
  return {
    ...simulation,
    leavesNoAdministrator: (['admin', 'super_admin'] as const).some((kind) => before[kind] > 0 && after[kind] === 0),
    // An account that was removed meanwhile has no name any more.
    affected: affected.flatMap((account) => {
      const named = names.get(account.id);
      return named === undefined ? [] : [{ ...account, ...named }];
    }),
  };
}
