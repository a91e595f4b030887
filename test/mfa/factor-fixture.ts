/** Enrolled accounts and their codes, for tests of the second factors. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Account } from '../../src/accounts/account.js';
import type { Connection } from '../../src/database/schema.js';
import { createFactors, type Factors } from '../../src/mfa/factors.js';
import type { ClaimEnrolment, ConfirmResult, Enrolment } from '../../src/mfa/second-factor.js';
import { codeAtStep, stepAt } from '../../src/mfa/totp.js';
import { origin } from '../accounts/account-fixture.js';
import { testKeyRing } from '../support/key-ring.js';

export const start = new Date('2026-03-01T12:00:10Z');

/** `start`, moved by so many 30-second steps. */
export const later = (steps: number) => new Date(start.getTime() + steps * 30_000);

export const settings = { mfaTotpWindow: 1, mfaDailyAttempts: 10, mfaBackupCodes: 10, mfaIssuer: 'Example' };

/** The factors of this installation, with other settings where a test says so. */
export function testFactors(changes: Partial<typeof settings> = {}): Factors {
  return createFactors(testKeyRing(), { ...settings, ...changes });
}

/** A sign-in in progress that waits for the confirmation of an enrolment. */
export interface PendingSignIn {
  readonly attemptId: string;
  readonly enrolment: Enrolment;
  readonly claim: ClaimEnrolment;
}

export async function givenPendingEnrolment(database: Connection, account: Account): Promise<PendingSignIn> {
  const attemptId = randomUUID();
  const enrolment = testFactors().totpEnrolment.startEnrolment(account);
  await sql`INSERT INTO login_attempt (id, account_id, generation, enrolment_id, enrolment_seed_sealed, expires_at)
    SELECT ${attemptId}, id, generation, ${enrolment.id}::uuid, ${enrolment.seedSealed}, now() + interval '1 hour'
    FROM account WHERE id = ${account.id}::uuid`.execute(database);
  const claim: ClaimEnrolment = (
    held,
  ) => sql`UPDATE login_attempt l SET enrolment_id = NULL, generation = h.next_generation
    FROM ${held} h WHERE l.id = ${attemptId} AND l.enrolment_id = ${enrolment.id}::uuid AND l.account_id = h.id RETURNING 1`;
  return { attemptId, enrolment, claim };
}

export async function confirm(
  database: Connection,
  account: Account,
  pending: PendingSignIn,
  { typed, now = start, name = 'Phone' }: { readonly typed?: string; readonly now?: Date; readonly name?: string } = {},
): Promise<ConfirmResult> {
  const { enrolment, claim, attemptId } = pending;
  return testFactors().totpEnrolment.confirmEnrolment(database, {
    accountId: account.id,
    pending: enrolment,
    typed: typed ?? codeAtStep(enrolment.seed, stepAt(now)),
    name,
    now,
    origin,
    claim,
    kept: { loginAttemptId: attemptId },
  });
}

/** An account with an authenticator app and backup codes, confirmed at `start`. */
export async function givenEnrolled(
  database: Connection,
  account: Account,
): Promise<{ readonly seed: string; readonly factorId: string; readonly backupCodes: readonly string[] }> {
  const pending = await givenPendingEnrolment(database, account);
  const confirmed = await confirm(database, account, pending);
  if (!confirmed.ok) throw new Error(confirmed.because);
  return { seed: pending.enrolment.seed, factorId: confirmed.factorId, backupCodes: confirmed.backupCodes };
}
