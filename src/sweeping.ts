/** Deletes, every few minutes, what has expired: in small batches, a pause between them, never in the way of traffic. Renews old signing keys, and notes once a day how many have a second factor. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import { sweepUnprovedAccounts } from './accounts/unproved-account-store.js';
import { sweepBulkJobs } from './administration/bulk-job-store.js';
import { sweepAuditLog } from './audit/chain-sweep-store.js';
import { recordAdoption } from './census/record-adoption.js';
import type { Clock } from './clock.js';
import type { Database } from './database/schema.js';
import { sweepExpired } from './database/sweep-store.js';
import { sweepPasswordFailures } from './lockout/password-failure-store.js';
import { sweepMail } from './mail/mail-sweep-store.js';
import { sweepBudgets } from './mfa/budget-store.js';
import type { MfaPolicy } from './mfa/policy.js';
import { rotateAgedSigningKeys, sweepSigningKeys } from './oidc/signing-key-rotation-store.js';
import { rememberedSeconds } from './oidc/signing-key-times.js';
import type { KeyRing } from './secrets/key-ring.js';
import type { Settings } from './settings/settings.js';

export interface SweepingOptions {
  readonly database: Database;
  readonly keyRing: KeyRing;
  readonly clock: Clock;
  readonly policy: MfaPolicy;
  readonly settings: Pick<
    Settings,
    'auditRetentionDays' | 'lockoutDurationMinutes' | 'accessTokenTtlSeconds' | 'sessionTtlSeconds'
  >;
  readonly logger: Pick<Logger, 'warn' | 'info'>;
}

const intervalMilliseconds = 5 * 60_000;
const batchSize = 500;
const pauseMilliseconds = 50;

/** The first sweep comes after one interval. Failures are logged and tried again at the next. */
export function startSweeping(options: SweepingOptions): { stop(): void } {
  const timer = setInterval(() => {
    sweepAll(options).catch((error: unknown) => options.logger.warn({ err: error }, 'sweep failed'));
  }, intervalMilliseconds);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}

/** One whole sweep. Safe on several nodes at once. */
export async function sweepAll({ database, keyRing, policy, clock, settings, logger }: SweepingOptions): Promise<void> {
  for (;;) {
    const counts = await sweepExpired(database, batchSize);
    if (Object.values(counts).every((count) => count < batchSize)) break;
    await wait(pauseMilliseconds, undefined, { ref: false });
  }
  await sweepUnprovedAccounts(database, batchSize);
  await sweepPasswordFailures(database, { durationMinutes: settings.lockoutDurationMinutes }, batchSize);
  await sweepBudgets(database, batchSize);
  await sweepMail(database, batchSize);
  await sweepBulkJobs(database);
  await sweepAuditLog(database, keyRing, { retentionDays: settings.auditRetentionDays, batchSize, now: clock.now() });
  const { retired, deleted } = await sweepSigningKeys(database, rememberedSeconds(settings));
  if (retired.length + deleted.length > 0) logger.info({ retired, deleted }, 'signing keys swept');
  const renewed = await rotateAgedSigningKeys(database, keyRing);
  if (renewed.length > 0) logger.info({ keys: renewed }, 'signing keys renewed');
  await recordAdoption(database, policy);
}
