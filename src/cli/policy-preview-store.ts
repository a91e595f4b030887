/** The policy as the next start would find it, without starting anything. */
import type { Database } from '../database/schema.js';
import type { MfaPolicy } from '../mfa/policy.js';
import { loadPolicy } from '../mfa/policy-store.js';
import type { Settings } from '../settings/settings.js';

/**
 * Loading the policy records when a requirement first applied, for ever. Looking at it with a trial value in the
 * environment must not start everybody's grace period, so the record is taken back.
 */
export async function previewPolicy(database: Database, settings: Settings): Promise<MfaPolicy> {
  const transaction = await database.startTransaction().execute();
  try {
    return await loadPolicy(transaction, settings);
  } finally {
    await transaction.rollback().execute();
  }
}
