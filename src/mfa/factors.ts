/** The second factors there are. A new one is a line here. */
import type { Connection } from '../database/schema.js';
import type { KeyRing } from '../secrets/key-ring.js';
import { createBackupCodeFactor } from './backup-code-factor.js';
import { hasImportedCodes } from './backup-code-store.js';
import { readCode } from './code-input.js';
import type {
  Accepted,
  EnrollableFactor,
  RefusedCode,
  SecondFactor,
  SecondFactorMethod,
  VerifyRequest,
} from './second-factor.js';
import { createTotpEnrolment } from './totp-enrolment.js';
import { createTotpFactor } from './totp-factor.js';

export interface FactorSettings {
  readonly mfaTotpWindow: number;
  readonly mfaDailyAttempts: number;
  readonly mfaBackupCodes: number;
  /** Shown in authenticator apps. */
  readonly mfaIssuer: string;
}

export interface Factors {
  readonly list: readonly SecondFactor[];
  /** What people can set up; backup codes come with it. */
  readonly totpEnrolment: EnrollableFactor;
  /**
   * Verifies whatever was typed into the one-time-code field with the factor whose code has that form. What has no form at all
   * counts as a wrong TOTP, so that odd input uses up the budget like any guess. At most two statements, and one more for what
   * has the shape of another system's backup code.
   */
  verifyCode(connection: Connection, request: VerifyRequest): Promise<Accepted | RefusedCode>;
}

export function createFactors(keyRing: KeyRing, settings: FactorSettings): Factors {
  const { mfaTotpWindow: window, mfaDailyAttempts: dailyAttempts, mfaBackupCodes, mfaIssuer } = settings;
  const totp = createTotpFactor({ keyRing, window, dailyAttempts });
  const backupCode = createBackupCodeFactor({ keyRing, dailyAttempts });
  return {
    list: [totp, backupCode],
    totpEnrolment: createTotpEnrolment({ keyRing, issuer: mfaIssuer, window, backupCodeCount: mfaBackupCodes }),
    async verifyCode(connection, request) {
      const isBackupCode = (request.only ?? (await methodOf(connection, request))) === 'backup_code';
      const result = await (isBackupCode ? backupCode : totp).verify(connection, request);
      return result.ok ? result : { ...result, method: isBackupCode ? 'backup_code' : 'totp' };
    },
  };
}

/** Whether the account has imported codes, not whether this is one: every guess counts against the budget of its kind. */
async function methodOf(
  connection: Connection,
  { accountId, typed }: Pick<VerifyRequest, 'accountId' | 'typed'>,
): Promise<SecondFactorMethod> {
  const { kind } = readCode(typed);
  if (kind === 'imported_code') return (await hasImportedCodes(connection, accountId)) ? 'backup_code' : 'totp';
  return kind === 'backup_code' ? 'backup_code' : 'totp';
}
